import type { TailBin } from '../domain/tail.js';
import { type EntropyEnd, natsWith } from './entropy-moments.js';
import { extremeWithin } from './extreme-within.js';
import { split, type Weighing } from './tail.js';

/** So many numbers of tokens at the cap are tried one by one. */
const TRIED = 16;

/**
 * An end of the entropy over all capped tails, in nats: some tokens at the cap, one between, and all others at one level, down
 * to no level at all.
 */
export function endOverCapped(bin: TailBin, weighing: Weighing, end: EntropyEnd): number {
  const isMost = end.which === 'most';
  const better = isMost ? Math.max : Math.min;
  const { mass, greatest: cap, count } = bin;
  const { full, rest } = split(mass, cap);
  const most = Math.min(full, count);
  const logCap = weighing.logWeight(cap);
  const capWeight = Math.exp(logCap);
  const capSpread = capWeight === 0 ? 0 : capWeight * logCap;

  const natsAt = (atCap: number, between: number, others: number, level: number) => {
    let [weight, spread] = [atCap * capWeight, atCap * capSpread];
    if (between > 0) {
      const log = weighing.logWeight(between);
      const each = Math.exp(log);
      if (each > 0) [weight, spread] = [weight + each, spread + each * log];
    }
    if (others > 0 && level > 0) {
      const log = weighing.logWeight(level);
      const each = Math.exp(log);
      if (each > 0) [weight, spread] = [weight + others * each, spread + others * each * log];
    }
    return natsWith(end, weight, spread);
  };
  /** So many at the cap, and all others equal. */
  const natsOf = (atCap: number) => {
    const others = count - atCap;
    const level = others > 0 && others < Number.POSITIVE_INFINITY ? Math.max(0, mass - atCap * cap) / others : 0;
    return natsAt(atCap, 0, level > 0 ? others : 0, level);
  };
  const concentrated = natsAt(most, most < count ? rest : 0, 0, 0);
  const found = bestWhole(natsOf, most, isMost);
  let best = better(concentrated, found.value);
  if (count === Number.POSITIVE_INFINITY) return best;

  const changed = weighing.exponent * (capWeight / end.outer);
  // The end can also lie where one token is between the cap and the level of the others.
  for (const atCap of new Set([found.place - 1, found.place, most])) {
    const others = count - atCap - 1;
    if (atCap < 0 || atCap > most || others < 1) continue;
    const left = mass - atCap * cap;
    const lowest = Math.max(0, (left - cap) / others);
    const highest = left / (others + 1);
    const natsWithin = (part: number) => {
      const level = lowest + (highest - lowest) * part ** 3;
      return natsAt(atCap, left - others * level, others, level);
    };
    best = extremeWithin(natsWithin, { known: best, changed, isMost });
  }
  return best;
}

/** The best of the whole numbers from 0 to `most`: all of them where they are few, else some, and then those beside the best. */
function bestWhole(natsOf: (place: number) => number, most: number, isMost: boolean): { place: number; value: number } {
  const isBetter = (one: number, other: number) => (isMost ? one > other : one < other);
  let found = { place: 0, value: natsOf(0) };
  const places = placesToTry(most);
  for (const place of places) {
    const value = natsOf(place);
    if (isBetter(value, found.value)) found = { place, value };
  }
  const at = places.indexOf(found.place);
  let [low, high] = [places[at - 1] ?? found.place, places[at + 1] ?? found.place];
  while (high - low > 2) {
    const left = Math.floor(low + (high - low) / 3);
    const right = Math.max(left + 1, Math.floor(high - (high - low) / 3));
    const [atLeft, atRight] = [natsOf(left), natsOf(right)];
    if (isBetter(atLeft, atRight)) high = right;
    else low = left;
    for (const [place, value] of [[left, atLeft] as const, [right, atRight] as const]) {
      if (isBetter(value, found.value)) found = { place, value };
    }
  }
  return found;
}

/** Dense at both ends, where a token more or less weighs much. */
function placesToTry(most: number): readonly number[] {
  if (most <= TRIED) return Array.from({ length: most + 1 }, (_, place) => place);
  const half = TRIED / 2;
  const near = Array.from({ length: half }, (_, step) => Math.floor((most / 2) ** (step / (half - 1))));
  return [...new Set([0, ...near, ...near.map((place) => most - place), most])].sort((a, b) => a - b);
}
