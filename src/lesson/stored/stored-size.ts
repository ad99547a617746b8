/**
 * What all answers in one stored result, and the texts that they were asked with, may take: bytes of JSON. It leaves room
 * for what a result holds besides, so that the whole is below the 200 KB that the storage is made for.
 */
export const RESULT_BYTES = 165_000;

/** The bytes that something takes as it is stored. */
export function storedBytes(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}

/**
 * What is left for the answers in a result, in bytes.
 *
 * @param texts what they were asked with, which is stored once however often it is there
 */
export function answerBytes(...texts: readonly (string | undefined)[]): number {
  return RESULT_BYTES - texts.reduce((sum, text) => sum + storedBytes(text), 0);
}

/** As much of a text's beginning as takes so many bytes; no character is cut in two. */
export function startOfText(text: string, bytes: number): string {
  if (QUOTES_BYTES + text.length * MOST_BYTES <= bytes) return text;
  let end = 0;
  let taken = QUOTES_BYTES;
  for (const character of text) {
    taken += bytesOf(character);
    if (taken > bytes) return text.slice(0, end);
    end += character.length;
  }
  return text;
}

/** Those around a text. */
const QUOTES_BYTES = 2;

/** JSON writes some characters as `\u0000`. */
const MOST_BYTES = 6;

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0xd800 && code <= 0xdfff)) return '\b\t\n\f\r'.includes(character) ? 2 : MOST_BYTES;
  if (code < 0x80) return character === '"' || character === '\\' ? 2 : 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
