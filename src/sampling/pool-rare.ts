import { type Interval, sumBeside } from '../domain/interval.js';

/** Categories that are counted together. */
export interface Group {
  /** Places of the categories, ascending. */
  readonly categories: readonly number[];
  readonly observed: number;
  /** What their probabilities can sum to. */
  readonly probability: Interval;
}

/** What each group must expect for Pearson's statistic to follow the chi-square distribution closely enough. */
const MIN_EXPECTED = 5;

/**
 * Pools all categories that may expect fewer than five of the rolls into one group, and the next rarest with them until
 * that group too surely expects five.
 *
 * Looks at the prediction only, never at what was observed, so that the test is not bent by its own data.
 *
 * @param categories all there are, one group each
 * @returns groups by their first category; a single one when five can be expected of no two
 */
export function poolRare(categories: readonly Group[], rolls: number): Group[] {
  const byRarity = categories.toSorted((a, b) => a.probability.low - b.probability.low);
  const isEnough = ({ probability }: Pick<Group, 'probability'>) => rolls * probability.low >= MIN_EXPECTED;
  let rare = byRarity.filter((group) => !isEnough(group)).length;
  while (rare > 0 && rare < byRarity.length && !isEnough({ probability: joined(byRarity, rare) })) rare++;
  const groups = rare === 0 ? byRarity : [join(byRarity, rare), ...byRarity.slice(rare)];
  return groups.sort((a, b) => (a.categories[0] ?? 0) - (b.categories[0] ?? 0));
}

/** Joins the first groups. */
function join(all: readonly Group[], count: number): Group {
  const first = all.slice(0, count);
  return {
    categories: first.flatMap(({ categories }) => categories).sort((a, b) => a - b),
    observed: first.reduce((sum, { observed }) => sum + observed, 0),
    probability: joined(all, count),
  };
}

/** What the first groups have together; what the others leave to them can tell more than they do themselves. */
function joined(all: readonly Group[], count: number): Interval {
  const probabilities = all.map(({ probability }) => probability);
  return sumBeside(probabilities.slice(0, count), probabilities.slice(count));
}
