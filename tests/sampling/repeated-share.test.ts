import { expect, test } from 'vitest';
import { repeatedShare } from '../../src/sampling/repeated-share.js';

test.each([
  ['', 3, 0],
  ['abcabc', 3, 3 / 6],
  ['abcabc', 4, 0],
  // The second run begins inside the first one.
  ['aaaa', 3, 3 / 4],
  ['ababab', 2, 4 / 6],
  ['abxcdab', 2, 2 / 7],
])('of “%s” in runs of %i', (letters, length, share) => {
  expect(repeatedShare([...letters], length)).toBeCloseTo(share, 12);
});

test('what nothing tells apart is no other again', () => {
  expect(repeatedShare([undefined, undefined, undefined, undefined], 2)).toBe(0);
});
