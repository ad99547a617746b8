import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customId, goOnValue, MAX_ID, parseCustomId, parseGoOn } from '../../src/discord/custom-id.js';

const id = fc.record({
  command: fc.stringMatching(/^[a-z-]{1,12}$/),
  action: fc.stringMatching(/^[a-z-]{1,12}$/),
  runId: fc.stringMatching(/^[\w-]{1,21}$/),
  value: fc.option(fc.stringMatching(/^[a-z0-9.:-]{0,20}$/), { nil: undefined }),
});

test('custom ids are read as written, and foreign ones are none', () => {
  fc.assert(
    fc.property(id, (one) => {
      expect(parseCustomId(customId(one))).toEqual(one);
    }),
  );
  for (const foreign of ['', 'x', 'a:b', '::', 'vote_yes']) expect(parseCustomId(foreign)).toBeUndefined();
  expect(() => customId({ command: 'ask', action: 'a', runId: 'x'.repeat(100) })).toThrow('over 100');
});

describe('what an entry of “Go on with…” leads to', () => {
  test('is read as written, whatever its choice is, or not written at all', () => {
    const choice = fc.option(fc.string({ unit: 'grapheme', maxLength: 40 }), { nil: undefined });
    fc.assert(
      fc.property(id, choice, (target, chosen) => {
        const length = customId(target).length + (chosen === undefined ? 0 : chosen.length + 1);
        if (length > MAX_ID) expect(() => goOnValue({ ...target, choice: chosen })).toThrow('over 100');
        else expect(parseGoOn(goOnValue({ ...target, choice: chosen }))).toEqual({ ...target, choice: chosen });
      }),
    );
  });

  test('is nothing where nobody wrote it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (value) => {
        const read = parseGoOn(value);
        // Whatever is read can be written again.
        if (read !== undefined && value.length <= MAX_ID) expect(goOnValue(read)).toBe(value);
      }),
    );
    for (const foreign of ['', ' ', 'draw', ' draw:pick:r', 'draw pick:r', `draw:${'x'.repeat(100)}:r`]) {
      expect(parseGoOn(foreign)).toBeUndefined();
    }
    expect(() => goOnValue({ command: 'draw', action: 'pick', runId: 'r', value: 'a b' })).toThrow('with a space');
  });
});
