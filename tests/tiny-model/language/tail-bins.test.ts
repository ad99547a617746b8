import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tailBins } from '../../../src/tiny-model/language/tail-bins.js';

const total = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);

/** Probabilities that spread over many powers of ten, as those of a language model do. */
function spread(count: number, steepness: number): Float64Array {
  const weights = Float64Array.from({ length: count }, (_, place) => Math.exp(-steepness * Math.sqrt(place)));
  const sum = total(weights);
  return weights.map((weight) => weight / sum);
}

test('every token that is not named is in one bin, in order', () => {
  const weights = fc.array(fc.oneof(fc.double({ min: 1e-9, max: 1, noNaN: true }), fc.constantFrom(0, 0.5)), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 12 }), fc.nat(), (all, most, some) => {
      const sum = total(all) || 1;
      const probabilities = Float64Array.from(all, (weight) => weight / sum);
      const named = [some % all.length];
      const left = [...probabilities].filter((_, id) => !named.includes(id)).sort((one, other) => other - one);
      const bins = tailBins(probabilities, named, most);
      expect(bins.filter(([, , greatest]) => greatest > 0).length).toBeLessThanOrEqual(most);
      let from = 0;
      for (const [count, mass, greatest, least] of bins) {
        const own = left.slice(from, from + count);
        from += count;
        expect(Math.abs(total(own) - mass)).toBeLessThan(1e-8);
        expect(Math.max(...own)).toBeLessThanOrEqual(greatest);
        expect(Math.min(...own)).toBeGreaterThanOrEqual(least);
      }
      expect(from).toBe(left.length);
    }),
  );
});

describe.each([0.05, 0.2, 0.5])('64 bins of a vocabulary whose probabilities fall off by %f', (steepness) => {
  const probabilities = spread(4001, steepness);
  const bins = tailBins(
    probabilities,
    Array.from({ length: 100 }, (_, id) => id),
    64,
  );

  test.each([0.3, 0.5, 0.7, 1, 1.5, 2])(
    'leave less than a tenth of a percent open at temperature %f',
    (temperature) => {
      const weight = (probability: number) => probability ** (1 / temperature);
      const whole = total(probabilities.map(weight));
      let open = 0;
      for (const [count, mass, greatest, least] of bins) {
        const even = count * weight(mass / count);
        // As uneven as can be: each token as likely as the bin's greatest or its least.
        const high = greatest === least ? 0 : (mass - count * least) / (greatest - least);
        open += Math.abs(high * weight(greatest) + (count - high) * weight(least) - even) / whole;
      }
      expect(open).toBeLessThan(1e-3);
    },
  );
});

test('tokens that are equally likely are one bin', () => {
  const probabilities = Float64Array.of(0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
  expect(tailBins(probabilities, [0], 9)).toEqual([[6, 0.6, 0.1, 0.1]]);
});
