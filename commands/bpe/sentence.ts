import { graphemes } from '../../src/words/graphemes.js';
import { showRow } from './picture.js';
import type { MergingResult } from './result.js';
import { bpeWords } from './words.js';

/** What is to be seen at a stage, as markdown. */
export function stageSentence(result: MergingResult, number: number, locale: string): string {
  const words = bpeWords(locale);
  const { stage, pairs } = showRow(result, number);
  if (stage.kind === 'characters') {
    return words.charactersSentence([...graphemes(result.text)].length, result.starts.length);
  }
  if (stage.kind === 'tokens') return words.tokensSentence(result.order.length, result.ids.length);
  const [next, ...others] = pairs;
  if (next === undefined) throw new Error('a merge has a pair');
  return others.length === 0 ? words.onlyPair(next) : words.lowestPair(next, pairs.length);
}
