import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  between,
  clamp,
  exactly,
  type Interval,
  isExact,
  NONE,
  restOf,
  scale,
  subtract,
  sumBeside,
  sumOf,
  unionOf,
} from '../../src/domain/interval.js';

/** What floating-point sums of a few hundred probabilities may be off by. */
const ROUNDING = 1e-12;

function expectInside(value: number, { low, high }: Interval): void {
  expect(low).toBeLessThanOrEqual(high);
  expect(value).toBeGreaterThanOrEqual(low - ROUNDING);
  expect(value).toBeLessThanOrEqual(high + ROUNDING);
}

/** A true number, and an interval that it lies in; its ends may be the number itself. */
interface Known {
  readonly value: number;
  readonly interval: Interval;
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const margin = fc.oneof(fc.constant(0), share);

const known = (value: number): fc.Arbitrary<Known> =>
  fc.tuple(margin, margin).map(([below, above]) => ({
    value,
    interval: { low: value * (1 - below), high: value + above * (1 - value) },
  }));
const number = share.chain(known);

/** Parts of a whole of 1, exactly: multiples of 2⁻⁴⁰, of which some may be 0 and others next to nothing. */
const whole = fc
  .array(fc.oneof(fc.constant(0), fc.nat(3), fc.nat(2 ** 20)), { minLength: 1, maxLength: 60 })
  .chain((units) => {
    const rest = 2 ** 40 - units.reduce((sum, unit) => sum + unit, 0);
    return fc.tuple(...[...units, rest].map((unit) => known(unit / 2 ** 40)));
  });
const cutInTwo = whole.chain((all) => fc.tuple(fc.constant(all), fc.nat(all.length)));

const runs = { numRuns: 500, seed: 20_260_902 };

describe('whatever the true numbers are, inside is', () => {
  test('their sum, difference and multiple', () => {
    fc.assert(
      fc.property(number, number, fc.double({ min: 0, max: 1000, noNaN: true }), (one, other, factor) => {
        expectInside(one.value + other.value, add(one.interval, other.interval));
        expectInside(one.value - other.value, subtract(one.interval, other.interval));
        const { low, high } = scale(one.interval, factor);
        expect(factor * one.value).toBeGreaterThanOrEqual(low);
        expect(factor * one.value).toBeLessThanOrEqual(high);
        expectInside(one.value, clamp(one.interval));
        expectInside(one.value, unionOf([other.interval, one.interval]));
      }),
      runs,
    );
  });

  test('the sum of some, and what they leave of 1', () => {
    fc.assert(
      fc.property(cutInTwo, ([all, at]) => {
        const [some, others] = [all.slice(0, at), all.slice(at)];
        const sum = some.reduce((total, { value }) => total + value, 0);
        expectInside(sum, sumOf(some.map(({ interval }) => interval)));
        expectInside(sum, restOf(others.map(({ interval }) => interval)));
      }),
      runs,
    );
  });

  test('the sum of some beside the others, which is at most what either tells', () => {
    fc.assert(
      fc.property(cutInTwo, ([all, at]) => {
        const [some, others] = [all.slice(0, at), all.slice(at)].map((list) => list.map(({ interval }) => interval));
        const together = sumBeside(some ?? [], others ?? []);
        expectInside(
          all.slice(0, at).reduce((total, { value }) => total + value, 0),
          together,
        );
        const [own, left] = [sumOf(some ?? []), restOf(others ?? [])];
        expect(together.low).toBeGreaterThanOrEqual(Math.max(own.low, left.low - ROUNDING) - ROUNDING);
        expect(together.high).toBeLessThanOrEqual(Math.min(own.high, left.high + ROUNDING) + ROUNDING);
      }),
      runs,
    );
  });

  test('a very small part, which the others alone would leave no room for', () => {
    const others = [exactly(0.7), exactly(0.2), exactly(0.1)];
    expect(sumBeside([exactly(1e-20)], others)).toEqual(exactly(1e-20));
    expect(sumBeside([exactly(1e-20), { low: 0, high: 0.5 }], others).low).toBe(1e-20);
    expect(sumBeside([NONE], others)).toEqual(NONE);
    expect(sumBeside([], others)).toEqual(NONE);
  });
});

test('known numbers have known sums, multiples and rests', () => {
  fc.assert(
    fc.property(cutInTwo, share, ([all, at], factor) => {
      const exact = all.map(({ value }) => exactly(value));
      const [some, others] = [exact.slice(0, at), exact.slice(at)];
      for (const result of [sumOf(some), restOf(some), sumBeside(some, others), scale(sumOf(some), factor)]) {
        expect(result.low).toBe(result.high);
      }
    }),
    runs,
  );
});

test('a rest that is only rounding is none', () => {
  const tenths = Array.from({ length: 10 }, () => exactly(0.1));
  expect(1 - tenths.reduce((sum, { low }) => sum + low, 0)).toBeGreaterThan(0);
  expect(restOf(tenths)).toEqual(NONE);
  // A hair above 1.
  expect(restOf([exactly(0.7), exactly(0.2), exactly(0.1 + 1e-15)])).toEqual(NONE);
  expect(restOf([exactly(1 - 1e-9)]).low).toBeCloseTo(1e-9, 15);
  expect(restOf([])).toEqual(exactly(1));
});

test('each end of a sum of some is the tighter of the two that are told', () => {
  const { low, high } = sumBeside([{ low: 0.1, high: 0.9 }], [{ low: 0.3, high: 0.5 }]);
  expectInside(0.5, exactly(low));
  expectInside(0.7, exactly(high));
  expect(sumBeside([{ low: 0.4, high: 0.6 }], [{ low: 0.3, high: 0.8 }])).toEqual({ low: 0.4, high: 0.6 });
});

test('a number is known where its ends differ in their last digits only', () => {
  expect(isExact(exactly(0.3))).toBe(true);
  expect(isExact({ low: 0.3, high: 0.1 + 0.2 })).toBe(true);
  expect(isExact(NONE)).toBe(true);
  expect(isExact(exactly(Number.POSITIVE_INFINITY))).toBe(true);
  expect(isExact({ low: 0, high: 1e-300 })).toBe(false);
  expect(isExact({ low: 1e-20, high: 2e-20 })).toBe(false);
  expect(isExact({ low: 0, high: Number.POSITIVE_INFINITY })).toBe(false);
});

test('two ends are put in order', () => {
  expect(between(0.4, 0.2)).toEqual({ low: 0.2, high: 0.4 });
  expect(between(0.2, 0.4)).toEqual({ low: 0.2, high: 0.4 });
  expect(clamp({ low: -1e-17, high: 1 + 1e-15 })).toEqual({ low: 0, high: 1 });
});
