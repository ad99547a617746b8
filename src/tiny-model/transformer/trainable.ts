import { matrixOf, openKernels, transposed } from '../kernels/open-kernels.js';
import { attend, attendBack, type HeadShape } from './attention.js';
import { createDropout, type Dropout } from './dropout.js';
import { normalise, normaliseBack } from './rms-norm.js';
import { createRotations } from './rotary.js';
import { nameParameters, parameterCount, type TransformerParameters, type TransformerShape } from './shape.js';

/** Texts side by side, each `length` tokens long. */
export interface Batch {
  readonly tokens: Int32Array;
  /** The token that follows each. */
  readonly targets: Int32Array;
  /** For each place of each text the first place in it that may be seen from there. */
  readonly starts: Int32Array;
}

/** A transformer whose parameters can be learnt. */
export interface TrainableTransformer {
  readonly parameters: TransformerParameters;
  /** What `backward` adds to, as long as the parameters. */
  readonly gradient: TransformerParameters;
  /**
   * Reads a batch.
   *
   * @returns the natural logarithm of the probability of each target; overwritten by the next call
   */
  forward(batch: Batch, mode: 'training' | 'testing'): Float32Array;
  /**
   * Adds the gradient of −Σ weight · log p(target) over the batch that was read last, which is used up by it.
   *
   * @param weights one for each place; 0 leaves it out
   */
  backward(weights: Float32Array): void;
}

/** How a transformer is made trainable. */
export interface TrainableOptions {
  readonly shape: TransformerShape;
  /** Texts that are read at once. */
  readonly texts: number;
  /** Tokens of each. */
  readonly length: number;
  /** The part of what each half of a layer adds that is left out by chance while training, in [0, 1). */
  readonly dropout: number;
  /** Whole numbers from 0 to 2³² − 1, for dropout. */
  readonly random: () => number;
}

/** What one layer computed on the way forward, which the way back needs. */
interface LayerMemory {
  readonly input: Float32Array;
  readonly attentionInverses: Float32Array;
  readonly attentionNormal: Float32Array;
  readonly attentionIn: Float32Array;
  readonly attentionWeights: Float32Array;
  readonly attended: Float32Array;
  readonly attentionMask: Uint8Array;
  readonly middle: Float32Array;
  readonly feedForwardInverses: Float32Array;
  readonly feedForwardNormal: Float32Array;
  readonly hidden: Float32Array;
  readonly active: Float32Array;
  readonly feedForwardMask: Uint8Array;
}

/**
 * Makes room for a transformer, its gradient and all that it computes on a batch.
 *
 * Each layer adds to the numbers of each place what attention makes of them, and then what a feed-forward part with squared
 * ReLU makes of those (So et al. 2021, "Primer"); each part reads them normalised (Xiong et al. 2020). The parameters are 0
 * until they are set.
 *
 * @param file the compiled kernels
 */
export async function openTrainable(file: string, options: TrainableOptions): Promise<TrainableTransformer> {
  const { shape, texts, length, dropout, random } = options;
  const { vocabulary, width, layers, heads, hidden } = shape;
  const places = texts * length;
  const perLayer = places * (5 * width + 3 * width + 2 * hidden + 2) + texts * heads * length * length;
  const shared = places * (vocabulary + 5 * width + hidden + 3 * width + 1) + length * length;
  const kernels = await openKernels(file, 2 * parameterCount(shape) + layers * perLayer + shared + 64 * (layers + 4));

  const parameters = nameParameters(shape, kernels.allocate(parameterCount(shape)));
  const gradient = nameParameters(shape, kernels.allocate(parameterCount(shape)));
  const room = (numbers: number) => kernels.allocate(places * numbers);
  const memories: LayerMemory[] = Array.from({ length: layers }, () => ({
    input: room(width),
    attentionInverses: room(1),
    attentionNormal: room(width),
    attentionIn: room(3 * width),
    attentionWeights: kernels.allocate(texts * heads * length * length),
    attended: room(width),
    attentionMask: new Uint8Array(places * width),
    middle: room(width),
    feedForwardInverses: room(1),
    feedForwardNormal: room(width),
    hidden: room(hidden),
    active: room(hidden),
    feedForwardMask: new Uint8Array(places * width),
  }));
  const last = { input: room(width), normal: room(width), inverses: room(1) };
  const scores = room(vocabulary);
  const added = room(width);
  const slope = room(width);
  const innerSlope = room(width);
  const hiddenSlope = room(hidden);
  const attentionSlope = hidden >= 3 * width ? hiddenSlope.subarray(0, places * 3 * width) : room(3 * width);
  const scratch = kernels.allocate(length * length);
  const logProbabilities = new Float32Array(places);

  const headShape: HeadShape = { heads, width, rotations: createRotations(length, width / heads) };
  const noDropout = createDropout(0, random);
  const trainingDropout = createDropout(dropout, random);
  let used: Dropout = noDropout;
  let read: Batch = { tokens: new Int32Array(), targets: new Int32Array(), starts: new Int32Array() };

  /** Y = X · W for all places. */
  const linear = (x: Float32Array, inner: number, weights: Float32Array, y: Float32Array, outer: number) =>
    kernels.multiply(places, outer, inner, matrixOf(x, inner), matrixOf(weights, outer), matrixOf(y, outer));
  /** The way back of `linear`: dW += Xᵀ · dY, and dX = dY · Wᵀ. */
  const linearBack = (
    [x, inner]: [Float32Array, number],
    [weights, weightGradient]: [Float32Array, Float32Array],
    [dy, outer]: [Float32Array, number],
    dx: Float32Array,
  ) => {
    const [slopes, product] = [matrixOf(dy, outer), matrixOf(weightGradient, outer)];
    kernels.multiply(inner, outer, places, transposed(matrixOf(x, inner)), slopes, product, true);
    kernels.multiply(places, inner, outer, slopes, transposed(matrixOf(weights, outer)), matrixOf(dx, inner));
  };

  function forwardLayer(layer: number, batch: Batch, output: Float32Array): void {
    const learnt = parameters.layers[layer];
    const memory = memories[layer];
    if (learnt === undefined || memory === undefined) return;
    normalise(memory.input, learnt.attentionGain, memory.attentionNormal, memory.attentionInverses, places);
    linear(memory.attentionNormal, width, learnt.attentionIn, memory.attentionIn, 3 * width);
    const attention = { inputs: memory.attentionIn, weights: memory.attentionWeights, outputs: memory.attended };
    attend(kernels, headShape, { texts, length, starts: batch.starts }, attention);
    linear(memory.attended, width, learnt.attentionOut, added, width);
    memory.middle.set(memory.input);
    used.add(added, memory.middle, memory.attentionMask);

    normalise(memory.middle, learnt.feedForwardGain, memory.feedForwardNormal, memory.feedForwardInverses, places);
    linear(memory.feedForwardNormal, width, learnt.feedForwardIn, memory.hidden, hidden);
    squareReLU(memory.hidden, memory.active);
    linear(memory.active, hidden, learnt.feedForwardOut, added, width);
    output.set(memory.middle);
    used.add(added, output, memory.feedForwardMask);
  }

  function backwardLayer(layer: number, batch: Batch): void {
    const learnt = parameters.layers[layer];
    const gained = gradient.layers[layer];
    const memory = memories[layer];
    if (learnt === undefined || gained === undefined || memory === undefined) return;
    used.back(slope, added, memory.feedForwardMask);
    linearBack([memory.active, hidden], [learnt.feedForwardOut, gained.feedForwardOut], [added, width], hiddenSlope);
    squareReLUBack(memory.hidden, hiddenSlope);
    linearBack(
      [memory.feedForwardNormal, width],
      [learnt.feedForwardIn, gained.feedForwardIn],
      [hiddenSlope, hidden],
      innerSlope,
    );
    normaliseBack(
      { from: memory.middle, gain: learnt.feedForwardGain, inverses: memory.feedForwardInverses },
      innerSlope,
      { input: slope, gainGradient: gained.feedForwardGain },
      places,
    );

    used.back(slope, added, memory.attentionMask);
    linearBack([memory.attended, width], [learnt.attentionOut, gained.attentionOut], [added, width], innerSlope);
    attendBack(
      kernels,
      headShape,
      { texts, length, starts: batch.starts },
      {
        inputs: memory.attentionIn,
        weights: memory.attentionWeights,
        outputGradients: innerSlope,
        inputGradients: attentionSlope,
        scratch,
      },
    );
    linearBack(
      [memory.attentionNormal, width],
      [learnt.attentionIn, gained.attentionIn],
      [attentionSlope, 3 * width],
      innerSlope,
    );
    normaliseBack(
      { from: memory.input, gain: learnt.attentionGain, inverses: memory.attentionInverses },
      innerSlope,
      { input: slope, gainGradient: gained.attentionGain },
      places,
    );
  }

  return {
    parameters,
    gradient,
    forward(batch, mode) {
      read = batch;
      used = mode === 'training' ? trainingDropout : noDropout;
      const first = memories[0]?.input ?? last.input;
      for (let place = 0; place < places; place++) {
        const from = (batch.tokens[place] as number) * width;
        first.set(parameters.embedding.subarray(from, from + width), place * width);
      }
      for (let layer = 0; layer < layers; layer++) {
        forwardLayer(layer, batch, memories[layer + 1]?.input ?? last.input);
      }
      normalise(last.input, parameters.lastGain, last.normal, last.inverses, places);
      kernels.multiply(
        places,
        vocabulary,
        width,
        matrixOf(last.normal, width),
        transposed(matrixOf(parameters.embedding, width)),
        matrixOf(scores, vocabulary),
      );
      for (let place = 0; place < places; place++) {
        const from = place * vocabulary;
        kernels.softmax(scores, from, vocabulary);
        logProbabilities[place] = Math.log(scores[from + (batch.targets[place] as number)] as number);
      }
      return logProbabilities;
    },
    backward(weights) {
      for (let place = 0; place < places; place++) {
        const weight = weights[place] as number;
        const from = place * vocabulary;
        if (weight === 0) {
          scores.fill(0, from, from + vocabulary);
          continue;
        }
        for (let each = from; each < from + vocabulary; each++) scores[each] = weight * (scores[each] as number);
        const target = from + (read.targets[place] as number);
        scores[target] = (scores[target] as number) - weight;
      }
      // The scores are Y = X · Eᵀ: dE += dYᵀ · X, and dX = dY · E.
      const slopes = matrixOf(scores, vocabulary);
      const [embedding, gained] = [matrixOf(parameters.embedding, width), matrixOf(gradient.embedding, width)];
      kernels.multiply(vocabulary, width, places, transposed(slopes), matrixOf(last.normal, width), gained, true);
      kernels.multiply(places, width, vocabulary, slopes, embedding, matrixOf(innerSlope, width));
      slope.fill(0);
      normaliseBack(
        { from: last.input, gain: parameters.lastGain, inverses: last.inverses },
        innerSlope,
        { input: slope, gainGradient: gradient.lastGain },
        places,
      );
      for (let layer = layers - 1; layer >= 0; layer--) backwardLayer(layer, read);
      for (let place = 0; place < places; place++) {
        const to = (read.tokens[place] as number) * width;
        for (let each = 0; each < width; each++) {
          const at = to + each;
          gradient.embedding[at] = (gradient.embedding[at] as number) + (slope[place * width + each] as number);
        }
      }
    },
  };
}

function squareReLU(from: Float32Array, to: Float32Array): void {
  for (let each = 0; each < from.length; each++) {
    const value = from[each] as number;
    to[each] = value > 0 ? value * value : 0;
  }
}

/** d(max(x, 0)²) = 2 · max(x, 0), in place on the gradient. */
function squareReLUBack(from: Float32Array, gradient: Float32Array): void {
  for (let each = 0; each < from.length; each++) {
    const value = from[each] as number;
    gradient[each] = value > 0 ? 2 * value * (gradient[each] as number) : 0;
  }
}
