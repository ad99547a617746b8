import type { TailBin } from '../domain/tail.js';

/**
 * The tails of two distributions that bring them nearest by the Jensen–Shannon divergence, where both vocabularies hold
 * enough tokens that neither lists: pairs [p, q] of probabilities, one for each token that only one distribution lists, and
 * last one pair for all tokens that neither does. Pairs are in either order, because the divergence is symmetric.
 *
 * What a token adds is convex and grows in proportion when p and q do, so all tokens that neither lists are nearest with one
 * ratio q/p, and count as one. Its slopes depend on that ratio only. At the optimum it is therefore the same for every token,
 * but where a cap holds a hidden probability down: the second's are min(cap, ratio · p) and the first's min(cap, q / ratio).
 * The ratio for which both masses come out is found by bisection.
 *
 * @param onlyFirst probabilities in the first distribution of what the second does not list
 * @param second the second's tail
 * @param onlySecond and `first`: the same the other way round
 * @see Boyd, Vandenberghe 2004, "Convex optimization", section 5.5.3 (the conditions of Karush, Kuhn and Tucker)
 */
export function nearestTails(
  onlyFirst: readonly number[],
  second: TailBin,
  onlySecond: readonly number[],
  first: TailBin,
): (readonly [number, number])[] {
  const spreadSecond = spreader(onlyFirst, second);
  const spreadFirst = spreader(onlySecond, first);
  // Each tail alone would overlap what the other lists up to this ratio; beyond it nothing is left for other tokens.
  const most = spreadSecond.ratio;
  const least = 1 / spreadFirst.ratio;
  let ratios = { second: most, first: spreadFirst.ratio };
  if (first.mass > 0 && second.mass > 0 && least < most) {
    const ratio = Math.exp(
      root((logRatio) => {
        const at = Math.exp(logRatio);
        return spreadSecond.left(at) - at * spreadFirst.left(1 / at);
      }),
    );
    ratios = { second: Math.min(ratio, most), first: Math.min(1 / ratio, spreadFirst.ratio) };
  }
  return [
    ...onlyFirst.map((p) => [p, spreadSecond.at(p, ratios.second)] as const),
    ...onlySecond.map((q) => [spreadFirst.at(q, ratios.first), q] as const),
    [spreadFirst.left(ratios.first), spreadSecond.left(ratios.second)],
  ];
}

/** Spreads a tail over tokens of known probability in the other distribution, in proportion up to its cap. */
function spreader(known: readonly number[], { mass, greatest: cap }: TailBin) {
  const at = (probability: number, ratio: number) => (probability === 0 ? 0 : Math.min(cap, ratio * probability));
  const left = (ratio: number) => mass - known.reduce((sum, probability) => sum + at(probability, ratio), 0);
  const ratio =
    mass === 0
      ? 0
      : left(Number.POSITIVE_INFINITY) > 0
        ? Number.POSITIVE_INFINITY
        : Math.exp(root((log) => left(Math.exp(log))));
  return { at, left: (ratio: number) => Math.max(0, left(ratio)), ratio };
}

/** Where a falling function of a logarithm of a ratio of probabilities reaches 0. */
function root(value: (log: number) => number): number {
  let [low, high] = [-745, 745];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (value(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
