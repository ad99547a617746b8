import { createAdam, lengthOf } from '../transformer/adam.js';
import { openTrainable, type TrainableTransformer } from '../transformer/trainable.js';
import { asConversation } from './conversation.js';
import type { Example } from './pack.js';
import type { Preference } from './preferences.js';
import { shuffled } from './renderings.js';
import { learningRate } from './schedule.js';
import type { TrainingSetting } from './setting.js';

/** How often a model finds the answer that people prefer likelier, measured against the model before. */
export interface PreferenceEntry {
  readonly step: number;
  /** Mean of −ln σ(β · margin). */
  readonly loss: number;
  /** The part of held-out pairs whose margin is above 0. */
  readonly heldOutRight: number;
}

/** A model that was tuned further to what people prefer. */
export interface PreferredModel {
  readonly weights: Float32Array;
  readonly entries: readonly PreferenceEntry[];
  readonly pairs: number;
  readonly heldOutPairs: number;
}

/** How strongly the model is held to the one before. */
const BETA = 0.1;

/** So much of the ordinary loss on the preferred answer is added, so that it does not become unlikely with the other. */
const ORDINARY = 0.05;

/** Pairs in one batch, and the length of their rows in tokens; a longer answer is cut. */
const PAIRS = 4;
const LENGTH = 160;

const LOG_EVERY = 10;

/** One pair in so many is not learnt from. */
const HELD_OUT_EVERY = 8;

/** The two answers as a model reads them, with what the model before thought of each: ln of its probability. */
interface Pair {
  readonly answers: readonly [preferred: Example, other: Example];
  reference: [number, number];
}

/**
 * Goes on with training on pairs of answers: makes the preferred one likelier than the other, as compared with the model
 * before.
 *
 * With m = β · ((ln π(p) − ln ρ(p)) − (ln π(o) − ln ρ(o))) the loss is −ln σ(m); its slope in ln π(p) is −β · σ(−m), and in
 * ln π(o) the opposite.
 *
 * @see Rafailov et al. 2023, "Direct preference optimization", equation 7; Pang et al. 2024, "Iterative reasoning preference
 * optimization", for the ordinary loss beside it
 */
export async function trainPreferred(
  setting: TrainingSetting,
  tuned: Float32Array,
  { preferences, passes }: { readonly preferences: readonly Preference[]; readonly passes: number },
  onPreference: (entry: PreferenceEntry) => void,
): Promise<PreferredModel> {
  const { kernels, vocabulary, shape, random } = setting;
  const model = await openTrainable(kernels, { shape, texts: 2 * PAIRS, length: LENGTH, dropout: 0, random: () => 0 });
  model.parameters.all.set(tuned);
  const pairOf = ({ question, preferred, other }: Preference): Pair => ({
    answers: [preferred, other].map((answer) =>
      asConversation(vocabulary, [
        { speaker: 'Q', text: question },
        { speaker: 'A', text: answer },
      ]),
    ) as [Example, Example],
    reference: [0, 0],
  });
  const training = preferences.filter((_, index) => index % HELD_OUT_EVERY !== 0).map(pairOf);
  const heldOut = preferences.filter((_, index) => index % HELD_OUT_EVERY === 0).map(pairOf);
  for (const pairs of [training, heldOut]) {
    for (const batch of inBatches(pairs)) {
      const sums = score(model, batch).sums;
      batch.forEach((pair, index) => {
        pair.reference = [sums[2 * index] ?? 0, sums[2 * index + 1] ?? 0];
      });
    }
  }

  const count = model.parameters.all.length;
  const adam = createAdam(count, { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, decay: 0, isDecayed: () => false });
  const batches = Array.from({ length: passes }, () => inBatches(shuffled(training, random))).flat();
  const schedule = { steps: batches.length, warmUp: 10, most: 4e-5, least: 0.1 };
  const entries: PreferenceEntry[] = [];
  let losses: number[] = [];
  for (const [index, batch] of batches.entries()) {
    const { places, sums } = score(model, batch);
    const weights = new Float32Array(places.length);
    batch.forEach((pair, at) => {
      const margin = marginOf(pair, sums, at);
      losses.push(Math.log1p(Math.exp(-margin)));
      const pull = (BETA * sigmoid(-margin)) / batch.length;
      const answerLength = sumOfRow(places, 2 * at);
      for (let place = 2 * at * LENGTH; place < (2 * at + 1) * LENGTH; place++) {
        const counts = places[place] as number;
        weights[place] = counts * (pull + ORDINARY / (batch.length * Math.max(1, answerLength)));
        weights[place + LENGTH] = -(places[place + LENGTH] as number) * pull;
      }
    });
    model.gradient.all.fill(0);
    model.backward(weights);
    const shorten = Math.min(1, 1 / lengthOf(model.gradient.all));
    adam.step(model.parameters.all, model.gradient.all, learningRate(schedule, index + 1), shorten);
    if ((index + 1) % LOG_EVERY === 0 || index + 1 === batches.length) {
      const right = inBatches(heldOut).flatMap((held) => {
        const { sums: heldSums } = score(model, held);
        return held.map((pair, at) => (marginOf(pair, heldSums, at) > 0 ? 1 : 0));
      });
      const entry = {
        step: index + 1,
        loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
        heldOutRight: right.reduce<number>((sum, one) => sum + one, 0) / Math.max(1, right.length),
      };
      entries.push(entry);
      onPreference(entry);
      losses = [];
    }
  }
  const weights = model.parameters.all.slice();
  return { weights, entries, pairs: training.length, heldOutPairs: heldOut.length };
}

function inBatches(pairs: readonly Pair[]): Pair[][] {
  const batches: Pair[][] = [];
  for (let from = 0; from < pairs.length; from += PAIRS) batches.push(pairs.slice(from, from + PAIRS));
  return batches;
}

/** Which places count, and the sum of ln p over those of each row. */
function score(model: TrainableTransformer, batch: readonly Pair[]): { places: Float32Array; sums: number[] } {
  const all = 2 * PAIRS * LENGTH;
  const tokens = new Int32Array(all);
  const targets = new Int32Array(all);
  const places = new Float32Array(all);
  const rows = batch.flatMap(({ answers }) => answers);
  for (const [row, example] of rows.entries()) {
    for (let place = 0; place < Math.min(LENGTH, example.tokens.length - 1); place++) {
      const at = row * LENGTH + place;
      tokens[at] = example.tokens[place] as number;
      targets[at] = example.tokens[place + 1] as number;
      places[at] = example.weights?.[place] ?? 1;
    }
  }
  const logProbabilities = model.forward({ tokens, targets, starts: new Int32Array(all) }, 'testing');
  const sums = rows.map((_, row) => {
    let sum = 0;
    for (let place = row * LENGTH; place < (row + 1) * LENGTH; place++) {
      const counts = places[place] as number;
      if (counts > 0) sum += counts * (logProbabilities[place] as number);
    }
    return sum;
  });
  return { places, sums };
}

function sumOfRow(places: Float32Array, row: number): number {
  let sum = 0;
  for (let place = row * LENGTH; place < (row + 1) * LENGTH; place++) sum += places[place] as number;
  return sum;
}

function marginOf({ reference }: Pair, sums: readonly number[], at: number): number {
  const gain = (each: 0 | 1) => (sums[2 * at + each] ?? 0) - reference[each];
  return BETA * (gain(0) - gain(1));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
