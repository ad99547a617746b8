import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComparableToken } from '../../src/domain/same-token.js';
import { findParting } from '../../src/sampling/parting.js';

const words = (text: string): ComparableToken[] => text.split(' ').map((word) => ({ text: word }));

describe('findParting', () => {
  test('names the first place that differs', () => {
    expect(findParting(words('the cat sat down'), words('the cat lay down'))).toEqual({
      agreeing: 2,
      untold: 0,
      how: 'differ',
    });
    expect(findParting(words('a'), words('b'))).toEqual({ agreeing: 0, untold: 0, how: 'differ' });
  });

  test('tells an end from a difference', () => {
    expect(findParting(words('the cat'), words('the cat sat'))).toEqual({ agreeing: 2, untold: 0, how: 'first-ended' });
    expect(findParting(words('the cat sat'), words('the cat'))).toEqual({
      agreeing: 2,
      untold: 0,
      how: 'second-ended',
    });
    expect(findParting(words('the cat'), words('the cat'))).toEqual({ agreeing: 2, untold: 0, how: 'equal' });
    expect(findParting([], words('the'))).toEqual({ agreeing: 0, untold: 0, how: 'first-ended' });
    expect(findParting([], [])).toEqual({ agreeing: 0, untold: 0, how: 'equal' });
  });

  test('ids decide over bytes, and bytes over text', () => {
    const part = (byte: number, id?: number): ComparableToken => ({ text: '\uFFFD', bytes: Uint8Array.of(byte), id });
    const how = (first: ComparableToken, second: ComparableToken) => findParting([first], [second]).how;
    // Parts of characters look alike as text.
    expect(how(part(0xf0), part(0x9f))).toBe('differ');
    expect(how(part(0xf0), part(0xf0))).toBe('equal');
    expect(how(part(0xf0, 1), part(0xf0, 2))).toBe('differ');
    expect(how(part(0xf0, 1), part(0x9f, 1))).toBe('equal');
    expect(how(part(0xf0, 1), part(0xf0))).toBe('equal');
    expect(how({ text: 'a', bytes: Uint8Array.of(97) }, { text: 'a' })).toBe('equal');
    expect(how({ text: 'a', bytes: Uint8Array.of(97, 98) }, { text: 'a', bytes: Uint8Array.of(97) })).toBe('differ');
  });

  test('parts of characters that look alike are no difference, nor known to be the same', () => {
    const part: ComparableToken = { text: '\uFFFD' };
    const text = [{ text: 'a' }, part, { text: 'b' }];
    expect(findParting(text, text)).toEqual({ agreeing: 3, untold: 1, how: 'equal' });
    expect(findParting(text, [...text.slice(0, 2), { text: 'c' }])).toEqual({ agreeing: 2, untold: 1, how: 'differ' });
    expect(findParting(text, text.slice(0, 2))).toEqual({ agreeing: 2, untold: 1, how: 'second-ended' });
    // Of one of them something is told that the other cannot be.
    expect(findParting([part], [{ text: 'a' }])).toEqual({ agreeing: 0, untold: 0, how: 'differ' });
    // A character that is written as a whole at its last part.
    const whole = (character: string) => [{ text: '' }, { text: character }];
    expect(findParting(whole('😀'), whole('😀'))).toEqual({ agreeing: 2, untold: 1, how: 'equal' });
    expect(findParting(whole('😀'), whole('😁'))).toEqual({ agreeing: 1, untold: 1, how: 'differ' });
  });

  test('finds where a change was made', () => {
    const ids = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(ids, ids, ids, (start, first, second) => {
        const tokens = (list: readonly number[]) => list.map((id) => ({ id, text: '' }));
        const [one, other] = [
          [...start, 10, ...first],
          [...start, 11, ...second],
        ];
        expect(findParting(tokens(one), tokens(other))).toEqual({ agreeing: start.length, untold: 0, how: 'differ' });
      }),
      { numRuns: 1000 },
    );
  });
});
