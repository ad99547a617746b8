/**
 * The characters by which byte-level tokenizers write bytes, by code point: printable bytes of Latin-1 stand for
 * themselves, the others for U+0100 and on, in order (`bytes_to_unicode` in OpenAI's GPT-2, `encoder.py`).
 */
const byteOfCodePoint: ReadonlyMap<number, number> = new Map(
  (function* () {
    let next = 0x100;
    for (let byte = 0; byte < 256; byte += 1) {
      const isPrintable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
      yield [isPrintable ? byte : next++, byte] as const;
    }
  })(),
);

/**
 * The bytes of a piece as byte-level tokenizers write it, such as `Ġhello` for ` hello` or `æĺ¯` for `是`.
 *
 * @returns undefined when it holds a character that stands for no byte
 */
export function decodeByteLevel(piece: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const character of piece) {
    const byte = byteOfCodePoint.get(character.codePointAt(0) ?? 0);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** The bytes of a piece as SentencePiece writes it: `▁` for a space, and `<0xE2>` for a single byte. */
export function decodeSentencePiece(piece: string): Uint8Array {
  const byte = /^<0x([0-9a-f]{2})>$/i.exec(piece)?.[1];
  if (byte !== undefined) return Uint8Array.of(Number.parseInt(byte, 16));
  return new TextEncoder().encode(piece.replaceAll('▁', ' '));
}
