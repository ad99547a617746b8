import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutIntoParts, joinParts } from '../../../src/model/wire/json-parts.js';

/** As long as some parts. */
const long = 'x'.repeat(40_000);

describe('a long value in parts', () => {
  test('is the same when it is put together', async () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.constantFrom(long, `${long}${long}`, '"\\\uD800'),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), tie('value'), { maxKeys: 5 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(value, async (one) => {
        const text = JSON.stringify(one);
        expect(JSON.stringify(await joinParts(cutIntoParts(JSON.parse(text))))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  test('has no part that is long, but for a single text', () => {
    const list = Array.from({ length: 50_000 }, (_, at) => ({ at, inner: [at, `${at}`] }));
    const parts = cutIntoParts({ list, more: { list: [list] } });
    const lengths = JSON.stringify(parts, (_, part) => (typeof part === 'string' ? `${part.length}` : part));
    for (const [, length] of lengths.matchAll(/"(\d+)"/g)) expect(Number(length)).toBeLessThan(70_000);
  });

  test.each([
    ['a text', ['x'.repeat(1024 * 1024 + 1)], /a text that is too long/],
    ['an object', [Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [at, 0]))], /a list that is too long/],
    ['the whole', Array.from({ length: 900 }, () => long), /an answer that is too long/],
  ])('%s can be too long for that', (_name, value, sentence) => {
    expect(() => cutIntoParts(value)).toThrow(sentence);
  });
});
