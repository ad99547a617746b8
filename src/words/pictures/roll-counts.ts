import type { Interval } from '../../domain/interval.js';
import { countFigures } from '../chance-figure.js';
import type { Language } from '../language.js';

/** How often tokens were drawn. */
export function rollWords(language: Language) {
  const { full, short } = countFigures(language.tag);
  return {
    /** An expected count where its range is drawn beside it. */
    expected: short,
    nothing: 'Nothing was rolled.',
    drawn: 'rolled',
    predicted: 'expected',
    /** Of the counts that come in 95 of 100 tries. */
    range: 'in 95 of 100 tries',
    contents: 'How often each token was rolled, and how often it was expected',
    figures: ({ count, predicted, range }: { count: number; predicted: Interval; range: Interval }) => {
      const expected = `expected ${full(predicted)}, in 95 of 100 tries ${language.countRange(range)}`;
      return `rolled ${language.count(count)} (${expected})`;
    },
  };
}
