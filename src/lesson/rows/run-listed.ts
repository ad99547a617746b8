import type { DrawOrder } from '../../domain/draw-order.js';
import type { ListedTokens } from '../../domain/listed-tokens.js';
import type { SamplingSettings } from '../../domain/sampling-settings.js';
import { type EstimatedChain, runEstimatedChain } from '../../sampling/estimated-chain.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import { type EstimatedTail, estimateTail } from '../../sampling/tail-estimate.js';
import type { Counted } from './counted.js';

/** Estimates are asked for again and again while one reply is made. */
const known = new WeakMap<ListedTokens, Map<string, EstimatedTail | undefined>>();

/** What temperature and cuts make of a listed distribution, whatever the others have and as it is estimated. */
export function runListed(
  listed: ListedTokens,
  settings: Omit<SamplingSettings, 'seed'> & { readonly order?: DrawOrder | undefined },
  counted?: readonly Counted[],
): EstimatedChain {
  const probabilities = listed.candidates.map(({ logprob }) => probabilityOf(logprob));
  return runEstimatedChain(
    { tail: listed.tail, probabilities, ...settings },
    tailOf(listed, settings.temperature, counted),
  );
}

/** What the tail of a listed distribution may look like. */
export function tailOf(
  listed: ListedTokens,
  temperature: number,
  counted: readonly Counted[] = [],
): EstimatedTail | undefined {
  const drawn = counted.find((one) => one.temperature === temperature);
  const key = JSON.stringify([temperature, drawn]);
  const tails = known.get(listed) ?? new Map<string, EstimatedTail | undefined>();
  known.set(listed, tails);
  if (!tails.has(key)) {
    const probabilities = listed.candidates.map(({ logprob }) => probabilityOf(logprob));
    tails.set(key, estimateTail({ probabilities, tail: listed.tail }, temperature, drawn));
  }
  return tails.get(key);
}
