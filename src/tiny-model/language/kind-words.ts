import { hashWith, isRefusedHash, MAX_REFUSED_LETTERS, NO_LETTERS } from './refused-words.js';
import type { Vocabulary } from './vocabulary.js';

/** Which tokens would end a word that nobody should read in a classroom. */
export interface KindWords {
  /** Ids of tokens that must not come next. @param text what stands before, or its end */
  unfitAfter(text: string): readonly number[];
}

const MAX_REMEMBERED_WORDS = 5000;

/**
 * No token is a refused word, but two harmless ones can make one where they never stood beside each other in the texts. Such
 * a token does not fit. Where the texts themselves begin a longer word that way, only letters fit behind, which make it
 * longer.
 *
 * @param texts what is learnt, as ids
 */
export function learnKindWords(texts: readonly Uint16Array[], vocabulary: Vocabulary): KindWords {
  const names = Array.from({ length: vocabulary.size }, (_, id) => vocabulary.decode([id]).toLowerCase());
  const goesOn = Uint8Array.from(names, (name) => (/^\p{L}+$/u.test(name) ? 1 : 0));
  const continuing = Array.from(names.keys()).filter((id) => goesOn[id] === 1);
  const others = Array.from(names.keys()).filter((id) => goesOn[id] === 0);
  const begun = learnBeginnings(texts, names, goesOn);

  const findUnfit = (word: string): readonly number[] => {
    const hash = hashWith(NO_LETTERS, word);
    const unkind = continuing.filter((id) => {
      const made = hashWith(hash, names[id] as string);
      return isRefusedHash(made) && !begun.has(made);
    });
    return isRefusedHash(hash) && begun.has(hash) ? [...others, ...unkind] : unkind;
  };
  const remembered = new Map<string, readonly number[]>();
  return {
    unfitAfter(text) {
      const word = /\p{L}+$/u.exec(text.slice(-MAX_REFUSED_LETTERS - 1))?.[0].toLowerCase() ?? '';
      if (word === '' || word.length > MAX_REFUSED_LETTERS) return [];
      let found = remembered.get(word);
      if (found === undefined) {
        found = findUnfit(word);
        if (remembered.size >= MAX_REMEMBERED_WORDS) remembered.clear();
        remembered.set(word, found);
      }
      return found;
    },
  };
}

/** Hashes of refused words with which longer words of the texts begin. */
function learnBeginnings(
  texts: readonly Uint16Array[],
  names: readonly string[],
  goesOn: Uint8Array,
): ReadonlySet<number> {
  const wholes = Int32Array.from(names, (name) =>
    /^ ?\p{L}+$/u.test(name) ? hashWith(NO_LETTERS, name.trim()) : NO_LETTERS,
  );
  const beginnings = new Set<number>();
  for (const text of texts) {
    let hash = NO_LETTERS;
    for (const id of text) {
      const isContinued = goesOn[id] === 1;
      if (isContinued && hash !== NO_LETTERS && isRefusedHash(hash)) beginnings.add(hash);
      hash = isContinued && hash !== NO_LETTERS ? hashWith(hash, names[id] as string) : (wholes[id] as number);
    }
  }
  return beginnings;
}
