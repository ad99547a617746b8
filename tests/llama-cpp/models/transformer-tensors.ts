import { nameParameters } from '../../../src/tiny-model/transformer/shape.js';
import type { StoredWeights } from '../../../src/tiny-model/transformer/weights-file.js';
import type { GgufTensor, GgufValue } from './gguf-file.js';

/**
 * The architecture of llama.cpp that is this project's transformer, number for number: Llama's, with a feed-forward part
 * without a gate and with squared ReLU. So what llama.cpp computes can be compared with what `src/tiny-model` computes.
 */
const ARCHITECTURE = 'arcee';

/** What `rms-norm.ts` adds below the root. */
const EPSILON = 1e-5;

/** What a GGUF file says of a transformer's shape. */
export function shapeMetadata(name: string, { shape }: StoredWeights): Record<string, GgufValue> {
  const count = (value: number): GgufValue => ({ type: 'uint32', value });
  return {
    'general.architecture': { type: 'string', value: ARCHITECTURE },
    'general.name': { type: 'string', value: name },
    [`${ARCHITECTURE}.vocab_size`]: count(shape.vocabulary),
    [`${ARCHITECTURE}.context_length`]: count(shape.context),
    [`${ARCHITECTURE}.embedding_length`]: count(shape.width),
    [`${ARCHITECTURE}.block_count`]: count(shape.layers),
    [`${ARCHITECTURE}.feed_forward_length`]: count(shape.hidden),
    [`${ARCHITECTURE}.attention.head_count`]: count(shape.heads),
    [`${ARCHITECTURE}.rope.dimension_count`]: count(shape.width / shape.heads),
    [`${ARCHITECTURE}.attention.layer_norm_rms_epsilon`]: { type: 'float32', value: EPSILON },
  };
}

/**
 * A transformer's weights as llama.cpp wants them.
 *
 * @param scores what the last numbers are multiplied with, a row for each token; the embedding where it is left out
 */
export function transformerTensors({ shape, weights }: StoredWeights, scores?: Float32Array): GgufTensor[] {
  const { vocabulary, width, heads, hidden } = shape;
  const { embedding, layers, lastGain } = nameParameters(shape, weights);
  const vector = (name: string, numbers: Float32Array): GgufTensor => ({ name, rows: 1, columns: width, numbers });
  /** Y = X · W here, Y = X · Wᵀ there. */
  const turned = (name: string, from: Float32Array, inner: number, outer: number): GgufTensor => {
    const numbers = new Float32Array(inner * outer);
    for (let row = 0; row < inner; row++) {
      for (let column = 0; column < outer; column++) {
        numbers[column * inner + row] = from[row * outer + column] as number;
      }
    }
    return { name, rows: outer, columns: inner, numbers };
  };
  const part = (matrix: Float32Array, columns: number, at: number) => {
    const numbers = new Float32Array(width * width);
    for (let row = 0; row < width; row++) {
      numbers.set(matrix.subarray(row * columns + at * width, row * columns + (at + 1) * width), row * width);
    }
    return numbers;
  };
  return [
    { name: 'token_embd.weight', rows: vocabulary, columns: width, numbers: embedding },
    ...(scores === undefined ? [] : [{ name: 'output.weight', rows: vocabulary, columns: width, numbers: scores }]),
    vector('output_norm.weight', lastGain),
    ...layers.flatMap((layer, at) => [
      vector(`blk.${at}.attn_norm.weight`, layer.attentionGain),
      ...['q', 'k', 'v'].map((name, place) => {
        const tensor = turned(`blk.${at}.attn_${name}.weight`, part(layer.attentionIn, 3 * width, place), width, width);
        return name === 'v' ? tensor : { ...tensor, numbers: withNeighbours(tensor.numbers, width, heads) };
      }),
      turned(`blk.${at}.attn_output.weight`, layer.attentionOut, width, width),
      vector(`blk.${at}.ffn_norm.weight`, layer.feedForwardGain),
      turned(`blk.${at}.ffn_up.weight`, layer.feedForwardIn, width, hidden),
      turned(`blk.${at}.ffn_down.weight`, layer.feedForwardOut, hidden, width),
    ]),
  ];
}

/** Rows in another order: what turns together is i and i + size / 2 here, and neighbours there. */
function withNeighbours(rows: Float32Array, width: number, heads: number): Float32Array {
  const size = width / heads;
  const numbers = new Float32Array(rows.length);
  for (let row = 0; row < width; row++) {
    const [head, within] = [Math.floor(row / size), row % size];
    const from = head * size + (within % 2) * (size / 2) + Math.floor(within / 2);
    numbers.set(rows.subarray(from * width, (from + 1) * width), row * width);
  }
  return numbers;
}
