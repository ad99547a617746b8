import { graphemes } from '../words/graphemes.js';

/** Where the tokens of a text begin and end: one entry for each token, in typed arrays that copy cheaply between threads. */
export interface Pieces {
  /** End of each token in the text's UTF-8 bytes. */
  readonly byteEnds: Uint32Array;
  /** End of each token in the text's UTF-16 code units, or -1 where it ends inside a character. */
  readonly textEnds: Int32Array;
  /** Number of the group of tokens that share a user-perceived character, or -1 for a token of whole ones. */
  readonly groups: Int32Array;
  /** Two entries a group, in UTF-16 code units: where the first character its tokens share starts and the last one ends. */
  readonly groupSpans: Uint32Array;
  /** User-perceived characters in the text. */
  readonly characters: number;
}

/**
 * Finds where tokens lie in a text, and which of them share a user-perceived character (an extended grapheme cluster,
 * as Unicode's UAX #29 defines it: a letter with its marks, a flag, an emoji family, CR LF).
 *
 * Where a token holds the end of one shared character and the start of another, all of them form one group.
 *
 * @param text well-formed UTF-16, without lone surrogates
 * @param byteLengths UTF-8 bytes of each token, in order; none is empty
 * @throws RangeError when the lengths do not sum to those of the text
 */
export function findPieces(text: string, byteLengths: readonly number[]): Pieces {
  const byteEnds = new Uint32Array(byteLengths.length);
  const textEnds = new Int32Array(byteLengths.length).fill(-1);
  const groups = new Int32Array(byteLengths.length).fill(-1);
  let total = 0;
  for (const [token, length] of byteLengths.entries()) {
    total += length;
    byteEnds[token] = total;
  }

  const endOf = (token: number) => byteEnds[token] ?? Number.POSITIVE_INFINITY;
  let byte = 0;
  let token = 0;
  const groupSpans: number[] = [];
  let characters = 0;
  let unit = 0;
  for (const segment of graphemes(text)) {
    characters++;
    const first = token;
    for (const character of segment) {
      byte += utf8Length(character);
      unit += character.length;
      while (endOf(token) < byte) token++;
      if (endOf(token) === byte) textEnds[token] = unit;
    }
    if (token > first) {
      const known = groups[first] ?? -1;
      const group = known === -1 ? groupSpans.length / 2 : known;
      groups.fill(group, first, token + 1);
      if (known === -1) groupSpans.push(unit - segment.length, unit);
      else groupSpans[2 * group + 1] = unit;
    }
    if (endOf(token) === byte) token++;
  }
  if (byte !== total) throw new RangeError(`The tokens have ${total} bytes, the text has ${byte}.`);
  return { byteEnds, textEnds, groups, groupSpans: Uint32Array.from(groupSpans), characters };
}

function utf8Length(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
