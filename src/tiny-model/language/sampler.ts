import type { Probabilities } from './next-token-model.js';
import type { RandomNumbers } from './random.js';
import { likeliest, ranking } from './ranking.js';

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
export function drawToken(probabilities: Probabilities, settings: SamplerSettings, random: RandomNumbers): number {
  const { temperature } = settings;
  const first = likeliest(probabilities);
  if (temperature === 0) return first;

  const most = probabilities[first] as number;
  const weights = new Float64Array(probabilities.length);
  let [last, weight] = [most, 1];
  for (let id = 0; id < weights.length; id++) {
    const probability = probabilities[id] as number;
    // Many tokens have the least probability that there is.
    if (probability !== last) {
      const ratio = probability / most;
      weight =
        temperature === 1 ? ratio : temperature === 2 ? Math.sqrt(ratio) : Math.exp(Math.log(ratio) / temperature);
      last = probability;
    }
    weights[id] = weight;
  }
  return drawByWeight(weights, keep(weights, settings), random);
}

/** @param kept the ids that can be drawn; all when it is not given */
function drawByWeight(weights: Float64Array, kept: readonly number[] | undefined, random: RandomNumbers): number {
  const count = kept?.length ?? weights.length;
  const idAt = (place: number) => (kept ? (kept[place] as number) : place);
  let total = 0;
  for (let place = 0; place < count; place++) total += weights[idAt(place)] as number;
  let left = random() * total;
  for (let place = 0; place < count; place++) {
    left -= weights[idAt(place)] as number;
    if (left < 0) return idAt(place);
  }
  // Rounding can leave a trace of `left` after the last token.
  return idAt(count - 1);
}

/** The ids that the cuts leave, most likely first; undefined when nothing is cut. */
function keep(weights: Float64Array, { topP, topK, minP }: SamplerSettings): readonly number[] | undefined {
  const isCutByK = topK > 0 && topK < weights.length;
  if (topP >= 1 && minP <= 0 && !isCutByK) return undefined;
  let kept = ranking(weights, isCutByK ? topK : weights.length);
  // The most likely token has the weight 1.
  if (minP > 0) kept = kept.filter((id) => (weights[id] as number) >= minP);
  if (topP < 1) {
    const total = kept.reduce((sum, id) => sum + (weights[id] as number), 0);
    let need = topP * total;
    let count = 0;
    while (count < kept.length && (need > 0 || count === 0)) {
      need -= weights[kept[count] as number] as number;
      count++;
    }
    kept = kept.slice(0, count);
  }
  return kept;
}
