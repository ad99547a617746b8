import { encodePiece } from '../src/byte-pair/encode.js';
import { createRanks, type Ranks } from '../src/byte-pair/ranks.js';
import { type LearnedMerge, trainMerges } from '../src/byte-pair/train.js';
import { isRefusedWord } from './refused-words.js';

/** A vocabulary that was trained, and what it could not help. */
export interface KindVocabulary {
  readonly merges: readonly LearnedMerge[];
  readonly ranks: Ranks;
  /** How many tokens were refused. */
  readonly refused: number;
  /** How many refused words can still be written with two tokens, because both are needed too often. */
  readonly spellings: number;
}

/** A token that is more than one in so many of the texts' is never refused. */
const NEEDED = 2000;

const LONGEST_REFUSED = 12;

/**
 * Trains a vocabulary in which no token is a refused word, and, as far as that costs little, no two tokens make one. A
 * model at a high temperature puts tokens beside each other that never stood so in its texts: the beginning of one
 * harmless word and the end of another. Of two tokens that make a refused word the less used one is refused, and the
 * training is done again, until there are no more.
 *
 * @param pieces how often each piece is in the texts
 * @param size tokens that there are to be, with the 256 bytes
 */
export function trainKindVocabulary(pieces: ReadonlyMap<string, number>, size: number): KindVocabulary {
  const refused = new Set<string>();
  const isAllowed = (bytes: Uint8Array) => {
    const text = Buffer.from(bytes).toString().toLowerCase();
    return !refused.has(text) && !isRefusedWord(text.trim());
  };
  for (;;) {
    const merges = trainMerges(pieces, { size, isAllowed });
    const ranks = createRanks([
      ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
      ...merges.map(({ bytes }) => bytes),
    ]);
    const { uses, total } = countUses(pieces, ranks);
    const spellings = findSpellings(uses.keys());
    const most = total / NEEDED;
    let isSettled = true;
    for (const spelling of spellings) {
      // One of them may have been refused for the sake of another word.
      if (spelling.some((part) => refused.has(part))) continue;
      const [rarer] = spelling
        .filter((part) => part.length > 1 && part.trim().length + part.length > 3 && (uses.get(part) ?? 0) <= most)
        .sort((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0) || (a < b ? -1 : 1));
      if (rarer === undefined) continue;
      refused.add(rarer);
      isSettled = false;
    }
    if (isSettled) return { merges, ranks, refused: refused.size, spellings: spellings.length };
  }
}

/** How often each token is used in the texts, by its text in small letters. */
function countUses(pieces: ReadonlyMap<string, number>, ranks: Ranks) {
  const names = Array.from({ length: ranks.size }, (_, id) => Buffer.from(ranks.bytes(id)).toString().toLowerCase());
  const uses = new Map(names.map((name) => [name, 0]));
  let total = 0;
  for (const [piece, count] of pieces) {
    for (const id of encodePiece(Buffer.from(piece), ranks)) {
      const name = names[id] ?? '';
      uses.set(name, (uses.get(name) ?? 0) + count);
      total += count;
    }
  }
  return { uses, total };
}

/** Every two tokens that make a refused word: its beginning, with the space before it or without, and its end. */
function findSpellings(names: Iterable<string>): (readonly [string, string])[] {
  const short = [...names].filter((name) => /^ ?[a-z]+$/.test(name) && name.length <= LONGEST_REFUSED);
  const ends = short.filter((name) => !name.startsWith(' '));
  return short.flatMap((head) =>
    ends
      .filter((end) => head.length + end.length <= LONGEST_REFUSED + 1 && isRefusedWord(head.trim() + end))
      .map((end) => [head, end] as const),
  );
}
