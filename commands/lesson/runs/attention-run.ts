import { exactly } from '../../../src/domain/interval.js';
import { type AttentionResult, rowOf } from '../../attention/result.js';
import { attention } from '../../attention.js';
import { defineLessonRun, type Measures } from './lesson-run.js';

/** What of where a token looks a prediction may be about. */
export const attentionMeasures = {
  /** How much of its attention each token gets; the first one stands for the start of the text. */
  looks: ({ tokens, shares, from }) => ({
    kind: 'ranking',
    unit: 'share',
    items: rowOf(shares, from).map((share, place) => ({
      label: tokens[place]?.text.trim() ?? '',
      value: exactly(share),
    })),
  }),
} satisfies Measures<AttentionResult>;

/** Where the last token of a text looks, by the head that tells most of it. */
export const attentionRun = defineLessonRun(attention, {
  measures: attentionMeasures,
});
