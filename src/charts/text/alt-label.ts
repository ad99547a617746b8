import type { ChartWords } from '../../words/pictures.js';
import { shorten } from '../../words/shorten.js';
import { drawableText } from './drawable-text.js';

/** Of a label in an alt text, in UTF-16 code units. */
const MAX_LABEL = 400;

/** A label as an alt text says it: drawable, and shortened in its middle where it is very long. */
export function altLabel(text: string, words: Pick<ChartWords, 'empty'>): string {
  return cutMiddle(drawableText(cutMiddle(text, MAX_LABEL)), MAX_LABEL) || words.empty;
}

/** At most so many code units: both ends of the text. */
export function cutMiddle(text: string, most: number): string {
  return shorten(text, most, 'both', 'units');
}
