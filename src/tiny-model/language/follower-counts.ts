import type { CorpusDocument } from './corpus.js';

/** What follows some words in the texts, as it is counted. */
export interface CountedFollowers {
  /** How often the words stand there. */
  readonly occurrences: number;
  /** How often nothing comes after them: the text, or what one speaker says, ends. */
  readonly ends: number;
  /** How many different words follow. */
  readonly different: number;
  /** Those that follow most often, as most texts write them, with the space before them. */
  readonly followers: readonly { readonly text: string; readonly count: number }[];
  /** The words, and the same with one word less from the front each time, with how often they stand there. */
  readonly endings: readonly { readonly text: string; readonly occurrences: number }[];
}

/** Counts words in texts. */
export interface FollowerCounts {
  readonly documents: number;
  /** Words and signs in all. */
  readonly words: number;
  /**
   * Counts what follows a text's words, whether they are written with capitals or not; undefined where it has no word.
   *
   * @param top how many followers to name
   */
  count(text: string, top: number): CountedFollowers | undefined;
}

/** A word, with what belongs to it inside, or a sign. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;

/** Between two texts. */
const END = -1;

/** Reads texts so that words can be counted in them; in a conversation each turn is a text of its own, without `Q:` or `A:`. */
export function createFollowerCounts(documents: readonly CorpusDocument[]): FollowerCounts {
  const texts = documents.flatMap(({ text, turns }) => (turns.length === 0 ? [text] : turns.map((turn) => turn.text)));
  const ids = new Map<string, number>();
  const spellings: string[] = [];
  const spelled = new Map<string, number>();
  const words: number[] = [];
  const written: number[] = [];
  for (const text of texts) {
    for (const { word, isBehindSpace } of wordsIn(text)) {
      words.push(numberOf(ids, word.toLowerCase()));
      const spelling = isBehindSpace ? ` ${word}` : word;
      const number = numberOf(spelled, spelling);
      spellings[number] = spelling;
      written.push(number);
    }
    words.push(END);
    written.push(END);
  }
  const [all, forms] = [Int32Array.from(words), Int32Array.from(written)];

  return {
    documents: documents.length,
    words: all.length - texts.length,
    count(text, top) {
      const asked = [...wordsIn(text)];
      const wanted = asked.map(({ word }) => ids.get(word.toLowerCase()));
      if (asked.length === 0) return undefined;
      // How often so many of the last words stand there.
      const found = new Int32Array(asked.length + 1);
      const places: number[] = [];
      for (let at = 0; at < all.length; at += 1) {
        let length = 0;
        while (length < wanted.length && all[at - length] === wanted[wanted.length - 1 - length]) {
          length += 1;
          found[length] = (found[length] as number) + 1;
        }
        if (length === wanted.length) places.push(at);
      }
      const behind = places.map((at) => at + 1).filter((at) => all[at] !== END);
      const followers = byWord(behind, all, forms);
      return {
        occurrences: places.length,
        ends: places.length - behind.length,
        different: followers.length,
        followers: followers
          .slice(0, top)
          .map(({ spelling, count }) => ({ text: spellings[spelling] as string, count })),
        endings: asked.map(({ at }, left) => ({
          text: text.slice(at).trim(),
          occurrences: found[asked.length - left] as number,
        })),
      };
    },
  };
}

/** The words at some places with their counts, most frequent first, each as it is spelled most often. */
function byWord(places: readonly number[], all: Int32Array, forms: Int32Array) {
  const counts = new Map<number, Map<number, number>>();
  for (const at of places) {
    const [word, form] = [all[at] as number, forms[at] as number];
    const of = counts.get(word) ?? new Map<number, number>();
    counts.set(word, of.set(form, (of.get(form) ?? 0) + 1));
  }
  return [...counts.values()]
    .map((of) => {
      const [[spelling] = [0]] = [...of].toSorted(([, one], [, other]) => other - one);
      return { spelling, count: [...of.values()].reduce((sum, count) => sum + count, 0) };
    })
    .toSorted((one, other) => other.count - one.count);
}

function* wordsIn(text: string): Iterable<{ word: string; at: number; isBehindSpace: boolean }> {
  for (const match of text.matchAll(WORD)) {
    yield { word: match[0], at: match.index, isBehindSpace: /\s/.test(text[match.index - 1] ?? '') };
  }
}

function numberOf(numbers: Map<string, number>, word: string): number {
  const number = numbers.get(word) ?? numbers.size;
  numbers.set(word, number);
  return number;
}
