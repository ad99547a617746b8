import { encodePiece } from '../src/byte-pair/encode.js';
import { createRanks, type Ranks } from '../src/byte-pair/ranks.js';
import { type LearnedMerge, trainMerges } from '../src/byte-pair/train.js';
import { isRefusedWord, MAX_REFUSED_LETTERS } from '../src/tiny-model/language/refused-words.js';

/** A vocabulary that was trained, and what it could not help. */
export interface KindVocabulary {
  readonly merges: readonly LearnedMerge[];
  readonly ranks: Ranks;
  /** How many tokens were refused. */
  readonly refused: number;
  /** How many refused words can still be written with two tokens, because frequent words need both. */
  readonly spellings: number;
}

/** A piece that is as frequent as one in so many tokens of the texts is a token if it can be one. */
const FREQUENT = 10_000;

type Pieces = ReadonlyMap<string, number>;

/** A space and the beginning of a refused word, and its end. */
type Spelling = readonly [head: string, end: string];

/**
 * Trains a vocabulary in which no token is a refused word, and, as far as that costs little, no two tokens make one. A
 * model at a high temperature puts tokens beside each other that never stood so in its texts: the beginning of one
 * harmless word and the end of another. Of two tokens that make a refused word the less used one is refused, and the
 * training is done again; but where a frequent word is no token any more for that reason, the part that is missing is
 * allowed for good.
 *
 * @param pieces how often each piece is in the texts
 * @param size tokens that there are to be, with the 256 bytes
 */
export function trainKindVocabulary(pieces: Pieces, size: number): KindVocabulary {
  const refused = new Set<string>();
  const needed = new Set<string>();
  const train = () => {
    const merges = trainMerges(pieces, {
      size,
      isAllowed: (bytes) => {
        const text = textOf(bytes);
        return !refused.has(text) && !isRefusedWord(text.trim());
      },
    });
    const bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
    const ranks = createRanks([...bytes, ...merges.map((merge) => merge.bytes)]);
    return { merges, ranks, ...countUses(pieces, ranks) };
  };

  let trained = train();
  const isFrequent = (piece: string) => (pieces.get(piece) ?? 0) * FREQUENT >= trained.total;
  const frequent = [...pieces.keys()]
    .filter((piece) => isFrequent(piece) && trained.uses.has(piece.toLowerCase()))
    .sort();

  for (;;) {
    const { uses } = trained;
    const spellings = findSpellings(uses.keys());
    let isSettled = true;
    for (const spelling of spellings) {
      // One of them may have been refused for the sake of another word.
      if (spelling.some((part) => refused.has(part))) continue;
      const rarer = spelling
        .filter((part) => part.trim().length > 1 && !needed.has(part) && !isFrequent(part))
        .sort((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0))[0];
      if (rarer === undefined) continue;
      refused.add(rarer);
      isSettled = false;
    }
    for (const word of frequent.map((piece) => piece.toLowerCase()).filter((word) => !uses.has(word))) {
      const missing = partsOf(word).find((part) => refused.has(part));
      if (missing === undefined) continue;
      refused.delete(missing);
      needed.add(missing);
      isSettled = false;
    }
    if (isSettled) {
      return { merges: trained.merges, ranks: trained.ranks, refused: refused.size, spellings: spellings.length };
    }
    trained = train();
  }
}

/** How often each token is used in the texts, by its text in small letters. */
function countUses(pieces: Pieces, ranks: Ranks) {
  const names = Array.from({ length: ranks.size }, (_, id) => textOf(ranks.bytes(id)));
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

/** Every two tokens that make a refused word. */
function findSpellings(names: Iterable<string>): Spelling[] {
  const short = [...names].filter((name) => /^ ?[a-z]+$/.test(name) && name.length <= MAX_REFUSED_LETTERS);
  const ends = short.filter((name) => !name.startsWith(' '));
  return short
    .filter((name) => name.startsWith(' '))
    .flatMap((head) =>
      ends
        .filter((end) => head.length - 1 + end.length <= MAX_REFUSED_LETTERS && isRefusedWord(head.trim() + end))
        .map((end): Spelling => [head, end]),
    );
}

/** A word, and what it may be merged of, the longest first. */
function partsOf(word: string): string[] {
  const parts: string[] = [];
  for (let length = word.length; length > 1; length--) {
    for (let at = 0; at + length <= word.length; at++) parts.push(word.slice(at, at + length));
  }
  return parts;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString().toLowerCase();
}
