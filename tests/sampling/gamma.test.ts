import { describe, expect, test } from 'vitest';
import { logGamma, upperGamma } from '../../src/sampling/gamma.js';

/** e^−x Σ xᵏ/k! for k < a: Q for a whole a, term by term. */
function poissonSum(shape: number, x: number): number {
  let term = Math.exp(-x);
  let sum = 0;
  for (let k = 0; k < shape; k++) {
    sum += term;
    term *= x / (k + 1);
  }
  return sum;
}

/** Q for a half-whole a by Simpson's rule over the density with t = u². */
function integrated(shape: number, x: number): number {
  const end = Math.sqrt(x) + 12;
  const steps = 20_000;
  const width = (end - Math.sqrt(x)) / steps;
  let sum = 0;
  for (let step = 0; step <= steps; step++) {
    const u = Math.sqrt(x) + step * width;
    sum += (step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2) * u ** (2 * shape - 1) * Math.exp(-u * u);
  }
  // Γ(a) for a half-whole a: (a − 1)(a − 2) … ½ √π.
  let gamma = Math.sqrt(Math.PI);
  for (let factor = shape - 1; factor >= 0.5; factor--) gamma *= factor;
  return (2 * sum * width) / 3 / gamma;
}

describe('logGamma', () => {
  test('of whole and half numbers', () => {
    let factorial = 1;
    for (let n = 1; n <= 100; n++) {
      expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 10);
      factorial *= n;
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
  });
});

describe('upperGamma', () => {
  test('gives the tabled quantiles of the chi-square distribution', () => {
    // Degrees of freedom, quantile, upper tail; Abramowitz and Stegun 1964, table 26.8, and to more digits since.
    for (const [freedom, quantile, tail] of [
      [1, 3.841458820694124, 0.05],
      [1, 6.634896601021215, 0.01],
      [2, 5.991464547107979, 0.05],
      [5, 11.070497693516351, 0.05],
      [10, 18.307038053275146, 0.05],
      [30, 43.77297182574219, 0.05],
      [100, 124.3421134028635, 0.05],
      [10, 29.588298445074422, 0.001],
    ] as const) {
      expect(upperGamma(freedom / 2, quantile / 2)).toBeCloseTo(tail, 9);
    }
  });

  test('agrees with a finite sum for whole numbers, on both sides of the change of method', () => {
    for (const shape of [1, 2, 3, 7, 20, 60]) {
      for (const part of [0.01, 0.3, 0.9, 1, 1.1, 2, 5]) {
        const x = part * (shape + 1);
        const expected = poissonSum(shape, x);
        expect(Math.abs(upperGamma(shape, x) - expected)).toBeLessThanOrEqual(1e-12 * expected + 1e-15);
      }
    }
  });

  test('agrees with numerical integration for half-whole numbers', () => {
    for (const shape of [0.5, 1.5, 4.5, 9.5]) {
      for (const x of [0.25, 1, 3, 10, 25]) expect(upperGamma(shape, x)).toBeCloseTo(integrated(shape, x), 9);
    }
  });

  test('keeps its digits far out, and has its ends', () => {
    expect(upperGamma(1, 700) / Math.exp(-700)).toBeCloseTo(1, 9);
    expect(upperGamma(3, 0)).toBe(1);
    expect(upperGamma(3, Number.POSITIVE_INFINITY)).toBe(0);
    expect(upperGamma(0.5, 1e6)).toBe(0);
    expect(upperGamma(500, 500)).toBeCloseTo(poissonSum(500, 500), 9);
  });

  test('refuses other numbers', () => {
    expect(() => upperGamma(0, 1)).toThrow('shape');
    expect(() => upperGamma(1, -1)).toThrow('at least 0');
    expect(() => upperGamma(1, Number.NaN)).toThrow('at least 0');
  });
});
