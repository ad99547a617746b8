import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundLogprob } from '../../../src/tiny-model/language/log-probabilities.js';
import { tokenName, writtenTokens } from '../../../src/tiny-model/language/token-names.js';
import { vocabulary } from '../fixtures.js';

test('a log-probability is written in few digits, from which the same 32-bit float is read', () => {
  fc.assert(
    fc.property(fc.double({ min: -40, max: 0, noNaN: true }), (logprob) => {
      const rounded = roundLogprob(logprob);
      expect(Math.abs(Math.fround(rounded) - Math.fround(logprob))).toBe(0);
      // Nine digits are enough for any of them.
      expect(JSON.stringify(rounded)).toBe(JSON.stringify(Number(rounded.toPrecision(9))));
    }),
  );
  expect(JSON.stringify([0, -0, Number.NEGATIVE_INFINITY, -2.5].map(roundLogprob))).toBe('[0,0,-9999,-2.5]');
});

test('every token has a name of its own', () => {
  const ids = Array.from({ length: vocabulary().size }, (_, id) => id);
  expect(new Set(ids.map((id) => tokenName(vocabulary(), id))).size).toBe(ids.length);
  for (const [id, { name, fields }] of writtenTokens(vocabulary()).entries()) {
    const { token, bytes, ...rest } = JSON.parse(`{${fields}}`);
    expect(JSON.parse(name)).toBe(token);
    expect(rest.id).toBe(id);
    if (bytes !== null) expect(Buffer.from(bytes).equals(vocabulary().bytes(id))).toBe(true);
  }
});
