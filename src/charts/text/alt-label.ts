import { graphemes } from '../../tokens/graphemes.js';
import type { ChartWords } from '../../words/pictures.js';
import { drawableText } from './drawable-text.js';

/** Of a label in an alt text, in UTF-16 code units. */
const MAX_LABEL = 400;

/** A label as an alt text says it: drawable, and shortened in its middle where it is very long. */
export function altLabel(text: string, words: Pick<ChartWords, 'empty'>): string {
  return cutMiddle(drawableText(cutMiddle(text, MAX_LABEL)), MAX_LABEL) || words.empty;
}

/** At most `max` code units: both ends of the text, cut between user-perceived characters. */
export function cutMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  const half = Math.floor((max - 1) / 2);
  // The clusters at the cut may be halves, so they are left out.
  const head = [...graphemes(text.slice(0, half))].slice(0, -1);
  const tail = [...graphemes(text.slice(-half))].slice(1);
  return `${head.join('')}…${tail.join('')}`;
}
