import { learnKindWords } from './kind-words.js';
import type { Vocabulary } from './vocabulary.js';
import { learnCharacters } from './whole-characters.js';

/**
 * Which tokens may come next, so that the bytes make whole characters and no word comes up that nobody should read in a
 * classroom. All models hold to it, whatever their weights say.
 */
export interface FittingTokens {
  /** 1 for each token that fits behind a history; not to be changed. */
  after(history: readonly number[]): Uint8Array;
}

/** Tokens of a word that is longer than any refused one, whose letters may be some tokens long each. */
const MAX_WORD_TOKENS = 64;

/**
 * Learns from texts which tokens fit.
 *
 * @param learnt.texts whose characters are known
 * @param learnt.counted tokens of those whose words are known
 */
export function learnFittingTokens(
  learnt: { readonly texts: Iterable<string>; readonly counted: readonly Uint16Array[] },
  vocabulary: Vocabulary,
): FittingTokens {
  const characters = learnCharacters(learnt.texts, vocabulary);
  const words = learnKindWords(learnt.counted, vocabulary);
  // A space, a sign, or no text at all: no word goes on across the start of such a token.
  const beginsAnew = Uint8Array.from({ length: vocabulary.size }, (_, id) => {
    const [first] = vocabulary.bytes(id);
    return first === undefined || (first < 0x80 && !/[a-z]/i.test(String.fromCharCode(first))) ? 1 : 0;
  });

  const lastWord = (history: readonly number[]): string => {
    const earliest = Math.max(0, history.length - MAX_WORD_TOKENS);
    let from = history.length;
    while (from > earliest) if (beginsAnew[history[--from] as number] === 1) break;
    return vocabulary.decode(history.slice(from));
  };

  return {
    after(history) {
      const fitting = characters.fitting(history);
      const unkind = words.unfitAfter(lastWord(history));
      if (unkind.length === 0) return fitting;
      const both = fitting.slice();
      for (const id of unkind) both[id] = 0;
      return both;
    },
  };
}
