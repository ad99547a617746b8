import { KERNELS_FILE } from '../../../scripts/kernels.mjs';
import { openTransformer } from '../../../src/tiny-model/transformer/read-text.js';
import { normalise } from '../../../src/tiny-model/transformer/rms-norm.js';
import type { SmallModel } from './small-models.js';

/** What comes after some tokens, computed without llama.cpp. */
export type KnownProbabilities = (ids: readonly number[]) => Float64Array;

/** Computes a model's probabilities with this project's own transformer. */
export async function openKnownProbabilities({ stored, scores }: SmallModel): Promise<KnownProbabilities> {
  const transformer = await openTransformer(KERNELS_FILE, stored);
  const { width, layers, vocabulary } = stored.shape;
  return (ids) => {
    const { afterLayer } = transformer.read(ids);
    const numbers = (afterLayer[layers] ?? new Float32Array()).slice((ids.length - 1) * width, ids.length * width);
    if (scores === undefined) return Float64Array.from(transformer.predict(numbers));
    const normal = new Float32Array(width);
    normalise(numbers, transformer.parameters.lastGain, normal, new Float32Array(1), 1);
    const logits = Float64Array.from({ length: vocabulary }, (_, token) =>
      normal.reduce((sum, number, at) => sum + number * (scores[token * width + at] ?? 0), 0),
    );
    const most = Math.max(...logits);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - most), 0);
    return logits.map((logit) => Math.exp(logit - most) / sum);
  };
}
