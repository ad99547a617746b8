import { expect, test } from 'vitest';
import { openTail } from '../../../src/domain/tail.js';
import { UNLISTED_LOGPROB } from '../../../src/domain/token.js';
import { addedLabel, ownProbability, tokensOf } from '../../../src/lesson/writing/written-text.js';
import { candidateOf } from '../../builders/distribution.js';

test('a drawn token that looks like several in the list has at most the probability of the likeliest of them', () => {
  const candidates = [candidateOf(' the', 0.7), candidateOf(' a', 0.2), candidateOf(' the', 0.1)];
  const drawn = candidateOf(' the', 1, { logprob: UNLISTED_LOGPROB });
  expect(ownProbability({ token: drawn, listed: { candidates, tail: openTail(0, 0, undefined) } })).toEqual({
    low: 0,
    high: 0.7,
  });
  // Rounding leaves nothing for what is not listed, and still it was drawn.
  const other = { ...drawn, text: ' none' };
  expect(
    ownProbability({ token: other, listed: { candidates, tail: openTail(0, 0, undefined) } }).high,
  ).toBeGreaterThan(0);
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
