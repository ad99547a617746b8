import { exactly, type Interval } from '../../../src/domain/interval.js';
import { bestPath, isSamePath } from '../../beam/facts.js';
import type { BeamPath, BeamResult } from '../../beam/result.js';
import { viewBeside } from '../../beam/view.js';
import { beam } from '../../beam.js';
import { defineLessonRun, type Measures } from './lesson-run.js';

/** What of texts that were found a prediction may be about. */
export const beamMeasures = {
  /**
   * The chance of the text that the search found, of the one that is the likeliest token each time, and of the drawn one.
   * What is asked for are the names of the three.
   */
  texts: (result, of) => ({
    kind: 'ranking',
    unit: 'share',
    items: of.map((label, at) => ({ label, value: chancesOf(result)[at] ?? { low: 0, high: 1 } })),
  }),
} satisfies Measures<BeamResult>;

/** Three ways to go on with a text, and what was found. */
export const beamRun = defineLessonRun(beam, {
  view: viewBeside,
  measures: beamMeasures,
});

function chancesOf(result: BeamResult): Interval[] {
  const best = bestPath(result);
  // The same text is found by two ways of adding up, which can be a last digit apart.
  return [best, result.greedy, result.drawn].map((path) => chanceOf(path && isSamePath(path, best) ? best : path));
}

function chanceOf(path: BeamPath | undefined): Interval {
  return path === undefined ? { low: 0, high: 1 } : exactly(Math.exp(path.logprob));
}
