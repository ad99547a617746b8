import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entropyBounds } from '../../src/sampling/entropy-bounds.js';
import type { ListedDistribution } from '../../src/sampling/listed.js';
import { oneBin } from '../builders/one-bin.js';
import { anyTemperature, evenly, total, truncatedDistribution } from './distributions.js';
import { searchedEntropy } from './searched-entropy.js';

/** What the reference is right to, which looks at some hundreds of tails and misses narrow extremes between them. */
const SAME = 1e-6;

/**
 * No end may lie inside the reference's: each of those is some tail's. Where there is nothing to search, or numbers leave the
 * range in which they have all their digits, the reference is the one that is off.
 */
function compare(listed: ListedDistribution, temperature: number): void {
  const [bin] = listed.tail;
  const isOne = bin !== undefined && bin.count * bin.greatest <= bin.mass * SAME_AS_MEAN;
  if (bin === undefined || isOne || (bin.mass > 0 && bin.mass < LEAST_MASS)) return;
  const found = entropyBounds(listed, temperature);
  const reference = searchedEntropy(listed, temperature);
  expect(found.low).toBeLessThanOrEqual(reference.low + SAME);
  expect(found.high).toBeGreaterThanOrEqual(reference.high - SAME);
  // What it adds is a narrow extreme, if anything.
  expect(found.low).toBeGreaterThan(reference.low - 0.1);
  if (reference.high < Number.POSITIVE_INFINITY) expect(found.high).toBeLessThan(reference.high + 0.1);
  else expect(found.high).toBe(Number.POSITIVE_INFINITY);
}

const SAME_AS_MEAN = 1 + 1e-6;
const LEAST_MASS = 1e-280;

const temperature = fc.oneof(
  anyTemperature,
  evenly(-2, 2).map((power) => 10 ** power),
);

test('the ends of entropy are those that a search over hundreds of tails finds', () => {
  fc.assert(
    fc.property(truncatedDistribution, temperature, fc.boolean(), ({ full, listed }, degrees, isTold) => {
      compare(oneBin({ ...listed, vocabularySize: isTold ? full.length : listed.vocabularySize }), degrees);
    }),
    { numRuns: 300 },
  );
});

test('the same of lists that are no top-k, and of large vocabularies', () => {
  fc.assert(
    fc.property(
      fc.array(evenly(-8, 0).map(Math.exp), { minLength: 1, maxLength: 6 }),
      evenly(-6, 0).map(Math.exp),
      evenly(0, 1),
      evenly(0, 12).map((power) => Math.floor(Math.exp(power))),
      temperature,
      (weights, share, way, more, degrees) => {
        const mass = Math.min(0.95, share);
        const probabilities = weights.map((each) => (each / total(weights)) * (1 - mass)).sort((a, b) => b - a);
        const most = Math.min(probabilities[0] ?? 0, mass);
        const count = Math.ceil(mass / most) + more;
        const mean = mass / count;
        const greatest = Math.max(mean, Math.min(most, mean * (most / mean) ** way));
        compare({ probabilities, tail: [{ count, mass, greatest, least: 0 }] }, degrees);
      },
    ),
    { numRuns: 800 },
  );
});
