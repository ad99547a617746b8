import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temper } from '../../src/sampling/bounds.js';
import { fromLogarithm, type Scientific } from '../../src/sampling/scientific.js';
import { fillFormula } from '../../src/sampling/temperature-formula.js';
import { oneBin } from '../builders/one-bin.js';
import { evenly, total, truncatedDistribution } from './distributions.js';

const value = ({ mantissa, exponent }: Scientific) => mantissa * 10 ** exponent;
const logarithm = ({ mantissa, exponent }: Scientific) => Math.log(mantissa) + exponent * Math.LN10;

describe('fillFormula', () => {
  test('a worked example at temperature 2, of which nothing is hidden', () => {
    // √0.64 = 0.8, √0.36 = 0.6.
    const filled = fillFormula(oneBin({ probabilities: [0.64, 0.36], hiddenMass: 0, cap: 0 }), 2, 1);
    expect(filled.logit).toBe(Math.log(0.36));
    expect(filled.scaled).toBe(Math.log(0.36) / 2);
    expect(value(filled.numerator)).toBeCloseTo(0.6, 12);
    expect(value(filled.listedSum)).toBeCloseTo(1.4, 12);
    expect(value(filled.denominator.low)).toBeCloseTo(1.4, 12);
    expect(filled.denominator.high).toEqual(filled.denominator.low);
    expect(filled.quotient.low).toBeCloseTo(0.6 / 1.4, 12);
  });

  test('numerator over denominator is the quotient, at every temperature and for every tail', () => {
    fc.assert(
      fc.property(
        truncatedDistribution,
        evenly(-7, 7).map((power) => 10 ** power),
        fc.nat(),
        ({ listed }, temperature, any) => {
          const place = any % listed.probabilities.length;
          const { numerator, denominator, quotient } = fillFormula(oneBin(listed), temperature, place);
          expect(quotient).toEqual(temper(oneBin(listed), temperature).candidates[place]);
          if (numerator.mantissa === 0) {
            expect(quotient).toEqual({ low: 0, high: 0 });
            return;
          }
          for (const [end, other] of [
            ['low', 'high'],
            ['high', 'low'],
          ] as const) {
            const divided = Math.exp(logarithm(numerator) - logarithm(denominator[other]));
            // A logarithm of 10⁸ is right to 10⁻⁸.
            expect(divided).toBeCloseTo(quotient[end], temperature < 1e-3 ? 5 : 9);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('the denominator holds the true sum', () => {
    fc.assert(
      fc.property(truncatedDistribution, fc.constantFrom(0.3, 0.7, 1, 1.5, 2), ({ full, listed }, temperature) => {
        const { denominator } = fillFormula(oneBin(listed), temperature, 0);
        const truth = total(full.map((p) => Math.exp(Math.log(p) / temperature)));
        expect(truth).toBeGreaterThanOrEqual(value(denominator.low) * (1 - 1e-7));
        expect(truth).toBeLessThanOrEqual(value(denominator.high) * (1 + 1e-7));
      }),
      { numRuns: 3000 },
    );
  });

  test('near temperature 0 the numbers are too small for a plain one, and still right', () => {
    // 0.1 to the power of 1000.
    const { numerator, quotient } = fillFormula(oneBin({ probabilities: [0.9, 0.1], hiddenMass: 0, cap: 0 }), 0.001, 1);
    expect(numerator.exponent + Math.log10(numerator.mantissa)).toBeCloseTo(-1000, 9);
    expect(quotient.low).toBe(0);
  });

  test('a hidden tail of unknown size has no largest denominator above temperature 1', () => {
    const { denominator, quotient } = fillFormula(oneBin({ probabilities: [0.6], hiddenMass: 0.4, cap: 0.4 }), 2, 0);
    expect(denominator.high.mantissa).toBe(Number.POSITIVE_INFINITY);
    expect(value(denominator.low)).toBeCloseTo(Math.sqrt(0.6) + Math.sqrt(0.4), 12);
    expect(quotient.low).toBe(0);
  });

  test('a placeholder of probability 0 has the numerator 0', () => {
    const listed = { probabilities: [1, Math.exp(-9999)], hiddenMass: 0, cap: 0 };
    expect(fillFormula(oneBin(listed), 2, 1)).toMatchObject({
      logit: Number.NEGATIVE_INFINITY,
      numerator: { mantissa: 0, exponent: 0 },
      quotient: { low: 0, high: 0 },
    });
  });

  test('has no value at temperature 0, nor for a token that is not listed', () => {
    const listed = { probabilities: [1], hiddenMass: 0, cap: 0 };
    for (const temperature of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => fillFormula(oneBin(listed), temperature, 0)).toThrow('temperature');
    }
    expect(() => fillFormula(oneBin(listed), 1, 1)).toThrow('No token');
  });
});

describe('fromLogarithm', () => {
  test('has one digit before the point', () => {
    expect(fromLogarithm(0)).toEqual({ mantissa: 1, exponent: 0 });
    fc.assert(
      fc.property(fc.oneof(evenly(-1e6, 1e6), evenly(-50, 50)), (log) => {
        const number = fromLogarithm(log);
        expect(number.mantissa).toBeGreaterThanOrEqual(1);
        expect(number.mantissa).toBeLessThan(10);
        expect(Math.abs(logarithm(number) - log)).toBeLessThan(1e-9 * (1 + Math.abs(log)));
      }),
      { numRuns: 2000 },
    );
    for (let power = -300; power <= 300; power += 7) {
      const { mantissa, exponent } = fromLogarithm(Math.log(10 ** power));
      expect(Math.abs(mantissa * 10 ** (exponent - power) - 1)).toBeLessThan(1e-12);
    }
  });

  test('0 and what has no end', () => {
    expect(fromLogarithm(Number.NEGATIVE_INFINITY)).toEqual({ mantissa: 0, exponent: 0 });
    expect(fromLogarithm(Number.POSITIVE_INFINITY)).toEqual({ mantissa: Number.POSITIVE_INFINITY, exponent: 0 });
  });
});
