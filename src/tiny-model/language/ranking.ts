import type { Probabilities } from './next-token-model.js';

/** A token and the natural logarithm of its probability. */
export interface RankedToken {
  readonly id: number;
  readonly logprob: number;
}

/** Ids of the `count` most likely tokens, most likely first; equal ones in order. */
export function ranking(probabilities: Probabilities, count: number = probabilities.length): number[] {
  if (count <= 0) return [];
  const least = count < probabilities.length ? (probabilities.toSorted()[probabilities.length - count] as number) : 0;
  const ids: number[] = [];
  for (let id = 0; id < probabilities.length; id++) if ((probabilities[id] as number) >= least) ids.push(id);
  ids.sort((a, b) => (probabilities[b] as number) - (probabilities[a] as number) || a - b);
  return ids.length > count ? ids.slice(0, count) : ids;
}

/** The `count` most likely tokens, most likely first; equal ones in the order of their ids. */
export function mostLikely(probabilities: Probabilities, count: number): RankedToken[] {
  return ranking(probabilities, count).map((id) => ({ id, logprob: Math.log(probabilities[id] as number) }));
}

/** The most likely token; of equal ones the one with the lowest id. */
export function likeliest(probabilities: Probabilities): number {
  let best = 0;
  for (let id = 1; id < probabilities.length; id++) {
    if ((probabilities[id] as number) > (probabilities[best] as number)) best = id;
  }
  return best;
}

/** A token's place by probability, from 1; tokens that are as likely share the first of their places. */
export function rankOf(probabilities: Probabilities, id: number): number {
  const own = probabilities[id] ?? 0;
  let rank = 1;
  for (const other of probabilities) if (other > own) rank++;
  return rank;
}
