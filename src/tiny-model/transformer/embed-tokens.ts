import type { Transformer } from './read-text.js';

/**
 * A vector for a text: the mean of the vectors that a transformer has for its tokens, brought to length 1. They are what it
 * learnt about each token alone, before any layer looks at what stands around it.
 *
 * @param tokens token ids; none give a vector of zeros
 */
export function embedTokens({ shape, parameters }: Transformer, tokens: readonly number[]): Float32Array {
  const { width } = shape;
  const sum = new Float32Array(width);
  for (const token of tokens) {
    for (let each = 0; each < width; each++) {
      sum[each] = (sum[each] as number) + (parameters.embedding[token * width + each] as number);
    }
  }
  const length = Math.hypot(...sum);
  return length > 0 ? sum.map((value) => value / length) : sum;
}
