import { type Kernels, matrixOf, openKernels } from '../kernels/open-kernels.js';
import { attend } from './attention.js';
import { normalise } from './rms-norm.js';
import { createRotations, type Rotations } from './rotary.js';
import { nameParameters, parameterCount, type TransformerParameters, type TransformerShape } from './shape.js';
import type { StoredWeights } from './weights-file.js';

/** What a transformer computed for each token of a text; overwritten when it reads the next one. */
export interface TextReading {
  readonly tokens: number;
  /** Keys and values of each layer, those of a place side by side: queries, keys and values, `3 · width` numbers. */
  readonly attentionInputs: readonly Float32Array[];
  /** `[layer]`: for each head, place by place, how much of its attention goes to each place; `heads · tokens · tokens` numbers. */
  readonly attention: readonly Float32Array[];
  /** `[layer]`: the numbers of each place after so many layers; the first is the embedding. `width` numbers for each. */
  readonly afterLayer: readonly Float32Array[];
}

/** A transformer with fixed weights, ready to read. */
export interface Transformer {
  readonly shape: TransformerShape;
  readonly parameters: TransformerParameters;
  readonly kernels: Kernels;
  readonly rotations: Rotations;
  /** @param tokens from 1 to `shape.context` token ids */
  read(tokens: readonly number[]): TextReading;
  /**
   * Probabilities of the token that follows, one for each token of the vocabulary.
   *
   * @param numbers of a place after some layer, `width` numbers; not the last layer's: what the model would say if it ended
   * there (nostalgebraist 2020, "Interpreting GPT: the logit lens")
   */
  predict(numbers: Float32Array): Float32Array;
}

/**
 * Loads a transformer.
 *
 * @param file the compiled kernels
 */
export async function openTransformer(file: string, { shape, weights }: StoredWeights): Promise<Transformer> {
  const { vocabulary, context, width, layers, heads, hidden } = shape;
  const perLayer = context * 4 * width + heads * context * context;
  const shared = context * (3 * width + 2 * hidden + 1) + 7 * width + hidden + vocabulary;
  const kernels = await openKernels(file, parameterCount(shape) + layers * perLayer + shared + 64 * (layers + 4));
  const parameters = nameParameters(shape, kernels.allocate(parameterCount(shape)));
  parameters.all.set(weights);
  const rotations = createRotations(context, width / heads);

  const afterLayer = Array.from({ length: layers + 1 }, () => kernels.allocate(context * width));
  const attentionInputs = Array.from({ length: layers }, () => kernels.allocate(context * 3 * width));
  const attention = Array.from({ length: layers }, () => kernels.allocate(heads * context * context));
  const normal = kernels.allocate(context * width);
  const added = kernels.allocate(context * width);
  const inner = kernels.allocate(context * hidden);
  const inverses = kernels.allocate(context);
  const starts = new Int32Array(context);
  const last = kernels.allocate(width);
  const probabilities = kernels.allocate(vocabulary);

  /** Y = X · W for so many rows. */
  const linear = (rows: number, x: Float32Array, k: number, weight: Float32Array, y: Float32Array, n: number) =>
    kernels.multiply(rows, n, k, matrixOf(x, k), matrixOf(weight, n), matrixOf(y, n));

  function readLayer(layer: number, length: number): void {
    const learnt = parameters.layers[layer];
    const [from, to] = [afterLayer[layer], afterLayer[layer + 1]];
    const [inputs, weightsOfHeads] = [attentionInputs[layer], attention[layer]];
    if (!learnt || !from || !to || !inputs || !weightsOfHeads) return;
    normalise(from, learnt.attentionGain, normal, inverses, length);
    linear(length, normal, width, learnt.attentionIn, inputs, 3 * width);
    const places = { inputs, weights: weightsOfHeads, outputs: normal };
    attend(kernels, { heads, width, rotations }, { texts: 1, length, starts }, places);
    linear(length, normal, width, learnt.attentionOut, added, width);
    for (let each = 0; each < length * width; each++) to[each] = (from[each] as number) + (added[each] as number);

    normalise(to, learnt.feedForwardGain, normal, inverses, length);
    linear(length, normal, width, learnt.feedForwardIn, inner, hidden);
    for (let each = 0; each < length * hidden; each++) inner[each] = Math.max(0, inner[each] as number) ** 2;
    linear(length, inner, hidden, learnt.feedForwardOut, added, width);
    for (let each = 0; each < length * width; each++) to[each] = (to[each] as number) + (added[each] as number);
  }

  return {
    shape,
    parameters,
    kernels,
    rotations,
    read(tokens) {
      const length = tokens.length;
      if (length < 1 || length > context)
        throw new RangeError(`A text of ${length} tokens; 1 to ${context} can be read.`);
      for (const [place, token] of tokens.entries()) {
        afterLayer[0]?.set(parameters.embedding.subarray(token * width, (token + 1) * width), place * width);
      }
      for (let layer = 0; layer < layers; layer++) readLayer(layer, length);
      return { tokens: length, attentionInputs, attention, afterLayer };
    },
    predict(numbers) {
      normalise(numbers, parameters.lastGain, last, inverses, 1);
      kernels.dotRows(vocabulary, width, last, parameters.embedding, probabilities);
      kernels.softmax(probabilities, 0, vocabulary);
      return probabilities;
    },
  };
}
