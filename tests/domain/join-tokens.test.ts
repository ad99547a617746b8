import { expect, test } from 'vitest';
import { joinBytes, joinTokens } from '../../src/domain/join-tokens.js';

test('tokens that share a character are joined as bytes', () => {
  const parts = ['f09f', '9880'].map((hex) => ({ text: '\uFFFD', bytes: Buffer.from(hex, 'hex') }));
  expect(joinTokens([{ text: 'a ', bytes: undefined }, ...parts, { text: '!', bytes: Buffer.from('!') }])).toBe(
    'a 😀!',
  );
  expect(joinTokens(parts.slice(0, 1))).toBe('\uFFFD');
});

test('a token whose bytes are not told is its text', () => {
  expect(joinBytes([{ text: 'é', bytes: undefined }])).toEqual(Buffer.from('é'));
  expect(joinBytes([])).toHaveLength(0);
  // A character that is written as a whole at its last part.
  expect(
    joinTokens([
      { text: '', bytes: undefined },
      { text: '😀', bytes: undefined },
    ]),
  ).toBe('😀');
});
