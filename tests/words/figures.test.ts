import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFigures } from '../../src/words/figures.js';

const {
  aboutCount,
  bits,
  count,
  countRange,
  decimals,
  decimalsRange,
  isCountRange,
  isDecimalsRange,
  isPercentRange,
  number,
  ofHundred,
  percent,
  percentRange,
  percentWidth,
  perplexity,
} = createFigures('en');
const german = createFigures('de');

const probabilities = fc.double({ min: 0, max: 1, noNaN: true });
const figure = (text: string) => Number(text.replace(/[<>% ]/g, ''));

describe('percent', () => {
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
    expect(percent(probability)).toBe(text);
  });

  test('claims certainty or impossibility for nothing but 1 and 0', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        expect(percent(p) === '0%').toBe(p === 0);
        expect(percent(p) === '100%').toBe(p === 1);
      }),
    );
  });

  test('is never off by more than half a percent, nor by more than 0.1 under 10%', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        const off = Math.abs(figure(percent(p)) - p * 100);
        expect(off).toBeLessThanOrEqual(p < 0.0995 ? 0.1001 : 0.5001);
      }),
    );
  });

  test('keeps the order of probabilities', () => {
    fc.assert(
      fc.property(probabilities, probabilities, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(figure(percent(low))).toBeLessThanOrEqual(figure(percent(high)));
      }),
    );
  });

  test.each([Number.NaN, -0.01, 1.01, Number.POSITIVE_INFINITY])('refuses %d', (value) => {
    expect(() => percent(value)).toThrow(RangeError);
  });
});

test('a range shows both ends, or one figure when they print the same', () => {
  expect(percentRange(0.102, 0.207)).toBe('10%–21%');
  expect(percentRange(0.1021, 0.1022)).toBe('10%');
  expect(percentRange(0, 0.0004)).toBe('0%–< 0.1%');
  expect(() => percentRange(0.3, 0.2)).toThrow(RangeError);
});

test('a range is one figure where its ends differ by less than a fifth of the last digit', () => {
  expect(percentRange(0.1249, 0.1252)).toBe('13%');
  expect(percentRange(0.1244, 0.1251)).toBe('12%');
  expect(percentRange(0.1249, 0.1271)).toBe('12%–13%');
  expect(percentRange(0.02049, 0.02052)).toBe('2.1%');
  expect(percentRange(0.00049, 0.0006)).toBe('< 0.1%');
  expect(percentRange(0.9993, 0.99945)).toBe('99.9%');
  // What is certain or impossible is written only of what surely is.
  expect(percentRange(0, 0.0001)).toBe('< 0.1%');
  expect(percentRange(0.9999, 1)).toBe('> 99.9%');
  expect(isPercentRange({ low: 0.1249, high: 0.1252 })).toBe(false);
  expect(decimalsRange({ low: 3.1749, high: 3.1752 }, 2)).toBe('3.18');
  expect(isDecimalsRange({ low: 3.1749, high: 3.1752 }, 2)).toBe(false);
  expect(decimalsRange({ low: 3.174, high: 3.178 }, 2)).toBe('3.17–3.18');
  expect(countRange({ low: 12.49, high: 12.6 })).toBe('13');
});

test('a decimal of a probability that is not known is left away', () => {
  expect(percentRange(0.0513, 0.0518)).toBe('5%');
  expect(percentRange(0.0549, 0.056)).toBe('6%');
  expect(percentRange(0.0513, 0.056)).toBe('5.1%–5.6%');
  // One percent is the least that has a whole number.
  expect(percentRange(0.0044, 0.0047)).toBe('0.4%–0.5%');
});

test('a range is never written as a figure that is off by more than rounding and a tenth of the last digit', () => {
  fc.assert(
    fc.property(probabilities, fc.double({ min: 0, max: 0.002, noNaN: true }), (low, width) => {
      const high = Math.min(1, low + width);
      const written = percentRange(low, high);
      if (written.includes('–')) return;
      const digit = /\.\d/.test(written) ? 0.1 : 1;
      for (const end of [low, high])
        expect(Math.abs(figure(written) - end * 100)).toBeLessThanOrEqual(0.61 * digit + 0.1);
    }),
  );
});

test('a count that is known to a twentieth is told as about so many, in three digits', () => {
  expect(aboutCount({ low: 2831, high: 2836 })).toBe('2,830');
  expect(aboutCount({ low: 124, high: 127 })).toBe('126');
  expect(aboutCount({ low: 300, high: 345 })).toBeUndefined();
  expect(aboutCount({ low: 8, high: 9 })).toBeUndefined();
});

test('bits have two decimals and no negative zero', () => {
  expect(bits(3.178)).toBe('3.18 bits');
  expect(bits(-0.001)).toBe('0.00 bits');
  expect(bits(1)).toBe('1.00 bits');
  expect(bits(1234.5)).toBe('1234.50 bits');
  expect(bits(-2)).toBe('−2.00 bits');
  expect(bits(Number.POSITIVE_INFINITY)).toBe('∞ bits');
  expect(() => bits(Number.NaN)).toThrow(RangeError);
});

test('counts have their thousands separated', () => {
  expect(count(199_988)).toBe('199,988');
});

test('a range of counts has a decimal where it is small and not whole', () => {
  expect(countRange({ low: 3, high: 9 })).toBe('3–9');
  expect(countRange({ low: 4.71, high: 4.71 })).toBe('4.7');
  expect(countRange({ low: 0.96, high: 12.4 })).toBe('1.0–12');
  expect(countRange({ low: 1190.4, high: 1190.4 })).toBe('1,190');
  expect(() => countRange({ low: 2, high: 1 })).toThrow(RangeError);
  expect(() => countRange({ low: -1, high: 1 })).toThrow(RangeError);
  expect(() => countRange({ low: 0, high: Number.POSITIVE_INFINITY })).toThrow(RangeError);
});

test('what prints as a range is one', () => {
  expect([isPercentRange({ low: 0.102, high: 0.207 }), isPercentRange({ low: 0.1021, high: 0.1022 })]).toEqual([
    true,
    false,
  ]);
  expect([isCountRange({ low: 3, high: 4 }), isCountRange({ low: 3, high: 3.01 })]).toEqual([true, false]);
});

test('a perplexity has decimals where they tell something', () => {
  expect([2, 99.994, 1234.5].map(perplexity)).toEqual(['2.00', '99.99', '1,235']);
});

test('numbers are rounded as JavaScript rounds them, and keep the digits they have', () => {
  // The double is below 1.005.
  expect(decimals(1.005, 2)).toBe('1.00');
  expect(decimals(-0.001, 2)).toBe('0.00');
  expect(decimalsRange({ low: 1.234, high: 1.2341 }, 2)).toBe('1.23');
  expect(decimalsRange({ low: 1.234, high: 4.5 }, 2)).toBe('1.23–4.50');
  expect([0.7, 1234.5, -2, 0.0000012345678901234567, 1e-30].map(number)).toEqual([
    '0.7',
    '1234.5',
    '−2',
    '0.0000012345678901234567',
    '1e-30',
  ]);
  expect([ofHundred('12.3450'), ofHundred('1.0e-7')]).toEqual(['12.3450%', '1.0e-7%']);
});

test('no percentage is wider than its column', () => {
  fc.assert(fc.property(probabilities, (p) => percent(p).length <= percentWidth));
  expect(percentWidth).toBe(7);
  expect(german.percentWidth).toBe(8);
});

test('German figures', () => {
  expect(german.count(1234)).toBe('1.234');
  expect([0, 0.0001, 0.0123, 0.12, 0.9996, 1].map(german.percent)).toEqual([
    '0\u00a0%',
    '< 0,1\u00a0%',
    '1,2\u00a0%',
    '12\u00a0%',
    '> 99,9\u00a0%',
    '100\u00a0%',
  ]);
  expect(german.percentRange(0.12, 0.34)).toBe('12\u00a0%–34\u00a0%');
  expect(german.ofHundred('12.345')).toBe('12,345\u00a0%');
  expect([3.178, -2, Number.POSITIVE_INFINITY].map(german.bits)).toEqual(['3,18 Bit', '−2,00 Bit', '∞ Bit']);
  expect(german.perplexity(12.3)).toBe('12,30');
  expect(german.countRange({ low: 0.96, high: 1234.4 })).toBe('1,0–1.234');
  expect([0.7, 1e-7].map(german.number)).toEqual(['0,7', '1e-7']);
});

test('other digits, other signs and other places for them', () => {
  expect(createFigures('tr').percent(0.0001)).toBe('< %0,1');
  expect(createFigures('ja').countRange({ low: 3, high: 9 })).toBe('3～9');
  expect(createFigures('fa').decimals(12.5, 2)).toBe('۱۲٫۵۰');
  expect(createFigures('fr').bits(1)).toBe('1,00\u00a0bit');
});
