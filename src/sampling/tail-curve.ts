import type { TailBin } from '../domain/tail.js';

/** Of how many tokens nothing is known but what they have together, and that they follow so many likelier ones. */
export interface OpenTail {
  /** How many tokens are likelier. */
  readonly before: number;
  /** How many they are: a finite number. */
  readonly count: number;
  /** What they have together, more than 0. */
  readonly mass: number;
  /** None of them has a higher probability. */
  readonly greatest: number;
}

/** A guess of how the probability of an open tail falls from rank to rank. */
export interface TailCurve {
  /** Natural logarithm of the sum of all probabilities to the power of an exponent. */
  logPowerSum(exponent: number): number;
  /** The same tail token by token: as bins whose tokens are equally likely. */
  bins(): TailBin[];
}

/** Ranks that are about equally likely. */
interface Step {
  readonly tokens: number;
  readonly logTokens: number;
  /** Logarithm of their middle rank over the rank before the tail. */
  readonly distance: number;
}

/** So many ranks have a step of their own; further on each step is by this part longer than the way to it. */
const SINGLE_STEPS = 16;
const LONGER = 0.12;

/** The steps of an open tail. */
export function stepsOf({ before, count }: Pick<OpenTail, 'before' | 'count'>): readonly Step[] {
  const steps: Step[] = [];
  // With nothing before it, the tail begins at its own first rank.
  const start = Math.max(1, before);
  const end = before + count;
  for (let from = before; from < end; ) {
    const tokens = Math.min(end - from, from - before < SINGLE_STEPS ? 1 : Math.max(1, Math.floor(from * LONGER)));
    const middle = tokens === 1 ? from + 1 : Math.sqrt((from + 0.5) * (from + tokens + 0.5));
    steps.push({ tokens, logTokens: Math.log(tokens), distance: Math.max(0, Math.log(middle / start)) });
    from += tokens;
  }
  return steps;
}

/** Steps of Newton's method; it needs about ten. */
const MAX_NEWTON = 200;

/**
 * The curve p(i) = c · exp(−b · ln(i/k)^bend) through the cap c of the ranks i behind k likelier tokens, with the b for which
 * all have together what they are known to have.
 *
 * With a bend of 1 it is the power law of Zipf; a greater one keeps the first ranks high and lets the last ones fall
 * (towards as few tokens as can hold the mass), and a smaller one lets the first ones fall (towards equal tokens). Two such
 * curves of one tail cross once, so that one majorizes the other: all that depends on how unlike the tokens are goes one way
 * with the bend.
 *
 * @param steps as `stepsOf` has them for the tail
 * @param bend above 0
 * @see Zipf 1949, "Human behavior and the principle of least effort"; Laherrère, Sornette 1998, "Stretched exponential
 *   distributions in nature and economy"
 */
export function fitCurve(tail: OpenTail, steps: readonly Step[], bend: number): TailCurve {
  const farthest = steps.at(-1)?.distance ?? 0;
  const falls = steps.map(({ distance }) => (farthest === 0 ? 0 : (distance / farthest) ** bend));
  const logCap = Math.log(Math.min(tail.greatest, tail.mass));
  const fall = solveFall(falls, steps, Math.log(tail.mass) - logCap);
  const logs = falls.map((each) => logCap - fall * each);
  // What is missing after Newton's last step.
  const rest = Math.log(tail.mass) - logSum(logs.map((log, at) => log + (steps[at] as Step).logTokens));
  return {
    logPowerSum: (exponent) => logSum(logs.map((log, at) => exponent * (log + rest) + (steps[at] as Step).logTokens)),
    bins: () =>
      logs.map((log, at) => {
        const [count, each] = [steps[at]?.tokens ?? 0, Math.min(tail.greatest, Math.exp(log + rest))];
        return { count, mass: count * each, greatest: each, least: each };
      }),
  };
}

/** The b for which ln Σ tokens · exp(−b · fall) is a number: convex in b and falling, so that Newton's method comes from below. */
function solveFall(falls: readonly number[], steps: readonly Step[], target: number): number {
  let fall = 0;
  for (let step = 0; step < MAX_NEWTON; step++) {
    let [sum, moment] = [0, 0];
    for (let at = 0; at < falls.length; at++) {
      const weight = (steps[at] as Step).tokens * Math.exp(-fall * (falls[at] as number));
      sum += weight;
      moment += weight * (falls[at] as number);
    }
    const above = Math.log(sum) - target;
    if (!(above > 1e-10) || !(moment > 0)) break;
    fall += (above * sum) / moment;
  }
  return fall;
}

/** ln Σ exp(x), without leaving the range of numbers. */
export function logSum(logs: readonly number[]): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const log of logs) most = Math.max(most, log);
  if (most === Number.NEGATIVE_INFINITY) return most;
  let sum = 0;
  for (const log of logs) sum += Math.exp(log - most);
  return most + Math.log(sum);
}
