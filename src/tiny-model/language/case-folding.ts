import type { Vocabulary } from './vocabulary.js';
import { END_OF_TEXT } from './vocabulary.js';

/** Makes tokens comparable that differ only in letter case or in the space before a word. */
export interface CaseFolding {
  /** Number of the token's class; -1 when no token of the training text is in that class. */
  classOf(id: number): number;
}

const MAX_REMEMBERED_IDS = 20_000;

/** @param ids the tokens of the training text */
export function foldCase(ids: Iterable<number>, vocabulary: Vocabulary): CaseFolding {
  const classes = new Map<string, number>();
  const keyOf = (id: number) => {
    if (id === END_OF_TEXT) return '';
    const text = Buffer.from(vocabulary.bytes(id)).toString('latin1');
    // `A` and `Q` mark turns; they are not the article or a letter.
    if (text.length === 1) return text;
    const trimmed = Buffer.from(text.trim(), 'latin1').toString('utf8').toLowerCase();
    return trimmed === '' ? text : trimmed;
  };
  for (const id of ids) {
    const key = keyOf(id);
    if (!classes.has(key)) classes.set(key, classes.size);
  }
  const known = new Map<number, number>();
  return {
    classOf(id) {
      let found = known.get(id);
      if (found === undefined) {
        found = classes.get(keyOf(id)) ?? -1;
        if (known.size >= MAX_REMEMBERED_IDS) known.clear();
        known.set(id, found);
      }
      return found;
    },
  };
}
