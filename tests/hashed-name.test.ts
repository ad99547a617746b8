import { expect, test } from 'vitest';
import { createHashedNames } from '../src/hashed-name.js';

test('a name stays the same with the same secret, and tells nothing without it', () => {
  const [one, again, other] = [createHashedNames('secret'), createHashedNames('secret'), createHashedNames('other')];
  expect(one('123456789012345678')).toMatch(/^[0-9a-f]{32}$/);
  expect(again('123456789012345678')).toBe(one('123456789012345678'));
  expect(one('123456789012345679')).not.toBe(one('123456789012345678'));
  expect(other('123456789012345678')).not.toBe(one('123456789012345678'));
  expect(createHashedNames(undefined)('1')).not.toBe(createHashedNames(undefined)('1'));
});
