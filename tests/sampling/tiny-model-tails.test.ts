import { describe, expect, test } from 'vitest';
import { temper } from '../../src/sampling/bounds.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { softmax } from '../../src/sampling/softmax.js';
import { oneBin } from '../builders/one-bin.js';
import { nextOf, smallModel, vocabulary } from '../tiny-model/fixtures.js';
import { checkInside, concentratedTail, list, total, uniformTail } from './distributions.js';

const model = smallModel();
const texts = ['The capital of France is', 'Q: Why is the sky blue?\nA:', 'zzz'];
const counts = [1, 2, 5, 20, 100, 1000];
const temperatures = [0.3, 1, 1.3, 2];

/** All probabilities after a text, most likely first. */
function fullAfter(text: string): number[] {
  return [...nextOf(model, vocabulary().encode(text))].sort((a, b) => b - a);
}

/** Sums of thousands of numbers, and of a tail that is a difference. */
const rounding = 1e-6;

describe.each(texts)('the tiny model’s own distribution after %j', (text) => {
  const full = fullAfter(text);
  const truths = temperatures.map((temperature) => {
    const truth = softmax(full.map(Math.log), temperature);
    const bits = truth.reduce((sum, p) => sum - (p === 0 ? 0 : p * Math.log2(p)), 0);
    return { temperature, truth, bits };
  });

  test('is whole', () => {
    expect(full).toHaveLength(vocabulary().size);
    expect(total(full)).toBeCloseTo(1, 9);
  });

  test.each(counts)('lies inside every bound when %i tokens are listed', (count) => {
    for (const isKnown of [true, false]) {
      const listed = list(full, count, isKnown);
      for (const { temperature, truth, bits } of truths) {
        const { candidates, hidden } = temper(oneBin(listed), temperature);
        for (const [place, bound] of candidates.entries()) checkInside(truth[place], bound, rounding);
        checkInside(total(truth.slice(count)), hidden, rounding);
        const { entropy } = runChain(oneBin({ ...listed, temperature }));
        checkInside(bits, entropy, rounding);
      }
    }
  });

  test.each([1, 20, 1000])('has its bounds attained by two tails when %i tokens are listed', (count) => {
    const listed = list(full, count, true);
    const logits = [concentratedTail, uniformTail].map((tail) =>
      [...listed.probabilities, ...tail(listed, full.length - count)].map(Math.log),
    );
    for (const temperature of temperatures) {
      const { candidates, hidden } = temper(oneBin(listed), temperature);
      const ends = logits.map((values) => softmax(values, temperature));
      for (const [place, { low, high }] of candidates.entries()) {
        const attained = ends.map((end) => end[place] ?? Number.NaN);
        checkInside(Math.min(...attained), { low, high: low }, rounding);
        checkInside(Math.max(...attained), { low: high, high }, rounding);
      }
      const masses = ends.map((end) => total(end.slice(count)));
      expect(Math.abs(Math.min(...masses) - hidden.low)).toBeLessThan(rounding);
      expect(Math.abs(Math.max(...masses) - hidden.high)).toBeLessThan(rounding);
    }
  });
});
