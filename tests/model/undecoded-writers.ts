/** The character that stands for each byte. */
const BYTE_LEVEL = createByteLevel();

function createByteLevel(): readonly string[] {
  const range = (first: string, last: string) => {
    const from = first.charCodeAt(0);
    return Array.from({ length: last.charCodeAt(0) - from + 1 }, (_, step) => from + step);
  };
  const printable = [...range('!', '~'), ...range('¡', '¬'), ...range('®', 'ÿ')];
  const codes = [...printable];
  let added = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    if (printable.includes(byte)) continue;
    printable.push(byte);
    codes.push(256 + added);
    added += 1;
  }
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(codes[printable.indexOf(byte)] ?? 0));
}

/**
 * Writes bytes as byte-level tokenizers do: OpenAI's `bytes_to_unicode` (GPT-2, `encoder.py`), line by line, so that the
 * table under test meets one made in another way.
 */
export function writeByteLevel(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => BYTE_LEVEL[byte] ?? '').join('');
}
