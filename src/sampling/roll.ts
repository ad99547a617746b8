import { isExact } from '../domain/interval.js';
import { bestFit } from './best-fit.js';
import { createDrawer } from './draw.js';
import type { RandomNumbers } from './random.js';
import type { ChainOutcome } from './sampling-chain.js';

/**
 * Draws tokens from a partly listed distribution, each draw independent of the others.
 *
 * @param probabilities one for each listed token and, last, one for all others together; scaled when they do not sum to 1
 * @param rolls a whole number of at least 0
 * @returns the place of each draw; `probabilities.length - 1` stands for “some other token”
 * @throws RangeError on a bad number of rolls, or as `createDrawer`
 */
export function roll(probabilities: readonly number[], rolls: number, random: RandomNumbers): number[] {
  if (!Number.isSafeInteger(rolls) || rolls < 0) {
    throw new RangeError(`The number of rolls must be a whole number of at least 0, not ${rolls}.`);
  }
  const draw = createDrawer(probabilities);
  return Array.from({ length: rolls }, () => draw(random()));
}

/** How well a shaped distribution is known, and what to roll from where that is well enough. */
export interface LocalRoll {
  /** The widest interval among all probabilities that are drawn from; 0 where all are known exactly. */
  readonly width: number;
  /**
   * One for each listed token and, last, one for all others together, summing to 1; undefined where `width` is above the
   * tolerance, so that only the model itself can roll.
   */
  readonly probabilities: readonly number[] | undefined;
}

/**
 * Decides whether a distribution after temperature and cuts may be rolled here, or must be asked of the model.
 *
 * Rolled is from the middle of what is possible: at temperature 1, or where nothing is hidden, that is exact, and else no
 * probability is off by more than `width`. Without cuts some possible tail has exactly these probabilities.
 *
 * @param tolerance the widest interval that is taken as known, in probability
 */
export function planLocalRoll({ candidates, hidden }: ChainOutcome, tolerance: number): LocalRoll {
  const possible = [...candidates, hidden].map(({ afterCut }) => afterCut);
  const width = possible.reduce((widest, one) => (isExact(one) ? widest : Math.max(widest, one.high - one.low)), 0);
  if (!(width <= tolerance)) return { width, probabilities: undefined };
  const unseen = possible.map(() => 0);
  return { width, probabilities: bestFit(unseen, possible) };
}
