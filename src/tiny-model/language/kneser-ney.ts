import { countNgrams } from './ngram-counts.js';

/** A probability for every type seen in training, and one that all other tokens of the vocabulary share. */
export interface SmoothedProbabilities {
  /** By type number. */
  readonly seen: Float64Array;
  /** Of each token that does not occur in the training text. */
  readonly unseen: number;
}

/** An n-gram model of a closed vocabulary. */
export interface NgramModel {
  readonly order: number;
  /**
   * The distribution over the token that follows.
   *
   * @param history type numbers, oldest first, -1 for a token that training never saw; what stands before the text is
   * the start symbol. Only the last `order - 1` are read.
   * @param power the probabilities are raised to this power and normalised again; above 1 it makes what is likely more
   * likely. Rounded to 1/32.
   */
  predict(history: readonly number[], power?: number): SmoothedProbabilities;
}

const MAX_REMEMBERED_POWERS = 16;

interface Discounts {
  readonly one: number;
  readonly two: number;
  readonly more: number;
}

/**
 * Estimates D1, D2 and D3+ from the numbers of n-grams that occur once to four times (Chen and Goodman 1999, eq. 17).
 * A text too small to estimate from gets 0.5, 1 and 1.5; each discount leaves something of the count it is taken from.
 */
function estimateDiscounts(countsOfCounts: readonly number[]): Discounts {
  const [, n1 = 0, n2 = 0, n3 = 0, n4 = 0] = countsOfCounts;
  if (n1 === 0 || n2 === 0 || n3 === 0 || n4 === 0) return { one: 0.5, two: 1, more: 1.5 };
  const y = n1 / (n1 + 2 * n2);
  const within = (value: number, below: number) => Math.min(Math.max(value, 0.05), below - 0.05);
  return {
    one: within(1 - (2 * y * n2) / n1, 1),
    two: within(2 - (3 * y * n3) / n2, 2),
    more: within(3 - (4 * y * n4) / n3, 3),
  };
}

/**
 * Trains an interpolated modified Kneser–Ney model (Chen and Goodman 1999, section 3; Kneser and Ney 1995).
 *
 * P(w | h) = max(c(hw) − D(c(hw)), 0) / c(h) + γ(h) P(w | h′), where h′ is h without its first token and γ(h) hands on
 * exactly what the discounts took. The recursion ends in the uniform distribution over the vocabulary, so every token
 * has a probability above zero.
 *
 * @param documents sequences of type numbers, each ending with `startSymbol`
 * @param types number of types
 * @param vocabularySize number of tokens in the vocabulary, of which the types are a part
 */
export function trainKneserNey(
  documents: readonly Int32Array[],
  options: { order: number; startSymbol: number; types: number; vocabularySize: number },
): NgramModel {
  const { order, startSymbol, types, vocabularySize } = options;
  const counts = countNgrams(documents, order, startSymbol);
  const { followersFrom, followerType, followerCount, depth } = counts;
  const nodes = depth.length;

  const countsOfCounts = Array.from({ length: order }, () => [0, 0, 0, 0, 0]);
  for (let node = 0; node < nodes; node++) {
    const tally = countsOfCounts[depth[node] ?? 0];
    for (let at = followersFrom[node] ?? 0; tally && at < (followersFrom[node + 1] ?? 0); at++) {
      const count = followerCount[at] ?? 0;
      if (count < 5) tally[count] = (tally[count] ?? 0) + 1;
    }
  }
  const discounts = countsOfCounts.map(estimateDiscounts);

  const share = new Float64Array(followerType.length);
  const backOff = new Float64Array(nodes).fill(1);
  for (let node = 0; node < nodes; node++) {
    const from = followersFrom[node] ?? 0;
    const to = followersFrom[node + 1] ?? 0;
    const discount = discounts[depth[node] ?? 0];
    if (from === to || discount === undefined) continue;
    let total = 0;
    for (let at = from; at < to; at++) total += followerCount[at] ?? 0;
    let taken = 0;
    for (let at = from; at < to; at++) {
      const count = followerCount[at] ?? 0;
      const off = count === 1 ? discount.one : count === 2 ? discount.two : discount.more;
      share[at] = (count - off) / total;
      taken += off;
    }
    backOff[node] = taken / total;
  }

  const unseenUnigram = (backOff[0] ?? 1) / vocabularySize;
  const unigram = new Float64Array(types).fill(unseenUnigram);
  for (let at = followersFrom[0] ?? 0; at < (followersFrom[1] ?? 0); at++) {
    const type = followerType[at] ?? 0;
    unigram[type] = unseenUnigram + (share[at] ?? 0);
  }

  // Most probabilities of a context are its back-off weight times a unigram, so powers of the unigrams are kept.
  const raisedUnigrams = new Map<number, { readonly seen: Float64Array; readonly total: number }>();
  const raiseUnigrams = (power: number) => {
    let raised = raisedUnigrams.get(power);
    if (!raised) {
      const seen = power === 1 ? unigram : unigram.map((probability) => probability ** power);
      const unseenTotal = (vocabularySize - types) * unseenUnigram ** power;
      raised = { seen, total: seen.reduce((sum, value) => sum + value, unseenTotal) };
      if (raisedUnigrams.size >= MAX_REMEMBERED_POWERS) raisedUnigrams.clear();
      raisedUnigrams.set(power, raised);
    }
    return raised;
  };

  return {
    order,
    predict(history, power = 1) {
      const found: { node: number; weight: number }[] = [];
      let weight = 1;
      for (let length = order - 1; length > 0; length--) {
        let node = 0;
        for (let back = length; back > 0 && node >= 0; back--) {
          const type = history.length >= back ? history[history.length - back] : startSymbol;
          node = type === undefined || type < 0 ? -1 : counts.child(node, type);
        }
        if (node < 0 || followersFrom[node] === followersFrom[node + 1]) continue;
        found.push({ node, weight });
        weight *= backOff[node] ?? 1;
      }
      const special = new Map<number, number>();
      for (const { node, weight: scale } of found) {
        for (let at = followersFrom[node] ?? 0; at < (followersFrom[node + 1] ?? 0); at++) {
          const type = followerType[at] ?? 0;
          special.set(type, (special.get(type) ?? 0) + scale * (share[at] ?? 0));
        }
      }
      const exponent = Math.round(power * 32) / 32;
      const raised = raiseUnigrams(exponent);
      const scale = weight ** exponent;
      let total = scale * raised.total;
      for (const [type, extra] of special) {
        const value = (weight * (unigram[type] ?? 0) + extra) ** exponent;
        total += value - scale * (raised.seen[type] ?? 0);
        special.set(type, value);
      }
      const seen = raised.seen.map((value) => (value * scale) / total);
      for (const [type, value] of special) seen[type] = value / total;
      return { seen, unseen: (scale * unseenUnigram ** exponent) / total };
    },
  };
}
