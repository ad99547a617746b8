import { figuresOf } from '../../options/figures.js';
import type { OptionsResult } from '../../options/result.js';
import { options } from '../../options.js';
import { defineLessonRun, type Measures } from './lesson-run.js';

/** What of answers that are compared a prediction may be about. */
export const optionsMeasures = {
  /** Each answer's part of what all of them have together. */
  shares: (result) => ({
    kind: 'ranking',
    unit: 'share',
    items: figuresOf(result).answers.map(({ text, share }) => ({ label: text, value: share ?? { low: 0, high: 1 } })),
  }),
} satisfies Measures<OptionsResult>;

/** How likely a text goes on with each of some answers. */
export const optionsRun = defineLessonRun(options, {
  measures: optionsMeasures,
});
