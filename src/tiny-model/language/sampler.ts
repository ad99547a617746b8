import type { NextTokenDistribution } from './next-token-distribution.js';
import type { RandomNumbers } from './random.js';
import { ID_LIMIT, isTokenId } from './vocabulary.js';

/** How the next token is drawn. */
export interface SamplerSettings {
  /** 0 takes the most likely token. */
  readonly temperature: number;
  /** Keeps the smallest set of most likely tokens whose probabilities sum to this; 1 keeps all. */
  readonly topP: number;
  /** Keeps this many most likely tokens; 0 keeps all. */
  readonly topK: number;
  /** Keeps tokens at least this many times as likely as the most likely one; 0 keeps all. */
  readonly minP: number;
}

/**
 * Draws a token from the full vocabulary.
 *
 * Probabilities are raised to 1/temperature first, then min-p, top-k and top-p cut, each on what the one before kept.
 * At temperature 0 the most likely token is taken, of equal ones the one with the lowest id.
 */
export function drawToken(
  distribution: NextTokenDistribution,
  settings: SamplerSettings,
  random: RandomNumbers,
): number {
  const { temperature, topP, topK, minP } = settings;
  if (temperature === 0) return distribution.top(1)[0]?.id ?? 0;

  const { seen, unseen, unseenTokens, types } = distribution;
  const most = Math.max(unseen, ...top(seen));
  const weightOf = (probability: number) =>
    temperature === 1 ? probability / most : Math.exp(Math.log(probability / most) / temperature);
  const weights = seen.map(weightOf);
  const unseenWeight = weightOf(unseen);

  const cuts = topP < 1 || minP > 0 || (topK > 0 && topK < seen.length + unseenTokens);
  const kept = cuts ? keep(distribution, weights, unseenWeight, settings) : undefined;
  const order = kept?.types ?? seen.keys();
  const unseenKept = kept?.unseenTokens ?? unseenTokens;

  let total = unseenKept * unseenWeight;
  for (const type of kept?.types ?? weights.keys()) total += weights[type] ?? 0;
  let left = random() * total;
  let last = -1;
  for (const type of order) {
    last = type;
    left -= weights[type] ?? 0;
    if (left < 0) return types.ids[type] ?? 0;
  }
  if (unseenKept > 0) return unseenToken(distribution, unseenKept, random);
  // Rounding can leave a trace of `left` after the last kept token.
  return types.ids[last] ?? 0;
}

/** The largest value, as a list that is empty when there is none. */
function top(values: Float64Array): number[] {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most > 0 ? [most] : [];
}

function keep(
  distribution: NextTokenDistribution,
  weights: Float64Array,
  unseenWeight: number,
  { topP, topK, minP }: SamplerSettings,
): { types: readonly number[]; unseenTokens: number } {
  let kept = distribution.ranking().filter((type) => (weights[type] ?? 0) >= minP);
  let others = unseenWeight >= minP ? distribution.unseenTokens : 0;
  if (topK > 0) {
    kept = kept.slice(0, topK);
    others = Math.min(others, topK - kept.length);
  }
  if (topP < 1) {
    let total = others * unseenWeight;
    for (const type of kept) total += weights[type] ?? 0;
    let need = topP * total;
    let count = 0;
    while (count < kept.length && (need > 0 || count === 0)) {
      need -= weights[kept[count] ?? 0] ?? 0;
      count++;
    }
    kept = kept.slice(0, count);
    others = need > 0 ? Math.min(others, Math.ceil(need / unseenWeight)) : 0;
  }
  return { types: kept, unseenTokens: others };
}

/** One of the `count` tokens of lowest id that are no type, each with the same probability. */
function unseenToken(distribution: NextTokenDistribution, count: number, random: RandomNumbers): number {
  const { ofId } = distribution.types;
  const isUnseen = (id: number) => isTokenId(id) && ofId[id] === -1;
  if (count === distribution.unseenTokens) {
    for (;;) {
      const id = Math.floor(random() * ID_LIMIT);
      if (isUnseen(id)) return id;
    }
  }
  let skip = Math.floor(random() * count);
  for (let id = 0; id < ID_LIMIT; id++) {
    if (isUnseen(id) && skip-- === 0) return id;
  }
  return 0;
}
