import { expect, test } from 'vitest';
import { roundCut } from '../../../src/lesson/options/cuts.js';
import { parseSettings } from '../../../src/lesson/options/settings-form.js';

test.each([
  [0.123456789, '0.12346'],
  [0.9, '0.9'],
  [1e-5, '0.00001'],
  [1e-7, '0'],
  [0.999999, '1'],
])('%f is used and shown as %s', (typed, shown) => {
  expect(String(roundCut(typed))).toBe(shown);
});

test('a cut that is left out stays out', () => {
  expect(roundCut(undefined)).toBeUndefined();
});

test('the form for settings rounds as the options do', () => {
  const fields = { temperature: '1.234', top_k: '', top_p: '0,123456789', min_p: '0.0000001', seed: ' 7 ' };
  expect(parseSettings(fields)).toEqual({ temperature: 1.23, topK: undefined, topP: 0.12346, minP: 0, seed: 7 });
});
