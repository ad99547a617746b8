import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entropy } from '../../src/sampling/entropy.js';
import { entropyBounds } from '../../src/sampling/entropy-bounds.js';
import { softmax } from '../../src/sampling/softmax.js';
import { type OneBin, oneBin } from '../builders/one-bin.js';
import {
  anyTemperature,
  concentratedTail,
  evenly,
  fullDistribution,
  rounding,
  total,
  truncatedDistribution,
  uniformTail,
} from './distributions.js';

const entropyAt = (full: readonly number[], temperature: number) => entropy(softmax(full.map(Math.log), temperature));

describe('entropy', () => {
  test('of known distributions', () => {
    expect(entropy([0.5, 0.25, 0.125, 0.125])).toBe(1.75);
    expect(entropy([1, 0])).toBe(0);
    expect(entropy(Array.from({ length: 256 }, () => 1 / 256))).toBeCloseTo(8, 12);
  });

  test('refuses what is no distribution', () => {
    expect(() => entropy([0.5, 0.4])).toThrow('sum to 1');
    expect(() => entropy([1.5, -0.5])).toThrow('at least 0');
    expect(() => entropy([])).toThrow(RangeError);
  });
});

describe('entropyBounds', () => {
  test('the truth lies inside, at every temperature', () => {
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, ({ full, listed }, temperature) => {
        const { low, high } = entropyBounds(oneBin(listed), temperature);
        const truth = entropyAt(full, temperature);
        expect(truth).toBeGreaterThanOrEqual(low - 10 * rounding(temperature));
        expect(truth).toBeLessThanOrEqual(high + 10 * rounding(temperature));
      }),
      { numRuns: 3000 },
    );
  });

  test('both ends are attained at temperature 1', () => {
    fc.assert(
      fc.property(truncatedDistribution, ({ full, listed }) => {
        const known = { ...listed, vocabularySize: full.length };
        const count = full.length - known.probabilities.length;
        const { low, high } = entropyBounds(oneBin(known));
        expect(entropy([...known.probabilities, ...concentratedTail(known, count)])).toBeCloseTo(low, 7);
        expect(entropy([...known.probabilities, ...uniformTail(known, count)])).toBeCloseTo(high, 7);
      }),
      { numRuns: 2000 },
    );
  });

  test('both ends are attained at any temperature: two hidden tokens, all their shares tried', () => {
    fc.assert(
      fc.property(fullDistribution, evenly(-1, 0.7), (full, power) => {
        fc.pre(full.length > 2 && full.length < 40 && (full.at(-2) ?? 0) > 0);
        const temperature = 10 ** power;
        const probabilities = full.slice(0, -2);
        const hiddenMass = total(full.slice(-2));
        const cap = Math.min(hiddenMass, probabilities.at(-1) ?? 0);
        const steps = 1000;
        const values = Array.from({ length: steps + 1 }, (_, step) => {
          const most = cap - (step / steps) * (cap - hiddenMass / 2);
          return entropyAt([...probabilities, most, Math.max(0, hiddenMass - most)], temperature);
        });
        const { low, high } = entropyBounds(
          oneBin({ probabilities, hiddenMass, cap, vocabularySize: full.length }),
          temperature,
        );
        expect(Math.min(...values)).toBeGreaterThanOrEqual(low - 1e-6);
        expect(Math.max(...values)).toBeLessThanOrEqual(high + 1e-6);
        expect(Math.min(...values)).toBeCloseTo(low, 3);
        expect(Math.max(...values)).toBeCloseTo(high, 3);
      }),
      { numRuns: 400 },
    );
  });

  test('is a number of bits that the vocabulary can hold, at any temperature a number can hold', () => {
    fc.assert(
      fc.property(truncatedDistribution, evenly(-320, 308), ({ full, listed }, power) => {
        const { low, high } = entropyBounds(oneBin({ ...listed, vocabularySize: full.length }), 10 ** power);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(low);
        expect(high).toBeLessThanOrEqual(Math.log2(full.length) + 1e-6);
      }),
      { numRuns: 2000 },
    );
  });

  test('both ends are attained at other temperatures: among all tails of three tokens on a fine grid', () => {
    const steps = 300;
    const listings = [
      { probabilities: [0.9], hiddenMass: 0.1, cap: 0.1 },
      { probabilities: [0.4, 0.1], hiddenMass: 0.5, cap: 0.25 },
      { probabilities: [0.3, 0.3], hiddenMass: 0.4, cap: 0.3 },
      { probabilities: [0.05], hiddenMass: 0.12, cap: 0.05, rest: 0.83 },
    ];
    for (const { rest, ...listing } of listings) {
      const listed: OneBin = {
        ...listing,
        probabilities: rest === undefined ? listing.probabilities : [rest, ...listing.probabilities],
        vocabularySize: listing.probabilities.length + (rest === undefined ? 3 : 4),
      };
      for (const temperature of [0.2, 0.5, 0.8, 1.3, 2]) {
        const values: number[] = [];
        for (let a = 0; a <= steps; a++) {
          for (let b = 0; b <= steps - a; b++) {
            const tail = [a, b, steps - a - b].map((part) => (part / steps) * listed.hiddenMass);
            if (tail.every((probability) => probability <= listed.cap + 1e-12)) {
              values.push(entropyAt([...listed.probabilities, ...tail], temperature));
            }
          }
        }
        const { low, high } = entropyBounds(oneBin(listed), temperature);
        expect(Math.min(...values)).toBeGreaterThanOrEqual(low - 1e-9);
        expect(Math.max(...values)).toBeLessThanOrEqual(high + 1e-9);
        expect(Math.min(...values)).toBeCloseTo(low, 2);
        expect(Math.max(...values)).toBeCloseTo(high, 2);
      }
    }
  });

  test('no tail found by climbing gets outside', () => {
    // Moves mass between two hidden tokens at random and keeps what raises (or lowers) the entropy.
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        fc.constantFrom(0.3, 0.5, 0.8, 1.2, 2),
        fc.constantFrom(1, -1),
        fc.constantFrom([0.5], [0.02, 0.02], [0.7, 0.1, 0.05]),
        (random, temperature, direction, probabilities) => {
          const next = () => random.next().value ?? 0;
          const hiddenMass = 1 - total(probabilities);
          const cap = Math.min(hiddenMass, probabilities.at(-1) ?? 0);
          const count = Math.ceil(hiddenMass / cap) + 12;
          const tail = concentratedTail({ probabilities, hiddenMass, cap }, count);
          const { low, high } = entropyBounds(
            oneBin({ probabilities, hiddenMass, cap, vocabularySize: probabilities.length + count }),
            temperature,
          );
          let best = entropyAt([...probabilities, ...tail], temperature);
          for (let move = 0; move < 300; move++) {
            const from = Math.floor(next() * count);
            const to = Math.floor(next() * count);
            const most = Math.min(tail[from] ?? 0, cap - (tail[to] ?? 0));
            const amount = most * next();
            if (from === to || amount <= 0) continue;
            const tried = tail.with(from, (tail[from] ?? 0) - amount).with(to, (tail[to] ?? 0) + amount);
            const value = entropyAt([...probabilities, ...tried], temperature);
            if (value * direction > best * direction) {
              best = value;
              tail.splice(0, count, ...tried);
            }
          }
          expect(best).toBeGreaterThanOrEqual(low - 1e-6);
          expect(best).toBeLessThanOrEqual(high + 1e-6);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('the vocabulary bounds the upper end; unknown, there is none from temperature 1 upwards', () => {
    const listed = { probabilities: [0.5], hiddenMass: 0.5, cap: 0.5 };
    expect(entropyBounds(oneBin({ ...listed, vocabularySize: 1025 })).high).toBeCloseTo(0.5 + 0.5 * 11, 9);
    expect(entropyBounds(oneBin(listed)).low).toBeCloseTo(1, 9);
    expect(entropyBounds(oneBin(listed)).high).toBe(Number.POSITIVE_INFINITY);
    expect(entropyBounds(oneBin(listed), 2).high).toBe(Number.POSITIVE_INFINITY);
    expect(entropyBounds(oneBin(listed), 0.5).high).toBeLessThan(2);
    expect(entropyBounds(oneBin(listed), 0.5).low).toBeCloseTo(0, 9);
  });

  test('is exact with nothing hidden, and 0 at temperature 0', () => {
    const listed = { probabilities: [0.5, 0.5], hiddenMass: 0, cap: 0.5 };
    expect(entropyBounds(oneBin(listed), 1)).toEqual({ low: 1, high: 1 });
    expect(entropyBounds(oneBin(listed), 1.7)).toEqual({ low: 1, high: 1 });
    expect(entropyBounds(oneBin({ probabilities: [0.6], hiddenMass: 0.4, cap: 0.4 }), 0)).toEqual({ low: 0, high: 0 });
  });
});
