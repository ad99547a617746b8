import { expect, test } from 'vitest';
import { formulaLines } from '../../commands/temperature/formula-lines.js';
import { oneBin } from '../builders/one-bin.js';

test('every number of the formula can be followed by hand', () => {
  const distribution = { probabilities: [0.64, 0.25, 0.11], hiddenMass: 0, cap: 0, vocabularySize: 3 };
  // √0.64 + √0.25 + √0.11 = 0.8 + 0.5 + 0.3317
  expect(formulaLines(oneBin(distribution), 2, 0, 'en').split('\n')).toEqual([
    'pᵢ = exp(zᵢ/T) / Σ exp(zⱼ/T)',
    '',
    'zᵢ          = ln 0.64 = −0.4463',
    'zᵢ/T        = −0.4463 / 2 = −0.2231',
    'exp(zᵢ/T)   = 0.8',
    'Σ exp(zⱼ/T) = 1.632',
    'pᵢ          = 0.8 / 1.632 = 0.4903   (49%)',
  ]);
});

test('the denominator is a range where tokens are hidden, and has no upper end where nobody knows how many', () => {
  const listed = { probabilities: [0.64], hiddenMass: 0.36, cap: 0.36 };
  // One token with all of it: 0.8 + 0.6. Four with a quarter each: 0.8 + 4 · 0.3.
  const known = formulaLines(oneBin({ ...listed, vocabularySize: 5 }), 2, 0, 'en');
  expect(known).toContain('Σ exp(zⱼ/T) = 1.4 to 2   (the 1 listed token alone: 0.8)');
  expect(known).toContain('pᵢ          = 0.8 / Σ = 0.4 to 0.5714   (40%–57%)');
  const unknown = formulaLines(oneBin(listed), 2, 0, 'en');
  expect(unknown).toContain('Σ exp(zⱼ/T) = 1.4 to ∞');
  expect(unknown).toContain('pᵢ          = 0.8 / Σ = 0 to 0.5714   (0%–57%)');
});

test('numbers too small for a plain one have a power of ten', () => {
  const distribution = { probabilities: [0.1, ...Array(9).fill(0.1)], hiddenMass: 0, cap: 0, vocabularySize: 10 };
  const lines = formulaLines(oneBin(distribution), 0.01, 0, 'en');
  expect(lines).toContain('zᵢ/T        = −2.303 / 0.01 = −230.3');
  expect(lines).toContain('exp(zᵢ/T)   = 1.000·10⁻¹⁰⁰');
  expect(lines).toContain('Σ exp(zⱼ/T) = 1.000·10⁻⁹⁹');
  expect(lines).toContain('= 0.1   (10%)');
});

test('a token that is certain has no minus before its noughts', () => {
  const lines = formulaLines(oneBin({ probabilities: [1], hiddenMass: 0, cap: 0, vocabularySize: 1 }), 0.5, 0, 'en');
  expect(lines).toContain('zᵢ          = ln 1 = 0\n');
  expect(lines).toContain('zᵢ/T        = 0 / 0.5 = 0\n');
});
