import { exactly } from '../../../src/domain/interval.js';
import type { OptionDefinitions } from '../../../src/lesson/command/options.js';
import { askLosses } from '../../training/ask.js';
import type { CheckpointsResult, TrainingResult } from '../../training/result.js';
import { viewCurve } from '../../training/view.js';
import { training } from '../../training.js';
import { defineLessonRun, givenText, type Measures, readRunOptions } from './lesson-run.js';

const LOSS = {
  prompt: givenText(6000),
} as const satisfies OptionDefinitions;

/** From this chance on a model counts as having learned a word. */
const LEARNED = 0.5;

/** What of the models of a training a prediction may be about. */
export const trainingMeasures = {
  /**
   * After which part of the training the right word has more than half of the chance: between the last model that gives
   * it less, and the first one that gives it more. Where none does, it is all of the training.
   */
  learned: (result) => {
    const { rows } = checkpointsIn(result) ?? { rows: [] };
    const last = rows.at(-1);
    if (last === undefined || rows.some(({ chance }) => chance === undefined)) return undefined;
    const at = rows.findIndex(({ chance }) => (chance?.low ?? 0) >= LEARNED);
    if (at === -1) return { kind: 'number', unit: 'share', value: exactly(1) };
    const before = rows[at - 1]?.step ?? 0;
    const first = rows[at]?.step ?? last.step;
    return { kind: 'number', unit: 'share', value: { low: before / last.step, high: first / last.step } };
  },
} satisfies Measures<TrainingResult>;

/** What a model wrote at some points of its training. */
export const trainingRun = defineLessonRun(training, {
  measures: trainingMeasures,
});

/** What of the loss a prediction may be about. */
export const lossMeasures = {
  /** The last loss for texts that the model has never read, in proportion to that for the texts of the training. */
  unseen: (result) => {
    const losses = checkpointsIn(result)?.training.losses ?? [];
    const last = losses.findLast(({ heldOut }) => heldOut !== undefined);
    if (last?.heldOut === undefined || last.training === 0) return undefined;
    return { kind: 'number', unit: 'ratio', value: exactly(last.heldOut / last.training) };
  },
} satisfies Measures<TrainingResult>;

/** The loss of the same training, step by step. */
export const lossRun = defineLessonRun(training, {
  name: 'training-loss',
  options: LOSS,
  view: viewCurve,
  ask: (options, context, services) => askLosses(readRunOptions(LOSS, options, context.locale), context, services),
  measures: lossMeasures,
});

function checkpointsIn(result: TrainingResult): CheckpointsResult | undefined {
  return result.kind === 'checkpoints' ? result : undefined;
}
