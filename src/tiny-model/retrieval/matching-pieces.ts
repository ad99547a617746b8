const SPACE = 0x20;
const LINE_BREAK = 0x0a;
const COLON = 0x3a;

/** Most words and marks that are matched. */
const MAX_MATCH = 8;

/** No text is longer in `MAX_MATCH` words, in bytes. */
export const MAX_MATCHED_BYTES = 400;

const isLetter = (byte: number) => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte >= 0x80;

/**
 * A text's bytes with small letters for capitals, so that `the capital of france` matches `The capital of France`. Only the
 * `Q` and `A` that begin turns stay as they are: they are not the article or a letter.
 */
export function matchable(bytes: Uint8Array): Uint8Array {
  const small = bytes.slice();
  for (let at = 0; at < small.length; at++) {
    const byte = small[at] as number;
    if (byte < 0x41 || byte > 0x5a) continue;
    const isTurn = small[at + 1] === COLON && (at === 0 || small[at - 1] === LINE_BREAK);
    if (!isTurn) small[at] = byte + 0x20;
  }
  return small;
}

/** Whether a word or a mark begins there; letters after letters and spaces do not. */
function begins(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] as number;
  if (byte === SPACE) return false;
  return !isLetter(byte) || at === 0 || !isLetter(bytes[at - 1] as number);
}

/** Whether the `Q:` or `A:` that begins a turn ends there; no other capitals are left in a text that is matched. */
function endsTurnMark(bytes: Uint8Array, end: number): boolean {
  const before = bytes[end - 2] ?? 0;
  return bytes[end - 1] === COLON && before >= 0x41 && before <= 0x5a;
}

/**
 * How many words and marks at the end of a text are the same as those before a place in another, at most 8. A word that
 * stops at the place counts as one. Where a turn begins, only another turn's beginning is like it, not any other colon.
 */
export function countMatch(text: Uint8Array, other: Uint8Array, place: number): number {
  if (endsTurnMark(text, text.length) && !endsTurnMark(other, place)) return 0;
  let count = 0;
  let here = text.length;
  let there = place;
  while (count < MAX_MATCH) {
    if (here === 0 || there === 0) return here === there ? count + 1 : count;
    here--;
    there--;
    if (text[here] !== other[there]) return count;
    if (begins(text, here) && begins(other, there)) count++;
  }
  return count;
}
