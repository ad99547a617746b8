import { clamp, exactly, type Interval, restOf, subtract } from '../../../src/domain/interval.js';
import { temperAll } from '../../temperature/columns.js';
import type { TemperatureResult } from '../../temperature/result.js';
import { temperature } from '../../temperature.js';
import { defineLessonRun, type Measures } from './lesson-run.js';

/** What of a distribution at several temperatures a prediction may be about. */
export const temperatureMeasures = {
  /**
   * What the likeliest token, the second likeliest and all others together gain from the lowest temperature to the highest.
   * What is asked for are the names of the three.
   */
  gains: (result, of) => {
    const [cold = [], hot = []] = [sharesAt(result, 'lowest'), sharesAt(result, 'highest')];
    return {
      kind: 'ranking',
      unit: 'points',
      items: of.map((label, at) => ({
        label,
        value: subtract(hot[at] ?? exactly(0), cold[at] ?? exactly(0)),
      })),
    };
  },
  /** The chance of the likeliest token at the highest temperature. */
  'best-when-hot': (result) => {
    const [best = exactly(0)] = sharesAt(result, 'highest');
    return { kind: 'number', unit: 'share', value: best };
  },
} satisfies Measures<TemperatureResult>;

/** One distribution at several temperatures. */
export const temperatureRun = defineLessonRun(temperature, {
  measures: temperatureMeasures,
});

/** What is sure of the chances of the likeliest token, of the second likeliest, and of all others together. */
function sharesAt({ record, temperatures, candidates }: TemperatureResult, which: 'lowest' | 'highest'): Interval[] {
  const at = which === 'lowest' ? Math.min(...temperatures) : Math.max(...temperatures);
  const [tempered] = temperAll(record, [at], { count: candidates, isSure: true, locale: 'en' });
  const [first, second] = (tempered?.rows.outcome.candidates ?? []).map(({ low, high }) => clamp({ low, high }));
  const named = [first ?? exactly(0), second ?? exactly(0)];
  return [...named, restOf(named)];
}
