import { KERNELS_FILE } from '../../scripts/kernels.mjs';
import { createRandomNumbers } from '../../src/tiny-model/language/random.js';
import { openTransformer, type Transformer } from '../../src/tiny-model/transformer/read-text.js';
import { parameterCount, parameterPlaces, type TransformerShape } from '../../src/tiny-model/transformer/shape.js';

/** Weights by chance, so large that layers and heads differ; the same for the same seed. */
export function randomWeights(shape: TransformerShape, seed: number): Float32Array {
  const random = createRandomNumbers(seed);
  const weights = new Float32Array(parameterCount(shape));
  for (const { rows, columns, from } of parameterPlaces(shape)) {
    // Gains about 1, and matrices that keep numbers about as large as they are.
    const spread = 3 / Math.sqrt(columns);
    for (let each = from; each < from + rows * columns; each++) {
      weights[each] = rows === 1 ? 0.5 + random() : spread * (2 * random() - 1);
    }
  }
  return weights;
}

/** A transformer with such weights. */
export function openRandomTransformer(shape: TransformerShape, seed: number): Promise<Transformer> {
  return openTransformer(KERNELS_FILE, { shape, weights: randomWeights(shape, seed) });
}
