/** What is known of a distribution when a server lists only its most likely tokens. */
export interface ListedDistribution {
  /** Probabilities of the listed tokens at temperature 1, most likely first; the first is the most likely of all. */
  readonly probabilities: readonly number[];
  /** Probability of all other tokens together, in [0, 1]. */
  readonly hiddenMass: number;
  /** No token that is not listed has a higher probability than this. */
  readonly cap: number;
  /** Number of tokens in the vocabulary, the listed ones among them, where known. */
  readonly vocabularySize?: number | undefined;
}

/** The tokens that are not listed: `count` of them (Infinity when unknown), `mass` together, none above `cap`. */
export interface Tail {
  readonly mass: number;
  readonly cap: number;
  readonly count: number;
}

/** Listed and hidden probabilities may be off from a sum of 1 by this, because servers send rounded numbers. */
const TOLERANCE = 0.001;

/**
 * Checks a listed distribution and returns what its tail can be.
 *
 * A hidden mass a hair below 0 counts as 0. A cap that cannot hold (no room for the hidden mass below it, as when a
 * server lists placeholders of probability 0 at the end) is replaced by the one that always holds: no unlisted token
 * is likelier than the first listed one, or than the hidden mass.
 *
 * @throws RangeError with what is wrong
 */
export function checkListed({ probabilities, hiddenMass, cap, vocabularySize }: ListedDistribution): Tail {
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
  if (!(Math.abs(sum + hiddenMass - 1) <= TOLERANCE) || hiddenMass < -TOLERANCE) {
    throw new RangeError(`Listed (${sum}) and hidden (${hiddenMass}) probability must sum to 1.`);
  }
  if (!(cap >= 0)) throw new RangeError(`The cap must be a probability, not ${cap}.`);

  const count = tailCount(probabilities.length, vocabularySize);
  const mass = count === 0 ? 0 : Math.max(0, hiddenMass);
  if (count === 0 && hiddenMass > TOLERANCE) {
    throw new RangeError(`All ${vocabularySize} tokens are listed, yet ${hiddenMass} of the probability is hidden.`);
  }
  const highest = Math.min(first, mass);
  const claimed = Math.min(cap, highest);
  const holds = claimed > 0 && claimed * count >= mass * (1 - 1e-10);
  if (!holds && highest * count < mass * (1 - 1e-10)) {
    throw new RangeError(`The ${count} hidden tokens cannot hold ${mass} when none is likelier than ${first}.`);
  }
  return { mass, cap: holds ? Math.max(claimed, mass / count) : highest, count };
}

function tailCount(listed: number, vocabularySize: number | undefined): number {
  if (vocabularySize === undefined) return Number.POSITIVE_INFINITY;
  if (!Number.isInteger(vocabularySize) || vocabularySize < listed) {
    throw new RangeError(`The vocabulary must be a whole number of at least ${listed} tokens, not ${vocabularySize}.`);
  }
  return vocabularySize - listed;
}

/** @throws RangeError unless the temperature is a finite number of at least 0 */
export function checkTemperature(temperature: number): void {
  if (!(temperature >= 0) || temperature === Number.POSITIVE_INFINITY) {
    throw new RangeError(`The temperature must be a number of at least 0, not ${temperature}.`);
  }
}
