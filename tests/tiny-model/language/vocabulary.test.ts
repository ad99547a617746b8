import { get_encoding } from '@dqbd/tiktoken';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vocabulary } from '../fixtures.js';

describe('encode', () => {
  const plain = get_encoding('o200k_base');
  const characters = fc.constantFrom(
    ...' . , " \' ( ) / - 1 2 3 é ß 你 😀 a b Z s t'.split(' '),
    ' ',
    ' ',
    '  ',
    '\t',
    '\u00a0',
  );

  test('a line has the ids of o200k_base', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(characters, fc.string()), { maxLength: 40 }), (parts) => {
        const line = parts.join('').replace(/[\r\n\u2028\u2029]/g, '');
        expect(vocabulary().encode(line)).toEqual([...plain.encode_ordinary(line)]);
      }),
      { numRuns: 500 },
    );
  });

  test('a line break is a token of its own, also after punctuation', () => {
    const { encode } = vocabulary();
    expect(encode('Why?\nSo.')).toEqual([...encode('Why?'), ...encode('\n'), ...encode('So.')]);
  });

  test('a long unbroken run is cut, and decodes to itself', () => {
    const { encode, decode } = vocabulary();
    const run = `see ${'ab😀'.repeat(3000)}, ok`;
    expect(decode(encode(run))).toBe(run);
  });
});
