import type { Interval } from '../../domain/interval.js';
import { chanceFigures } from '../chance-figure.js';
import type { Language } from '../language.js';

/** Tokens that may come next, with their probabilities. */
export function candidateWords(language: Language) {
  const { full, short, tight } = chanceFigures(language.tag);
  return {
    /** A figure with its range where it is not known, and the same where the range is drawn beside it. */
    value: full,
    shortValue: short,
    tightValue: tight,
    nothing: 'No token to show.',
    contents: 'Chances of the next token',
    contentsAt: (
      columns: readonly { readonly title: string; readonly caption?: string | undefined }[],
      figures = 'Chances of the next token',
    ) =>
      `${figures}, in the columns ${columns
        .map(({ title, caption }) => (caption ? `${title} (${caption})` : title))
        .join(', ')}`,
    figures: (figures: readonly string[]) => figures.join(', '),
    figure: (probability: Interval, remarks: readonly string[]) => {
      const value = full(probability);
      return remarks.length === 0 ? value : `${value} (${remarks.join(', ')})`;
    },
    chosen: 'chosen',
    /** Of a token that is not drawn from, where nothing says by what it is cut. */
    cut: 'cut',
    /** Of a token that a column says nothing of. */
    notTold: 'no figure',
  };
}
