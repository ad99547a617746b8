import { samplingStages } from '../../sampling/columns.js';
import type { SamplingResult } from '../../sampling/result.js';
import { sampling } from '../../sampling.js';
import { defineLessonRun, type Measures } from './lesson-run.js';

/** What of a distribution that is cut a prediction may be about. */
export const samplingMeasures = {
  /** The chance that all tokens which are cut have together. */
  cut: (result) => ({ kind: 'number', unit: 'share', value: outcomeOf(result).lost }),
  /** How many tokens are left to draw from. */
  left(result) {
    const { left } = outcomeOf(result);
    return Number.isFinite(left.high) ? { kind: 'number', unit: 'tokens', value: left } : undefined;
  },
} satisfies Measures<SamplingResult>;

/** A distribution of which a part is cut away. */
export const samplingRun = defineLessonRun(sampling, {
  measures: samplingMeasures,
});

function outcomeOf(result: SamplingResult) {
  // What is right or wrong is sure, and no estimate.
  return samplingStages(result, 'en', true).shaped.outcome;
}
