import { openTrainable } from '../transformer/trainable.js';
import { fitModel, type LossEntry } from './fit.js';
import { initialise } from './initialise.js';
import { pack } from './pack.js';
import { renderPass } from './renderings.js';
import { asText, batchesOf, bytesOfTokens, countOf, ROWS, splitDocuments, type TrainingSetting } from './setting.js';
import { writeTemplates } from './templates.js';

/** A model that continues texts. */
export interface BaseModel {
  readonly weights: Float32Array;
  readonly losses: readonly LossEntry[];
  readonly trainingTokens: number;
  readonly heldOutTokens: number;
}

/** How long the base model is trained, and where it is kept on the way: on a scale of logarithms, as learning goes. */
export interface BasePlan {
  readonly steps: number;
  readonly checkpoints: readonly number[];
  /** Told of the weights at each of these steps; they change afterwards. */
  readonly onCheckpoint: (step: number, weights: Float32Array) => void;
}

const DROPOUT = 0.1;
const LOG_EVERY = 50;
const TEST_EVERY = 4;

/** Trains a transformer from nothing to continue the texts of the corpus. */
export async function trainBase(
  setting: TrainingSetting,
  { steps, checkpoints, onCheckpoint }: BasePlan,
): Promise<BaseModel> {
  const { kernels, vocabulary, shape, documents, random, onEntry } = setting;
  const length = shape.context;
  const { training, heldOut } = splitDocuments(documents);
  const templates = writeTemplates();
  const pass = () =>
    renderPass([...training, ...templates.map((text) => ({ text, turns: [] }))], random).map((text) =>
      asText(vocabulary, text),
    );
  const held = heldOut.map(({ text }) => asText(vocabulary, text));
  const whole = () => Math.floor(random() * 2 ** 32);
  const model = await openTrainable(kernels, { shape, texts: ROWS, length, dropout: DROPOUT, random: whole });
  initialise(shape, model.parameters, random);
  const losses: LossEntry[] = [];
  fitModel(model, {
    shape,
    schedule: { steps, warmUp: Math.min(200, Math.ceil(steps / 10)), most: 2e-3, least: 0.05 },
    decay: 0.1,
    batches: batchesOf(pass, length),
    heldOut: [...pack(held, ROWS, length)],
    bytesOf: bytesOfTokens(vocabulary),
    logEvery: LOG_EVERY,
    testEvery: TEST_EVERY,
    onEntry(entry) {
      losses.push(entry);
      onEntry(entry);
    },
    onStep(step) {
      if (checkpoints.includes(step)) onCheckpoint(step, model.parameters.all);
    },
  });
  return {
    weights: model.parameters.all.slice(),
    losses,
    trainingTokens: countOf(training.map(({ text }) => asText(vocabulary, text))),
    heldOutTokens: countOf(held),
  };
}
