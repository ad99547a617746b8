/**
 * The character by which a byte-level vocabulary writes each byte: printable Latin-1 by itself, the others from U+0100 on
 * (`bytes_to_unicode` in OpenAI's GPT-2, `encoder.py`).
 */
const characters: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCharCode(isPrintable ? byte : next++);
  });
})();

/** The byte that a character stands for, by its code. */
const byteOf: readonly number[] = (() => {
  const bytes: number[] = [];
  for (const [byte, character] of characters.entries()) bytes[character.charCodeAt(0)] = byte;
  return bytes;
})();

/** Bytes as a byte-level vocabulary has them, such as `Ġlove` for ` love`. */
export function writeByteLevel(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => characters[byte]).join('');
}

/**
 * The bytes that `writeByteLevel` wrote.
 *
 * @throws Error when a character stands for no byte
 */
export function parseByteLevel(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = byteOf[text.charCodeAt(at)];
    if (byte === undefined) throw new Error(`no byte is written ${JSON.stringify(text[at])}`);
    bytes[at] = byte;
  }
  return bytes;
}
