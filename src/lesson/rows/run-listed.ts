import type { DrawOrder } from '../../domain/draw-order.js';
import type { ListedTokens } from '../../domain/listed-tokens.js';
import type { SamplingSettings } from '../../domain/sampling-settings.js';
import { type EstimatedChain, runEstimatedChain } from '../../sampling/estimated-chain.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import { type EstimatedTail, estimateTail } from '../../sampling/tail-estimate.js';
import type { Counted } from './counted.js';

/** Estimates are asked for again and again while one reply is made. */
const known = new WeakMap<ListedTokens, Map<string, EstimatedTail | undefined>>();

/** And so is what becomes of them: a reply's sentence, chart and buttons each look at it. */
const ran = new WeakMap<ListedTokens, { readonly key: string; readonly chain: EstimatedChain }>();

/** What temperature and cuts make of a listed distribution, whatever the others have and as it is estimated. */
export function runListed(
  listed: ListedTokens,
  { temperature, topK, topP, minP, order }: Omit<SamplingSettings, 'seed'> & { readonly order?: DrawOrder | undefined },
  counted?: readonly Counted[],
): EstimatedChain {
  const key = JSON.stringify([temperature, topK, topP, minP, order, drawnAt(temperature, counted)]);
  const last = ran.get(listed);
  if (last?.key === key) return last.chain;
  const request = { tail: listed.tail, probabilities: probabilitiesOf(listed), temperature, topK, topP, minP, order };
  const chain = runEstimatedChain(request, tailOf(listed, temperature, counted));
  // The last one only: it can be as long as a vocabulary.
  ran.set(listed, { key, chain });
  return chain;
}

function probabilitiesOf({ candidates }: ListedTokens): number[] {
  return candidates.map(({ logprob }) => probabilityOf(logprob));
}

function drawnAt(temperature: number, counted: readonly Counted[] = []): Counted | undefined {
  return counted.find((one) => one.temperature === temperature);
}

/** What the tail of a listed distribution may look like. */
export function tailOf(
  listed: ListedTokens,
  temperature: number,
  counted?: readonly Counted[],
): EstimatedTail | undefined {
  const drawn = drawnAt(temperature, counted);
  const key = JSON.stringify([temperature, drawn]);
  const tails = known.get(listed) ?? new Map<string, EstimatedTail | undefined>();
  known.set(listed, tails);
  if (!tails.has(key)) {
    tails.set(key, estimateTail({ probabilities: probabilitiesOf(listed), tail: listed.tail }, temperature, drawn));
  }
  return tails.get(key);
}
