import { type Interval, NONE } from '../domain/interval.js';
import { bestFit } from './best-fit.js';
import { createDrawer } from './draw.js';
import { upperGamma } from './gamma.js';
import { type Group, poolRare } from './pool-rare.js';
import type { RandomNumbers } from './random.js';
import type { InTurns } from './turns.js';

/** Below this p-value rolls count as `surprising`: one true prediction in 20 has such rolls. */
const SURPRISING = 0.05;

/** Below this p-value the prediction does not fit: one true prediction in 1000 has such rolls. */
const NOT_FITTING = 0.001;

/** Fewer rolls than this tell nothing: the chi-square test would need five expected in each of two categories. */
const MIN_ROLLS = 10;

/** From so many rolls on the chi-square test is near enough, and with many more even for two groups. */
const MIN_FOR_CHI_SQUARE = { rolls: 50, rollsOfTwoGroups: 1000 };

/** Simulated tests: as many as fit into a fraction of a second, and enough that a p-value can fall below `NOT_FITTING`. */
const SIMULATED = { draws: 1_000_000, fewest: 1999, most: 9999 };

/** Draws and categories between two turns. */
const STEPS_PER_TURN = 20_000;

/** What a test of rolls against a prediction says. */
export interface GoodnessOfFit {
  /**
   * `too-few`: fewer than 10 rolls, or no rolls whatever could be surprising, since they are so few or the prediction is so
   * loose. `surprising`: p below 0.05. `does-not-fit`: p below 0.001, or a token came up that cannot.
   */
  readonly verdict: 'fits' | 'surprising' | 'does-not-fit' | 'too-few';
  /** How likely rolls at least as far off are when the prediction is true. */
  readonly p: number;
  /** Pearson's Σ (observed − expected)² / expected over the groups; Infinity when a token came up that cannot. */
  readonly statistic: number;
  /** Groups − 1. */
  readonly degreesOfFreedom: number;
  /** `chi-square`: p is from that distribution. `simulation`: p is from simulated rolls, and no categories were pooled. */
  readonly method: 'chi-square' | 'simulation';
  /** What was compared, in the order of the first category of each; those of more than one were pooled. */
  readonly groups: readonly ComparedGroup[];
}

/** Categories that were counted together. */
export interface ComparedGroup {
  readonly categories: readonly number[];
  readonly observed: number;
  /** By the point of the prediction that fits best. */
  readonly expected: number;
}

/**
 * Whether counts of rolls fit a predicted distribution.
 *
 * Where predictions are intervals, the rolls are judged at the point inside them that fits best, and with as many degrees of
 * freedom as there would be for a single point: the test then says `fits` too often rather than too rarely.
 *
 * From 50 rolls on, categories that may expect fewer than five are pooled into one, and Pearson's chi-square test is made of
 * three groups or more, from 1000 rolls on also of two. Pooled tokens are judged by their sum only. Otherwise the same
 * statistic of the categories as they are is compared with that of simulated rolls: p is (1 + as far off) / (1 + simulated),
 * at least 1/10,000.
 *
 * Simulations take a fraction of a second, so that the work is done in turns.
 *
 * @param counts of each category, which are all tokens there are: each listed token and, last, all others together
 * @param predicted probability of each category; it must be possible that they sum to 1
 * @param random for the simulation
 * @throws RangeError when the lengths differ, a count is no whole number, or the intervals hold no distribution
 * @see Pearson 1900; Cochran 1954, "Some methods for strengthening the common χ² tests" (five expected)
 * @see Phipson, Smyth 2010, "Permutation p-values should never be zero" (the p-value of a simulation)
 */
export function* testGoodnessOfFit(
  counts: readonly number[],
  predicted: readonly Interval[],
  random: RandomNumbers,
): InTurns<GoodnessOfFit> {
  checkCounts(counts, predicted);
  const rolls = counts.reduce((sum, count) => sum + count, 0);
  const single = counts.map((count, category) => toGroup(count, predicted, category));
  const pooled = poolRare(single, rolls);
  const fewest = pooled.length > 2 ? MIN_FOR_CHI_SQUARE.rolls : MIN_FOR_CHI_SQUARE.rollsOfTwoGroups;
  const test =
    rolls >= fewest && pooled.length > 1
      ? testByChiSquare(pooled, rolls)
      : yield* testBySimulation(single, rolls, random);
  if (counts.some((count, category) => count > 0 && predicted[category]?.high === 0)) {
    return { ...test, statistic: Number.POSITIVE_INFINITY, p: 0, verdict: 'does-not-fit' };
  }
  return { ...test, verdict: isTooFew(predicted, rolls) ? 'too-few' : verdictOf(test.p) };
}

type Tested = Omit<GoodnessOfFit, 'verdict'>;

function testByChiSquare(groups: readonly Group[], rolls: number): Tested {
  const compared = compare(groups, rolls);
  const statistic = pearson(compared);
  const degreesOfFreedom = groups.length - 1;
  const p = upperGamma(degreesOfFreedom / 2, statistic / 2);
  return { p, statistic, degreesOfFreedom, method: 'chi-square', groups: compared };
}

function* testBySimulation(groups: readonly Group[], rolls: number, random: RandomNumbers): InTurns<Tested> {
  const compared = compare(groups, rolls);
  const statistic = pearson(compared);
  const degreesOfFreedom = compared.filter(({ expected }) => expected > 0).length - 1;
  const tested = { statistic, degreesOfFreedom, method: 'simulation', groups: compared } as const;
  // Only rolls that are off can be told from others.
  if (rolls === 0 || !(statistic > 0 && statistic < Number.POSITIVE_INFINITY)) {
    return { ...tested, p: statistic === Number.POSITIVE_INFINITY ? 0 : 1 };
  }
  const simulations = Math.max(SIMULATED.fewest, Math.min(SIMULATED.most, Math.floor(SIMULATED.draws / rolls)));
  const draw = createDrawer(compared.map(({ expected }) => expected));
  const simulated = compared.map(({ expected }) => ({ expected, observed: 0 }));
  let asFarOff = 0;
  let steps = 0;
  for (let simulation = 0; simulation < simulations; simulation++) {
    for (const group of simulated) group.observed = 0;
    for (let each = 0; each < rolls; each++) {
      const group = simulated[draw(random())];
      if (group !== undefined) group.observed++;
    }
    // Rounding must not make equal outcomes differ.
    if (pearson(simulated) >= statistic * (1 - 1e-9)) asFarOff++;
    steps += rolls + simulated.length;
    if (steps < STEPS_PER_TURN) continue;
    steps = 0;
    yield;
  }
  return { ...tested, p: (1 + asFarOff) / (1 + simulations) };
}

function compare(groups: readonly Group[], rolls: number): ComparedGroup[] {
  const probabilities = bestFit(
    groups.map(({ observed }) => observed),
    groups.map(({ probability }) => probability),
  );
  return groups.map(({ categories, observed }, place) => ({
    categories,
    observed,
    expected: rolls * (probabilities[place] ?? 0),
  }));
}

function pearson(groups: readonly Pick<ComparedGroup, 'observed' | 'expected'>[]): number {
  let sum = 0;
  for (const { observed, expected } of groups) {
    const difference = observed - expected;
    if (difference !== 0) sum += (difference * difference) / expected;
  }
  return sum;
}

/** The least likely outcome is that the rarest category comes up each time. */
function isTooFew(predicted: readonly Interval[], rolls: number): boolean {
  const rarest = predicted.reduce((least, { high }) => (high > 0 ? Math.min(least, high) : least), Infinity);
  const certain = predicted.some(({ low }) => low === 1);
  return rolls < MIN_ROLLS || (!certain && rarest ** rolls > SURPRISING);
}

function verdictOf(p: number): 'fits' | 'surprising' | 'does-not-fit' {
  if (p < NOT_FITTING) return 'does-not-fit';
  return p < SURPRISING ? 'surprising' : 'fits';
}

function toGroup(observed: number, predicted: readonly Interval[], category: number): Group {
  return { categories: [category], observed, probability: predicted[category] ?? NONE };
}

/** How far the ends may miss a sum of 1, because servers send rounded numbers. */
const TOLERANCE = 0.001;

function checkCounts(counts: readonly number[], predicted: readonly Interval[]): void {
  if (counts.length === 0 || counts.length !== predicted.length) {
    throw new RangeError(
      `There must be a prediction for each count: ${counts.length} counts, ${predicted.length} predictions.`,
    );
  }
  const bad = counts.find((count) => !Number.isSafeInteger(count) || count < 0);
  if (bad !== undefined) throw new RangeError(`A count must be a whole number of at least 0, not ${bad}.`);
  for (const { low, high } of predicted) {
    if (!(low >= 0 && low <= high && high <= 1 + TOLERANCE)) {
      throw new RangeError(`A prediction must lie from 0 to 1, not from ${low} to ${high}.`);
    }
  }
  const lowest = predicted.reduce((sum, { low }) => sum + low, 0);
  const highest = predicted.reduce((sum, { high }) => sum + high, 0);
  if (lowest > 1 + TOLERANCE || highest < 1 - TOLERANCE) {
    throw new RangeError(
      `Predictions must be able to sum to 1: they sum to ${lowest} at least and ${highest} at most.`,
    );
  }
}
