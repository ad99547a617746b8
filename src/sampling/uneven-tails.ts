import type { TailBin } from '../domain/tail.js';
import { addMoments, type EntropyEnd, type Moments, moments, natsWith } from './entropy-moments.js';
import { extremeWithin } from './extreme-within.js';
import { split, type Weighing } from './tail.js';

/** Of an unknown number of tokens, so many times as many as the fewest: they weigh nothing, or all is known of the end. */
const FAR = 1e12;

/** Between counts that are as near to each other the entropy changes by less than a number can tell. */
const SAME_COUNT = 1e-7;

/** A tail of `count` tokens, not always whole: all equally likely but the last, which has the rest. */
export function unevenMoments({ mass }: TailBin, count: number, weighing: Weighing): Moments {
  const level = mass / count;
  const { full, rest } = split(mass, level);
  return addMoments(moments(full, level, weighing), moments(1, rest, weighing));
}

/**
 * An end of the entropy over all uneven tails, in nats.
 *
 * Between two whole counts it can only be beyond the end that is looked for on neither side: from W to W + dW the slope of
 * Σ tᵃ ln t falls (a > 1) or rises (a < 1) by more than dW / Z. So it is a whole count, or the fewest tokens that the cap
 * allows. With k equal tokens of weight l = ln w, beside others of weight L and mean logarithm l̄, the entropy's slope in
 * ln k has the sign of 1 + (a − 1) (L / Z) (l − l̄), which changes once at most as k grows: bisection finds the place.
 */
export function endOverUneven(bin: TailBin, weighing: Weighing, end: EntropyEnd): number {
  const isMost = end.which === 'most';
  const better = isMost ? Math.max : Math.min;
  const fewest = bin.mass / bin.greatest;
  const most = bin.count === Number.POSITIVE_INFINITY ? fewest * FAR : bin.count;
  const natsAt = (count: number) => {
    const { weight, spread } = unevenMoments(bin, count, weighing);
    return natsWith(end, weight, spread);
  };
  let best = better(natsAt(fewest), natsAt(most));
  const [first, last] = [Math.ceil(fewest), Math.floor(most)];
  let [low, high] = [first, last];
  while (high - low > 1 && high > low * (1 + SAME_COUNT)) {
    const middle = Math.min(high - 1, Math.max(low + 1, Math.floor(Math.sqrt(low * high))));
    if (isBefore(bin, middle, weighing, end)) low = middle;
    else high = middle;
  }
  let place = low;
  for (let count = Math.max(first, low - 1); count <= Math.min(last, low + 2); count += 1) {
    const nats = natsAt(count);
    if (better(best, nats) === nats) [best, place] = [nats, count];
  }
  if (weighing.exponent < 1) return best;
  for (const from of new Set([first - 1, place - 1, place])) {
    const [start, stop] = [Math.max(fewest, from), Math.min(most, from + 1)];
    if (stop <= start) continue;
    const changed = weighing.exponent * (weighing.weight(bin.mass / start) / end.outer);
    best = extremeWithin((part) => natsAt(start + part * (stop - start)), { known: best, changed, isMost });
  }
  return best;
}

/** Whether so many equal tokens are still fewer than those of the end that is looked for. */
function isBefore({ mass }: TailBin, count: number, weighing: Weighing, end: EntropyEnd): boolean {
  const { exponent } = weighing;
  const log = weighing.logWeight(mass / count);
  const each = Math.exp(log);
  const [weight, spread] = each === 0 ? [0, 0] : [count * each, count * each * log];
  const inner = end.inner + weight;
  // Over the weight, which can be too small for a number.
  const grows = 1 - exponent;
  const slope =
    grows / (end.outer + weight) - (grows * log - exponent) / inner + ((end.spread + spread) / inner) * (grows / inner);
  return end.which === 'most' ? slope > 0 : slope < 0;
}
