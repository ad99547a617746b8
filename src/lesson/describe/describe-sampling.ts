import type { SamplingOptions } from '../../domain/language-model.js';

/** How tokens are drawn, in a few words: `temperature 0.7 · top-p 0.9`. */
export function describeSampling({ temperature, topK, topP, minP }: Omit<SamplingOptions, 'seed'>): string {
  return [
    `temperature ${temperature}`,
    ...(topK === undefined ? [] : [`top-k ${topK}`]),
    ...(topP === undefined ? [] : [`top-p ${topP}`]),
    ...(minP === undefined ? [] : [`min-p ${minP}`]),
  ].join(' · ');
}
