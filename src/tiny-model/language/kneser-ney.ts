import { type ContextOrder, narrow, orderByContext, type Range } from './context-order.js';

/** An n-gram model of a closed vocabulary. */
export interface NgramModel {
  readonly order: number;
  /**
   * The distribution over the token that follows, by id; tokens that training never saw have 0.
   *
   * @param history ids, oldest first; what stands before the text is the start symbol. Only the last `order - 1` are read.
   * @param power the probabilities are raised to this power and normalised again; above 1 it makes what is likely more
   * likely. Rounded to 1/32.
   */
  predict(history: readonly number[], power?: number): Float64Array;
}

const MAX_REMEMBERED_POWERS = 16;

/** Contexts that occur less often are counted anew each time. */
const MIN_REMEMBERED = 16;
const MAX_REMEMBERED_CONTEXTS = 20_000;

interface Discounts {
  readonly one: number;
  readonly two: number;
  readonly more: number;
}

/** What is known of a context. */
interface Followers {
  readonly ids: Uint16Array;
  /** Of each follower, what its discounted count is of all. */
  readonly shares: Float64Array;
  /** What the discounts took: the part that goes to shorter contexts. */
  readonly backOff: number;
}

/**
 * Estimates D1, D2 and D3+ from the numbers of n-grams that occur once to four times (Chen and Goodman 1999, eq. 17).
 * A text too small to estimate from gets 0.5, 1 and 1.5; each discount leaves something of the count it is taken from.
 */
function estimateDiscounts(countsOfCounts: ArrayLike<number>): Discounts {
  const [, n1 = 0, n2 = 0, n3 = 0, n4 = 0] = Array.from(countsOfCounts);
  if (n1 === 0 || n2 === 0 || n3 === 0 || n4 === 0) return { one: 0.5, two: 1, more: 1.5 };
  const y = n1 / (n1 + 2 * n2);
  const within = (value: number, below: number) => Math.min(Math.max(value, 0.05), below - 0.05);
  return {
    one: within(1 - (2 * y * n2) / n1, 1),
    two: within(2 - (3 * y * n3) / n2, 2),
    more: within(3 - (4 * y * n4) / n3, 3),
  };
}

/** Counts what follows contexts, as Kneser–Ney smoothing takes it. */
export interface FollowerCounter {
  /**
   * Counts the followers of one context.
   *
   * How often they occur where the context has full length or begins with the start symbol; otherwise after how many
   * different tokens the context and the follower occur (Kneser and Ney 1995).
   *
   * @param each told each follower with its count, once
   */
  count(range: Range, length: number, each: (id: number, count: number) => void): void;
}

/** Counts followers in an order of places. */
export function createFollowerCounter(
  order: ContextOrder,
  startSymbol: number,
  vocabularySize: number,
): FollowerCounter {
  const { tokens, places, shared, longest } = order;
  const counts = new Int32Array(vocabularySize);
  const lastCounted = new Int32Array(vocabularySize);
  const found = new Uint16Array(vocabularySize);
  return {
    count({ from, to }, length, each) {
      let different = 0;
      // Places that have the same token before their context are one group.
      let group = 0;
      const first = places[from] as number;
      const isPlain = length === longest || (length > 0 && tokens[first - length] === startSymbol);
      for (let at = from; at < to; at++) {
        if (isPlain || at === from || (shared[at] as number) <= length) group++;
        const id = tokens[places[at] as number] as number;
        const before = counts[id] as number;
        if (before === 0) found[different++] = id;
        else if (lastCounted[id] === group) continue;
        lastCounted[id] = group;
        counts[id] = before + 1;
      }
      for (let at = 0; at < different; at++) {
        const id = found[at] as number;
        each(id, counts[id] as number);
        counts[id] = 0;
      }
    },
  };
}

/** The discounts for contexts of each length. */
function findDiscounts({ places, shared, longest }: ContextOrder, counter: FollowerCounter): Discounts[] {
  return Array.from({ length: longest + 1 }, (_, length) => {
    const countsOfCounts = new Int32Array(5);
    const tally = (_: number, count: number) => {
      if (count < 5) countsOfCounts[count] = (countsOfCounts[count] as number) + 1;
    };
    for (let from = 0; from < places.length; ) {
      let to = from + 1;
      while (to < places.length && (shared[to] as number) >= length) to++;
      if (to === from + 1) tally(0, 1);
      else counter.count({ from, to }, length, tally);
      from = to;
    }
    return estimateDiscounts(countsOfCounts);
  });
}

/**
 * Trains an interpolated modified Kneser–Ney model (Chen and Goodman 1999, section 3; Kneser and Ney 1995).
 *
 * P(w | h) = max(c(hw) − D(c(hw)), 0) / c(h) + γ(h) P(w | h′), where h′ is h without its first token and γ(h) hands on
 * exactly what the discounts took. The recursion ends in the uniform distribution over the tokens that training saw.
 *
 * Training only orders the places of the texts by what stands before them; the followers of a context are counted when it
 * is asked for, because most never are.
 *
 * @param documents sequences of ids below `vocabularySize`, each ending with `startSymbol`
 */
export function trainKneserNey(
  documents: readonly Uint16Array[],
  options: { order: number; startSymbol: number; vocabularySize: number },
): NgramModel {
  const { order, startSymbol, vocabularySize } = options;
  const places = orderByContext(documents, { longest: order - 1, startSymbol, vocabularySize });
  const counter = createFollowerCounter(places, startSymbol, vocabularySize);
  const discounts = findDiscounts(places, counter);

  const followersOf = (range: Range, length: number): Followers => {
    const { one, two, more } = discounts[length] as Discounts;
    const ids: number[] = [];
    const kept: number[] = [];
    let total = 0;
    let taken = 0;
    counter.count(range, length, (id, count) => {
      const off = count === 1 ? one : count === 2 ? two : more;
      ids.push(id);
      kept.push(count - off);
      total += count;
      taken += off;
    });
    const shares = Float64Array.from(kept, (count) => count / total);
    return { ids: Uint16Array.from(ids), shares, backOff: taken / total };
  };
  const remembered = new Map<number, Followers>();
  const followers = (range: Range, length: number): Followers => {
    if (range.to - range.from < MIN_REMEMBERED) return followersOf(range, length);
    const key = range.from * order + length;
    let known = remembered.get(key);
    if (known === undefined) {
      known = followersOf(range, length);
      if (remembered.size >= MAX_REMEMBERED_CONTEXTS) remembered.clear();
      remembered.set(key, known);
    }
    return known;
  };

  const everywhere: Range = { from: 0, to: places.places.length };
  const unigram = new Float64Array(vocabularySize);
  const alone = followersOf(everywhere, 0);
  for (const [at, id] of alone.ids.entries()) {
    unigram[id] = (alone.shares[at] as number) + alone.backOff / alone.ids.length;
  }

  // Most probabilities of a context are its back-off weight times a unigram, so powers of the unigrams are kept.
  const raisedUnigrams = new Map<number, { readonly values: Float64Array; readonly total: number }>();
  const raiseUnigrams = (power: number) => {
    let raised = raisedUnigrams.get(power);
    if (!raised) {
      const values = power === 1 ? unigram : unigram.map((probability) => probability ** power);
      raised = { values, total: values.reduce((sum, value) => sum + value, 0) };
      if (raisedUnigrams.size >= MAX_REMEMBERED_POWERS) raisedUnigrams.clear();
      raisedUnigrams.set(power, raised);
    }
    return raised;
  };

  return {
    order,
    predict(history, power = 1) {
      const found: Followers[] = [];
      let range = everywhere;
      for (let length = 1; length < order; length++) {
        range = narrow(places, range, length, history[history.length - length] ?? startSymbol);
        if (range.from === range.to) break;
        found.push(followers(range, length));
      }
      // What longer contexts say of a token, beyond its unigram.
      const extra = new Map<number, number>();
      let weight = 1;
      for (const { ids, shares, backOff } of found.toReversed()) {
        for (let at = 0; at < ids.length; at++) {
          const id = ids[at] as number;
          extra.set(id, (extra.get(id) ?? 0) + weight * (shares[at] as number));
        }
        weight *= backOff;
      }
      const exponent = Math.round(power * 32) / 32;
      const raised = raiseUnigrams(exponent);
      const scale = weight ** exponent;
      let total = scale * raised.total;
      for (const [id, more] of extra) {
        const value = (weight * (unigram[id] as number) + more) ** exponent;
        total += value - scale * (raised.values[id] as number);
        extra.set(id, value);
      }
      const probabilities = new Float64Array(vocabularySize);
      const factor = scale / total;
      for (let id = 0; id < vocabularySize; id++) probabilities[id] = (raised.values[id] as number) * factor;
      for (const [id, value] of extra) probabilities[id] = value / total;
      return probabilities;
    },
  };
}
