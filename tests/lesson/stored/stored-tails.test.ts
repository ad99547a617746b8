import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepSteps } from '../../../commands/generate/keep-steps.js';
import { generateResult } from '../../../commands/generate/result.js';
import { vocabularySizeOf } from '../../../src/domain/listed-tokens.js';
import { massOf, openTail, type TailBin } from '../../../src/domain/tail.js';
import { keepDistribution } from '../../../src/lesson/record/record.js';
import { distributionCodec, packDistribution } from '../../../src/lesson/stored/stored-tokens.js';
import { candidateOf, distributionOf } from '../../builders/distribution.js';
import { ZIPF_SIZE, zipf } from '../../builders/zipf.js';

const stored = (value: unknown) => JSON.parse(JSON.stringify(value));

test('a distribution of all tokens is kept in less than 10 KB, and read as it was kept', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 3, noNaN: true }), (slope) => {
      const kept = keepDistribution(zipf(slope));
      expect(kept.candidates).toHaveLength(100);
      expect(vocabularySizeOf(kept)).toBe(ZIPF_SIZE);
      const packed = packDistribution(kept);
      expect(JSON.stringify(packed).length).toBeLessThan(10_000);
      const read = distributionCodec.parse(stored(packed));
      expect(read.tail).toEqual(kept.tail);
      expect(keepDistribution(read).tail).toEqual(kept.tail);
    }),
    { numRuns: 20 },
  );
});

test('where there is little room fewer tokens have names, and the bins have all others', () => {
  const whole = zipf(1, (id) => `${'long '.repeat(20)}${id}`);
  const kept = keepDistribution(whole, 11_000);
  expect(kept.candidates.length).toBeGreaterThan(5);
  expect(kept.candidates.length).toBeLessThan(60);
  expect(vocabularySizeOf(kept)).toBe(ZIPF_SIZE);
  expect(JSON.stringify(packDistribution(kept)).length).toBeLessThan(11_500);
});

test('the longest text with all tokens at each step is small', () => {
  const { candidates, tail } = zipf(1.1);
  const [token = candidateOf(' a', 1)] = candidates;
  const steps = keepSteps(Array.from({ length: 60 }, () => ({ token, listed: { candidates, tail } })));
  expect(steps[0]?.listed?.candidates.length).toBeGreaterThanOrEqual(15);
  expect(steps[0]?.listed?.tail.length).toBeGreaterThanOrEqual(30);
  const text = {
    prompt: 'x',
    temperature: 1,
    maxTokens: 60,
    endpoint: { label: 'l', tiny: false },
    isOwn: true,
    steps,
    ended: false,
  };
  expect(JSON.stringify(generateResult.encode({ text })).length).toBeLessThan(160_000);
});

test('what was stored before there were bins is read as one', () => {
  const { candidates, model, route, scale, request } = packDistribution(distributionOf([candidateOf(' a', 0.6)]));
  const before = { candidates, hiddenMass: 0.4, cap: 0.3, model, route, scale, request };
  expect(distributionCodec.parse(stored(before)).tail).toEqual(openTail(0.4, 0.3, undefined));
  expect(distributionCodec.parse(stored({ ...before, vocabularySize: 50 })).tail).toEqual(openTail(0.4, 0.3, 49));
  expect(distributionCodec.parse(stored({ ...before, hiddenMass: 0, cap: 0, vocabularySize: 1 })).tail).toEqual([]);
});

test('a tail of which nobody tells how many tokens it has comes back from storage', () => {
  const bins: TailBin[] = [
    { count: 3, mass: 0.3, greatest: 0.11, least: 0.09 },
    { count: Number.POSITIVE_INFINITY, mass: 0.1, greatest: 0.09, least: 0 },
  ];
  const read = distributionCodec.parse(
    stored(packDistribution(distributionOf([candidateOf(' a', 0.6)], { tail: bins }))),
  );
  expect(read.tail).toEqual(bins);
  expect(massOf(read.tail)).toBeCloseTo(0.4, 12);
});
