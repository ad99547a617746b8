import { createAdam, lengthOf } from '../transformer/adam.js';
import { parameterPlaces, type TransformerShape } from '../transformer/shape.js';
import type { TrainableTransformer } from '../transformer/trainable.js';
import { bitsPerByte, type Loss, lossOf, measure, sumLosses } from './loss.js';
import type { PackedBatch } from './pack.js';
import { learningRate, type Schedule } from './schedule.js';

/** An entry of a log of training; losses in bits per byte. */
export interface LossEntry {
  readonly step: number;
  /** Mean over the steps since the entry before. */
  readonly training: number;
  readonly heldOut?: number;
}

/** What a model is fitted to, and how. */
export interface FitOptions {
  readonly shape: TransformerShape;
  readonly schedule: Schedule;
  readonly decay: number;
  /** Batches without end. */
  readonly batches: Iterator<PackedBatch>;
  readonly heldOut: readonly PackedBatch[];
  readonly bytesOf: Uint8Array;
  /** Steps after which an entry is written, and every how many entries the held-out loss is measured. */
  readonly logEvery: number;
  readonly testEvery: number;
  readonly onEntry: (entry: LossEntry) => void;
  /** Called after each step. */
  readonly onStep?: (step: number) => void;
}

/** A gradient longer than this is shortened to it. @see Pascanu et al. 2013, "On the difficulty of training recurrent networks" */
const LONGEST_GRADIENT = 1;

/** Fits a model to texts, step by step. */
export function fitModel(model: TrainableTransformer, options: FitOptions): void {
  const { shape, schedule, decay, batches, heldOut, bytesOf, logEvery, testEvery, onEntry, onStep } = options;
  const isMatrix = matricesOf(shape);
  const isDecayed = (parameter: number) => isMatrix[parameter] === 1;
  const adam = createAdam(model.parameters.all.length, { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, decay, isDecayed });
  const scaled = new Float32Array(model.parameters.all.length === 0 ? 0 : (heldOut[0]?.weights.length ?? 0));
  let since: Loss[] = [];
  for (let step = 1; step <= schedule.steps; step++) {
    const batch = batches.next().value as PackedBatch;
    const loss = lossOf(model.forward(batch, 'training'), batch, bytesOf);
    since.push(loss);
    model.gradient.all.fill(0);
    for (let place = 0; place < scaled.length; place++) {
      scaled[place] = (batch.weights[place] as number) / Math.max(1, loss.tokens);
    }
    model.backward(scaled);
    const shorten = Math.min(1, LONGEST_GRADIENT / lengthOf(model.gradient.all));
    adam.step(model.parameters.all, model.gradient.all, learningRate(schedule, step), shorten);
    if (step % logEvery === 0 || step === 1 || step === schedule.steps) {
      const isTested = step % (logEvery * testEvery) === 0 || step === 1 || step === schedule.steps;
      const tested = isTested ? { heldOut: bitsPerByte(measure(model, heldOut, bytesOf)) } : {};
      onEntry({ step, training: bitsPerByte(sumLosses(since)), ...tested });
      since = [];
    }
    onStep?.(step);
  }
}

function matricesOf(shape: TransformerShape): Uint8Array {
  const places = parameterPlaces(shape);
  const last = places.at(-1);
  const isMatrix = new Uint8Array(last === undefined ? 0 : last.from + last.rows * last.columns);
  for (const { rows, columns, from } of places) if (rows > 1) isMatrix.fill(1, from, from + rows * columns);
  return isMatrix;
}
