import { createRandomNumbers, type RandomNumbers } from '../language/random.js';
import { initialise } from '../training/initialise.js';
import { learningRate } from '../training/schedule.js';
import { createAdam, lengthOf } from '../transformer/adam.js';
import { parameterCount, type TransformerShape } from '../transformer/shape.js';
import { type Batch, openTrainable } from '../transformer/trainable.js';
import { readCharacters } from './characters.js';
import { writeCharacters } from './write-characters.js';

/** How a small model learns one text. */
export interface HomeLesson {
  readonly text: string;
  /** When it ends: after so many seconds, or, to be repeated anywhere, after so many steps. */
  readonly until: { readonly seconds: number } | { readonly steps: number };
  readonly seed: number;
}

/** What is told on the way: the mean loss of the steps since the last time, in bits per character; or what is written. */
export type HomeNews =
  | { readonly step: number; readonly seconds: number; readonly bits: number }
  | { readonly step: number; readonly text: string }
  | { readonly done: true; readonly parameters: number; readonly characters: number };

/** As large as can learn words in some seconds on half a processor. */
const SIZE = { context: 64, width: 32, layers: 2, heads: 4, hidden: 128 };

/** Pieces of the text that are read before the parameters are changed once. */
const ROWS = 4;

/** Wider than for a large model: the narrower a model, the less its first numbers must vanish. */
const SPREAD = 0.1;

const WARM_UP = 20;
const SCHEDULE = { steps: 1, warmUp: 0, most: 0.01, least: 0.1 };

/** A gradient longer than this is shortened to it. */
const LONGEST_GRADIENT = 1;

/** The loss is told in so many even parts of the way, and at first whenever the steps have doubled. */
const REPORTS = 20;

/** After so many steps it writes, and at the end: noise, then letters, then words. */
const WRITES_AFTER = [0, 16, 64];

/** Characters of what it writes on the way, and at last. */
const WRITES = { onTheWay: 100, atLast: 300 };

/**
 * Trains a transformer of characters from nothing on one text, and lets it write on the way: the same three lines as for
 * any language model (read, go back, change the parameters), and nothing is held back to test it on.
 *
 * @param kernels the file of compiled kernels
 * @param tell called with the loss and with samples as they come; the thread is held in between
 */
export async function learnText(kernels: string, lesson: HomeLesson, tell: (news: HomeNews) => void): Promise<void> {
  const { text, until, seed } = lesson;
  const { all, ids } = readCharacters(text);
  const shape: TransformerShape = { vocabulary: all.length, ...SIZE };
  const random = createRandomNumbers(seed);
  const drawing = createRandomNumbers(seed, 1);
  const model = await openTrainable(kernels, {
    shape,
    texts: ROWS,
    length: shape.context,
    dropout: 0,
    random: () => 0,
  });
  initialise(shape, model.parameters, random, SPREAD);
  const options = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, decay: 0, isDecayed: () => false };
  const adam = createAdam(model.parameters.all.length, options);
  const places = ROWS * shape.context;
  const counts = new Float32Array(places).fill(1 / places);
  const batch = emptyBatch(places);

  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  const partDone = (step: number) => Math.min(1, 'steps' in until ? step / until.steps : seconds() / until.seconds);

  async function write(step: number, characters: number): Promise<void> {
    const stored = { shape, weights: model.parameters.all };
    const written = await writeCharacters(kernels, stored, { characters, random: drawing });
    tell({ step, text: written.map((id) => all[id]).join('') });
  }

  let [sum, since, told] = [0, 0, 0];
  let [step, done] = [0, 0];
  while (done < 1) {
    if (WRITES_AFTER.includes(step)) await write(step, WRITES.onTheWay);
    step++;
    drawPieces(ids, shape.context, random, batch);
    for (const logProbability of model.forward(batch, 'training')) sum -= logProbability / places;
    since++;
    model.gradient.all.fill(0);
    model.backward(counts);
    const rate = learningRate(SCHEDULE, done) * Math.min(1, step / WARM_UP);
    adam.step(
      model.parameters.all,
      model.gradient.all,
      rate,
      Math.min(1, LONGEST_GRADIENT / lengthOf(model.gradient.all)),
    );
    done = partDone(step);
    if (isPowerOfTwo(step) || Math.floor(done * REPORTS) > told || done === 1) {
      tell({ step, seconds: seconds(), bits: sum / since / Math.LN2 });
      [sum, since, told] = [0, 0, Math.floor(done * REPORTS)];
    }
  }
  await write(step, WRITES.atLast);
  tell({ done: true, parameters: parameterCount(shape), characters: all.length });
}

function emptyBatch(places: number): Batch {
  return { tokens: new Int32Array(places), targets: new Int32Array(places), starts: new Int32Array(places) };
}

/** Draws the places from which the text is read; behind its end it begins again. */
function drawPieces(ids: readonly number[], length: number, random: RandomNumbers, batch: Batch): void {
  for (let place = 0, from = 0; place < batch.tokens.length; place++) {
    if (place % length === 0) from = Math.floor(random() * ids.length);
    const at = from + (place % length);
    batch.tokens[place] = ids[at % ids.length] as number;
    batch.targets[place] = ids[(at + 1) % ids.length] as number;
  }
}

function isPowerOfTwo(step: number): boolean {
  return Number.isInteger(Math.log2(step));
}
