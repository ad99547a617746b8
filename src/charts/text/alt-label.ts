import type { ChartWords } from '../../words/pictures.js';
import { shorten } from '../../words/shorten.js';
import { drawableText } from './drawable-text.js';

/** Of a label in an alt text, in UTF-16 code units. */
const MAX_LABEL = 400;

/** A label as an alt text says it: drawable, and shortened in its middle where it is very long. */
export function altLabel(text: string, words: Pick<ChartWords, 'empty'>): string {
  return cutMiddle(drawableText(cutMiddle(text, MAX_LABEL)), MAX_LABEL) || words.empty;
}

/** Signs in a token that are named; more say nothing. */
const MAX_SIGNS = 8;

/** A token as a bar of an alt text has it: by name where it is made of signs, such as `full stop`. */
export function barName(label: string, words: Pick<ChartWords, 'empty' | 'signs'>): string {
  return signNames(label, words) ?? altLabel(label, words);
}

/** A token as an alt text has it in a running text: in quotes, or by name where it is made of signs. */
export function tokenName(label: string, words: Pick<ChartWords, 'alt' | 'empty' | 'signs'>): string {
  return signNames(label, words) ?? words.alt.quoted(altLabel(label, words));
}

/** The names of the signs that a label is made of, or undefined where it has other characters. */
function signNames(label: string, { signs }: Pick<ChartWords, 'signs'>): string | undefined {
  if (label === '' || label.length > MAX_SIGNS) return undefined;
  const runs: { readonly name: string; count: number }[] = [];
  for (const sign of label) {
    const name = signs.names.get(sign);
    if (name === undefined) return undefined;
    const last = runs.at(-1);
    if (last?.name === name) last.count += 1;
    else runs.push({ name, count: 1 });
  }
  return signs.together(runs.map(({ name, count }) => (count === 1 ? name : signs.times(count, name))));
}

/** At most so many code units: both ends of the text. */
export function cutMiddle(text: string, most: number): string {
  return shorten(text, most, 'both', 'units');
}
