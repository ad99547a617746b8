import { sum } from './sum.js';

/** Two things that were compared, by what is known of them. */
export interface Comparison {
  /** For each feature, that of the first minus that of the second. */
  readonly difference: readonly number[];
  /** How often the first one won, and the second; a tie counts as half for each. */
  readonly wins: number;
  readonly losses: number;
}

/** The chance that the one with so much more reward wins, in [0, 1]. */
export function winChance(rewardDifference: number): number {
  return 1 / (1 + Math.exp(-rewardDifference));
}

const MAX_STEPS = 100;
const MAX_HALVINGS = 40;
const PRECISION = 1e-12;

/**
 * The weight of each feature in a Bradley–Terry model whose strengths are weighted sums of features: the weights w with the
 * highest Σ wins · log σ(w·d) + losses · log σ(−w·d) − ridge/2 · |w|², by Newton's method.
 *
 * @param ridge more than 0, so that there is one best choice and no weight grows without end
 * @returns one weight for each feature, in natural log-odds
 * @throws RangeError where the ridge is not above 0, or the comparisons have different features
 * @see Bradley, Terry 1952, "Rank analysis of incomplete block designs"; Christiano et al. 2017, "Deep reinforcement learning
 *   from human preferences", section 2.2.3, for rewards learned like this
 */
export function fitBradleyTerry(comparisons: readonly Comparison[], ridge: number): readonly number[] {
  const size = comparisons[0]?.difference.length ?? 0;
  if (!(ridge > 0)) throw new RangeError(`The ridge must be more than 0, not ${ridge}.`);
  if (comparisons.some(({ difference }) => difference.length !== size)) {
    throw new RangeError('All comparisons must have the same features.');
  }
  let weights: readonly number[] = new Array<number>(size).fill(0);
  let best = logLikelihood(comparisons, weights, ridge);
  for (let step = 0; step < MAX_STEPS; step++) {
    const direction = newtonStep(comparisons, weights, ridge);
    if (Math.max(0, ...direction.map(Math.abs)) < PRECISION) break;
    let scale = 1;
    for (let halving = 0; halving < MAX_HALVINGS; halving++, scale /= 2) {
      const next = weights.map((weight, at) => weight + scale * (direction[at] ?? 0));
      const likelihood = logLikelihood(comparisons, next, ridge);
      if (likelihood < best) continue;
      [weights, best] = [next, likelihood];
      break;
    }
  }
  return weights;
}

/** The penalised log-likelihood that the fit makes as high as it can be. */
export function logLikelihood(comparisons: readonly Comparison[], weights: readonly number[], ridge: number): number {
  const terms = comparisons.map(({ difference, wins, losses }) => {
    const reward = dot(difference, weights);
    return wins * logWinChance(reward) + losses * logWinChance(-reward);
  });
  return sum(terms) - (ridge / 2) * dot(weights, weights);
}

/** log σ(x), without overflow. */
function logWinChance(x: number): number {
  return x >= 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
}

function newtonStep(comparisons: readonly Comparison[], weights: readonly number[], ridge: number): number[] {
  const gradient = weights.map((weight) => -ridge * weight);
  const curvature = weights.map((_, row) => weights.map((__, column) => (row === column ? ridge : 0)));
  for (const { difference, wins, losses } of comparisons) {
    const chance = winChance(dot(difference, weights));
    const pull = wins - (wins + losses) * chance;
    const bend = (wins + losses) * chance * (1 - chance);
    for (const [row, one] of difference.entries()) {
      gradient[row] = (gradient[row] ?? 0) + pull * one;
      const line = curvature[row] ?? [];
      for (const [column, other] of difference.entries()) line[column] = (line[column] ?? 0) + bend * one * other;
    }
  }
  return solve(curvature, gradient);
}

/** Solves a small system whose matrix is symmetric and positive definite, so that no rows have to change places. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (const [at, pivot] of rows.entries()) {
    for (const below of rows.slice(at + 1)) {
      const factor = (below[at] ?? 0) / (pivot[at] ?? 1);
      for (let column = at; column < pivot.length; column++) {
        below[column] = (below[column] ?? 0) - factor * (pivot[column] ?? 0);
      }
    }
  }
  const solution = new Array<number>(rows.length).fill(0);
  for (const [at, row] of [...rows.entries()].reverse()) {
    const known = sum(row.slice(at + 1, -1).map((factor, offset) => factor * (solution[at + 1 + offset] ?? 0)));
    solution[at] = ((row.at(-1) ?? 0) - known) / (row[at] ?? 1);
  }
  return solution;
}

function dot(one: readonly number[], other: readonly number[]): number {
  return sum(one.map((value, at) => value * (other[at] ?? 0)));
}
