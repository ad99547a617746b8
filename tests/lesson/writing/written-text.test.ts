import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UNLISTED_LOGPROB } from '../../../src/domain/token.js';
import { addedLabel, keepCandidates, ownProbability, tokensOf } from '../../../src/lesson/writing/written-text.js';
import { candidateOf } from '../../builders/distribution.js';

const candidate = (text: string, probability: number, id: number) =>
  candidateOf(text, probability, { bytes: Buffer.from(text), id });

test('the candidates that are not kept become hidden mass, and none of them is above the cap', () => {
  const lists = fc
    .array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 })
    .map((weights) => weights.toSorted((one, other) => other - one))
    .map((weights) => weights.map((weight) => weight / (weights.reduce((sum, each) => sum + each, 0) * 1.1)));
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 30 }), (list, count) => {
      const candidates = list.map((probability, id) => candidate(` t${id}`, probability, id));
      const hiddenMass = 1 - list.reduce((sum, probability) => sum + probability, 0);
      const kept = keepCandidates({ candidates, hiddenMass, cap: list.at(-1) ?? 0 }, count);
      const sum = kept.candidates.reduce((total, { logprob }) => total + Math.exp(logprob), kept.hiddenMass);
      expect(sum).toBeCloseTo(1, 9);
      expect(kept.candidates).toHaveLength(Math.min(count, list.length));
      for (const left of list.slice(count)) expect(left).toBeLessThanOrEqual(kept.cap + 1e-12);
    }),
  );
});

test('a drawn token that looks like several in the list has at most the probability of the likeliest of them', () => {
  const candidates = [candidateOf(' the', 0.7), candidateOf(' a', 0.2), candidateOf(' the', 0.1)];
  const drawn = candidateOf(' the', 1, { logprob: UNLISTED_LOGPROB });
  expect(ownProbability({ token: drawn, listed: { candidates, hiddenMass: 0, cap: 0 } })).toEqual({
    low: 0,
    high: 0.7,
  });
  // Rounding leaves nothing for what is not listed, and still it was drawn.
  const other = { ...drawn, text: ' none' };
  expect(ownProbability({ token: other, listed: { candidates, hiddenMass: 0, cap: 0 } }).high).toBeGreaterThan(0);
});

test('a token without text is the end of a text only where nothing stands behind it', () => {
  const token = (text: string) => ({
    token: { text, bytes: undefined, id: undefined, logprob: -1 },
    listed: undefined,
  });
  const steps = [token(' a'), token(''), token('你'), token('')];
  expect(steps.map((_, at) => addedLabel(steps, at))).toEqual(['·a', '⟨part⟩', '你', undefined]);
  expect(tokensOf(steps)).toHaveLength(3);
});
