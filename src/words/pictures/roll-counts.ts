import type { Interval } from '../../domain/interval.js';
import type { Language } from '../language.js';

/** How often tokens were drawn. */
export function rollWords(language: Language) {
  return {
    nothing: 'Nothing was rolled.',
    drawn: 'rolled',
    predicted: 'expected',
    /** Of the counts that come in 95 of 100 tries. */
    range: 'in 95 of 100 tries',
    contents: 'How often each token was rolled, and how often it was expected',
    figures: ({ count, predicted, range }: { count: number; predicted: Interval; range: Interval }) => {
      const expected = `expected ${language.countRange(predicted)}, in 95 of 100 tries ${language.countRange(range)}`;
      return `rolled ${language.count(count)} (${expected})`;
    },
  };
}
