import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatBits,
  formatCount,
  formatCountRange,
  formatPercent,
  formatPercentRange,
} from '../../src/words/format.js';

const probabilities = fc.double({ min: 0, max: 1, noNaN: true });
const figure = (text: string) => Number(text.replace(/[<>% ]/g, ''));

describe('formatPercent', () => {
  test.each([
    [0, '0%'],
    [1e-12, '< 0.1%'],
    [0.0009999, '< 0.1%'],
    [0.001, '0.1%'],
    [0.0123, '1.2%'],
    [0.0994, '9.9%'],
    [0.0996, '10%'],
    [0.1, '10%'],
    [0.34567, '35%'],
    [0.99, '99%'],
    [0.9949, '99%'],
    [0.995, '99.5%'],
    [0.996, '99.6%'],
    [0.9994, '99.9%'],
    [0.9995, '99.9%'],
    [0.99951, '> 99.9%'],
    [1 - 1e-12, '> 99.9%'],
    [1, '100%'],
    [1 + 1e-12, '100%'],
    [-1e-12, '0%'],
  ])('%d is %s', (probability, text) => {
    expect(formatPercent(probability)).toBe(text);
  });

  test('claims certainty or impossibility for nothing but 1 and 0', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        expect(formatPercent(p) === '0%').toBe(p === 0);
        expect(formatPercent(p) === '100%').toBe(p === 1);
      }),
    );
  });

  test('is never off by more than half a percent, nor by more than 0.1 under 10%', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        const off = Math.abs(figure(formatPercent(p)) - p * 100);
        expect(off).toBeLessThanOrEqual(p < 0.0995 ? 0.1001 : 0.5001);
      }),
    );
  });

  test('keeps the order of probabilities', () => {
    fc.assert(
      fc.property(probabilities, probabilities, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(figure(formatPercent(low))).toBeLessThanOrEqual(figure(formatPercent(high)));
      }),
    );
  });

  test.each([Number.NaN, -0.01, 1.01, Number.POSITIVE_INFINITY])('refuses %d', (value) => {
    expect(() => formatPercent(value)).toThrow(RangeError);
  });
});

test('a range shows both ends, or one figure when they print the same', () => {
  expect(formatPercentRange(0.102, 0.207)).toBe('10%–21%');
  expect(formatPercentRange(0.1021, 0.1022)).toBe('10%');
  expect(formatPercentRange(0, 0.0004)).toBe('0%–< 0.1%');
  expect(() => formatPercentRange(0.3, 0.2)).toThrow(RangeError);
});

test('bits have two decimals and no negative zero', () => {
  expect(formatBits(3.178)).toBe('3.18 bits');
  expect(formatBits(-0.001)).toBe('0.00 bits');
  expect(formatBits(-2)).toBe('−2.00 bits');
  expect(formatBits(Number.POSITIVE_INFINITY)).toBe('∞ bits');
  expect(() => formatBits(Number.NaN)).toThrow(RangeError);
});

test('counts have their thousands separated', () => {
  expect(formatCount(199_988)).toBe('199,988');
});

test('a range of counts has a decimal where it is small and not whole', () => {
  expect(formatCountRange({ low: 3, high: 9 })).toBe('3–9');
  expect(formatCountRange({ low: 4.71, high: 4.71 })).toBe('4.7');
  expect(formatCountRange({ low: 0.96, high: 12.4 })).toBe('1.0–12');
  expect(formatCountRange({ low: 1190.4, high: 1190.4 })).toBe('1,190');
  expect(() => formatCountRange({ low: 2, high: 1 })).toThrow(RangeError);
  expect(() => formatCountRange({ low: -1, high: 1 })).toThrow(RangeError);
  expect(() => formatCountRange({ low: 0, high: Number.POSITIVE_INFINITY })).toThrow(RangeError);
});
