import { expect, test } from 'vitest';
import { createSeals } from '../src/seals.js';

test('only who knows the secret opens what was sealed, whole', () => {
  const seals = createSeals('secret');
  const sealed = seals.seal('a token');
  expect(sealed).not.toContain('token');
  expect(seals.seal('a token')).not.toBe(sealed);
  expect(createSeals('secret').open(sealed)).toBe('a token');
  expect(createSeals('another').open(sealed)).toBeUndefined();
  expect(createSeals(undefined).open(sealed)).toBeUndefined();
  for (const broken of ['', 'x', sealed.slice(1), `${sealed.slice(0, -4)}AAAA`])
    expect(seals.open(broken)).toBeUndefined();
});
