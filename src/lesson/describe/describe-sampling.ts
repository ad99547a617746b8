import type { SamplingSettings } from '../../domain/sampling-settings.js';

/** How tokens are drawn, in a few words: `temperature 0.7 · top-p 0.9`. */
export function describeSampling({ temperature, topK, topP, minP }: Omit<SamplingSettings, 'seed'>): string {
  return [
    `temperature ${temperature}`,
    ...(topK === undefined ? [] : [`top-k ${topK}`]),
    ...(topP === undefined ? [] : [`top-p ${topP}`]),
    ...(minP === undefined ? [] : [`min-p ${minP}`]),
  ].join(' · ');
}
