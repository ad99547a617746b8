import { figuresOf } from '../../options/figures.js';
import { options } from '../../options.js';
import { defineLessonRun } from './lesson-run.js';

/** How likely a text goes on with each of some answers. */
export const optionsRun = defineLessonRun(options, {
  measures: {
    /** Each answer's part of what all of them have together. */
    shares: (result) => ({
      kind: 'ranking',
      unit: 'share',
      items: figuresOf(result).answers.map(({ text, share }) => ({ label: text, value: share ?? { low: 0, high: 1 } })),
    }),
  },
});
