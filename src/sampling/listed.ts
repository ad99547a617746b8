import { joinOverlapping, massOf, type Tail, type TailBin } from '../domain/tail.js';

/** What is known of a distribution when a server lists only its most likely tokens. */
export interface ListedDistribution {
  /** Probabilities of the listed tokens at temperature 1, most likely first; the first is the most likely of all. */
  readonly probabilities: readonly number[];
  /** All other tokens. */
  readonly tail: Tail;
}

/** Listed and hidden probabilities may be off from a sum of 1 by this, because servers send rounded numbers. */
const TOLERANCE = 0.001;

/** What a bin has together was rounded to nine digits. */
const ROUNDED_MASS = 1e-8;

/**
 * Checks a listed distribution and returns its tail as it can be: without empty bins, and none overlapping.
 *
 * A mass a hair below 0 counts as 0. A greatest probability that cannot hold (no room for the mass below it, as when a
 * server lists placeholders of probability 0 at the end) is replaced by the one that always holds: no unlisted token is
 * likelier than the first listed one, or than the mass of its bin.
 *
 * @throws RangeError with what is wrong
 */
export function checkListed({ probabilities, tail }: ListedDistribution): Tail {
  const first = probabilities[0];
  if (first === undefined) throw new RangeError('A distribution must list at least one token.');
  if (!(first > 0)) throw new RangeError(`The most likely token must have a probability above 0, not ${first}.`);
  let previous = 1 + TOLERANCE;
  let sum = 0;
  for (const probability of probabilities) {
    if (!(probability >= 0 && probability <= previous)) {
      throw new RangeError(
        `Probabilities must be numbers from 0 to 1, most likely first: ${probability} follows ${previous}.`,
      );
    }
    previous = probability;
    sum += probability;
  }
  const hidden = massOf(tail);
  if (!(Math.abs(sum + hidden - 1) <= TOLERANCE) || hidden < -TOLERANCE) {
    throw new RangeError(`Listed (${sum}) and hidden (${hidden}) probability must sum to 1.`);
  }
  return joinOverlapping(tail.flatMap((bin) => checkBin(bin, first)));
}

/** @param first probability of the most likely token */
function checkBin({ count, mass: told, greatest, least }: TailBin, first: number): TailBin[] {
  if (!(count >= 0) || (count !== Number.POSITIVE_INFINITY && !Number.isInteger(count))) {
    throw new RangeError(`The unlisted tokens must be a whole number of at least 0, not ${count}.`);
  }
  if (!(greatest >= 0)) throw new RangeError(`The cap must be a probability, not ${greatest}.`);
  if (!(least <= greatest)) throw new RangeError(`The least probability, ${least}, is above the cap, ${greatest}.`);
  if (count === 0 && told > TOLERANCE) {
    throw new RangeError(`No token is left, yet ${told} of the probability is hidden.`);
  }
  if (count === 0) return [];
  const mass = Math.max(0, told);
  const highest = Math.min(first, mass);
  const claimed = Math.min(greatest, highest);
  const isEnough = (cap: number) => cap * count >= mass * (1 - ROUNDED_MASS);
  if (claimed > 0 && isEnough(claimed)) {
    const mean = mass / count;
    return [{ count, mass, greatest: Math.max(claimed, mean), least: Math.min(Math.max(0, least), mean) }];
  }
  if (highest > 0 && !isEnough(highest)) {
    throw new RangeError(`The ${count} hidden tokens cannot hold ${mass} when none is likelier than ${first}.`);
  }
  return [{ count, mass, greatest: highest, least: 0 }];
}

/** @throws RangeError unless the temperature is a finite number of at least 0 */
export function checkTemperature(temperature: number): void {
  if (!(temperature >= 0) || temperature === Number.POSITIVE_INFINITY) {
    throw new RangeError(`The temperature must be a number of at least 0, not ${temperature}.`);
  }
}
