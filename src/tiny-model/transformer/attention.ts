import { type Kernels, matrixOf, partOf, transposed } from '../kernels/open-kernels.js';
import { type Rotations, rotate } from './rotary.js';

/** Texts side by side, each as long as the context, as attention sees them. */
export interface AttentionBatch {
  readonly texts: number;
  readonly length: number;
  /** For each place of each text the first place in it that may be seen from there: where its document begins. */
  readonly starts: Int32Array;
}

/** How attention is cut into heads. */
export interface HeadShape {
  readonly heads: number;
  readonly width: number;
  readonly rotations: Rotations;
}

/**
 * Causal self-attention with several heads: softmax(Q · Kᵀ / √size) · V, where a place sees its own document up to itself.
 *
 * @param inputs queries, keys and values of each place, `3 · width` numbers; queries and keys are turned by their place here
 * @param weights room for `texts · heads · length · length` numbers: each head's attention, row by row
 * @param outputs room for `width` numbers for each place
 * @see Vaswani et al. 2017, "Attention is all you need", section 3.2
 */
export function attend(
  kernels: Kernels,
  { heads, width, rotations }: HeadShape,
  { texts, length, starts }: AttentionBatch,
  { inputs, weights, outputs }: { inputs: Float32Array; weights: Float32Array; outputs: Float32Array },
): void {
  const size = width / heads;
  turnAll(inputs, { heads, width, rotations }, { texts, length, starts }, 1);
  const input = matrixOf(inputs, 3 * width);
  for (let text = 0; text < texts; text++) {
    for (let head = 0; head < heads; head++) {
      const first = (text * heads + head) * length * length;
      const scores = partOf(matrixOf(weights, length), first / length, 0);
      const queries = partOf(input, text * length, head * size);
      const keys = partOf(input, text * length, width + head * size);
      const values = partOf(input, text * length, 2 * width + head * size);
      kernels.multiply(length, length, size, queries, transposed(keys), scores);
      for (let place = 0; place < length; place++) {
        const row = first + place * length;
        const start = starts[text * length + place] as number;
        weights.fill(0, row, row + start);
        kernels.softmax(weights, row + start, place - start + 1, 1 / Math.sqrt(size));
        weights.fill(0, row + place + 1, row + length);
      }
      const output = partOf(matrixOf(outputs, width), text * length, head * size);
      kernels.multiply(length, size, length, scores, values, output);
    }
  }
}

/**
 * The way back of `attend`: the gradients of its inputs, given that of its outputs.
 *
 * @param inputs as `attend` left them, turned
 * @param scratch room for `length · length` numbers
 * @param inputGradients room for the gradients; they are written, not added
 */
export function attendBack(
  kernels: Kernels,
  shape: HeadShape,
  batch: AttentionBatch,
  {
    inputs,
    weights,
    outputGradients,
    inputGradients,
    scratch,
  }: Record<'inputs' | 'weights' | 'outputGradients' | 'inputGradients' | 'scratch', Float32Array>,
): void {
  const { heads, width } = shape;
  const { texts, length, starts } = batch;
  const size = width / heads;
  const input = matrixOf(inputs, 3 * width);
  const gradient = matrixOf(inputGradients, 3 * width);
  const scale = 1 / Math.sqrt(size);
  const slopes = matrixOf(scratch, length);
  for (let text = 0; text < texts; text++) {
    for (let head = 0; head < heads; head++) {
      const first = (text * heads + head) * length * length;
      const scores = partOf(matrixOf(weights, length), first / length, 0);
      const at = (part: number) => [text * length, part * width + head * size] as const;
      const output = partOf(matrixOf(outputGradients, width), text * length, head * size);
      kernels.multiply(length, size, length, transposed(scores), output, partOf(gradient, ...at(2)));
      kernels.multiply(length, length, size, output, transposed(partOf(input, ...at(2))), slopes);
      for (let place = 0; place < length; place++) {
        softmaxBack(weights, first + place * length, scratch, place * length, length, {
          start: starts[text * length + place] as number,
          end: place + 1,
          scale,
        });
      }
      kernels.multiply(length, size, length, slopes, partOf(input, ...at(1)), partOf(gradient, ...at(0)));
      kernels.multiply(length, size, length, transposed(slopes), partOf(input, ...at(0)), partOf(gradient, ...at(1)));
    }
  }
  turnAll(inputGradients, shape, batch, -1);
}

/** Turns the slopes of a row of weights into those of its scores: ds = w · (dw − Σ w · dw) · scale; 0 where nothing is seen. */
function softmaxBack(
  weights: Float32Array,
  row: number,
  slopes: Float32Array,
  to: number,
  length: number,
  { start, end, scale }: { start: number; end: number; scale: number },
): void {
  let mean = 0;
  for (let each = start; each < end; each++) mean += (weights[row + each] as number) * (slopes[to + each] as number);
  slopes.fill(0, to, to + start);
  for (let each = start; each < end; each++) {
    slopes[to + each] = (weights[row + each] as number) * ((slopes[to + each] as number) - mean) * scale;
  }
  slopes.fill(0, to + end, to + length);
}

function turnAll(
  inputs: Float32Array,
  { heads, width, rotations }: HeadShape,
  { texts, length }: AttentionBatch,
  direction: 1 | -1,
): void {
  const size = width / heads;
  for (let text = 0; text < texts; text++) {
    for (let place = 0; place < length; place++) {
      const from = (text * length + place) * 3 * width;
      for (let head = 0; head < 2 * heads; head++) rotate(inputs, from + head * size, place, rotations, direction);
    }
  }
}
