import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPieces } from '../../src/tokens/pieces.js';

const pieces = (text: string, byteLengths: readonly number[]) => {
  const { byteEnds, textEnds, groups, characters } = findPieces(text, byteLengths);
  return { byteEnds: [...byteEnds], textEnds: [...textEnds], groups: [...groups], characters };
};

describe('findPieces', () => {
  test('tokens of whole characters have ends in both units and no group', () => {
    expect(pieces('aé€😀', [1, 2, 3, 4])).toEqual({
      byteEnds: [1, 3, 6, 10],
      textEnds: [1, 2, 3, 5],
      groups: [-1, -1, -1, -1],
      characters: 4,
    });
  });

  test('tokens inside one character share a group', () => {
    expect(pieces('a😀b', [1, 3, 1, 1])).toEqual({
      byteEnds: [1, 4, 5, 6],
      textEnds: [1, -1, 3, 4],
      groups: [-1, 0, 0, -1],
      characters: 3,
    });
  });

  test('a token across two split characters joins them into one group', () => {
    expect(pieces('😀😀', [3, 3, 2]).groups).toEqual([0, 0, 0]);
    expect(pieces('😀😀', [3, 1, 4]).groups).toEqual([0, 0, -1]);
    expect(pieces('😀😀', [2, 2, 2, 2]).groups).toEqual([0, 0, 1, 1]);
  });

  test('a letter and its mark, in tokens of their own, are whole text yet one character', () => {
    expect(pieces('e\u0301x', [1, 2, 1])).toEqual({
      byteEnds: [1, 3, 4],
      textEnds: [1, 2, 3],
      groups: [0, 0, -1],
      characters: 2,
    });
  });

  test('a group spans the characters it shares, from the first to the last', () => {
    const spans = (text: string, byteLengths: readonly number[]) => [...findPieces(text, byteLengths).groupSpans];
    expect(spans('ab', [1, 1])).toEqual([]);
    // The space and the exclamation mark are whole in the first and the last token.
    expect(spans(' 😀!', [2, 2, 2])).toEqual([1, 3]);
    expect(spans('😀a😀', [3, 3, 3])).toEqual([0, 5]);
    expect(spans('😀😀', [2, 2, 2, 2])).toEqual([0, 2, 2, 4]);
  });

  test('one token for all is never in a group', () => {
    expect(pieces('👨‍👩‍👧‍👦', [25]).groups).toEqual([-1]);
  });

  test('a token is in a group exactly when a cut beside it splits a character', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', 'é', '\r', '\n', '👩‍💻', '🇫🇷', 'क्षि', '中'),
          minLength: 1,
          maxLength: 12,
        }),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 60, maxLength: 60 }),
        (text, sizes) => {
          const total = Buffer.byteLength(text);
          const lengths: number[] = [];
          for (let left = total; left > 0; left -= lengths.at(-1) ?? 0) {
            lengths.push(Math.min(left, sizes[lengths.length % sizes.length] ?? 1));
          }
          const boundaries = new Set([0, total]);
          for (const { index } of segmenter.segment(text)) boundaries.add(Buffer.byteLength(text.slice(0, index)));
          const { byteEnds, groups, groupSpans } = findPieces(text, lengths);
          expect(groupSpans).toHaveLength(2 * (Math.max(-1, ...groups) + 1));
          for (const [number, start] of groupSpans.entries()) {
            if (number % 2 === 1) continue;
            const end = groupSpans[number + 1] ?? 0;
            const members = [...groups.keys()].filter((token) => groups[token] === number / 2);
            const bytes = { from: byteEnds[(members[0] ?? 0) - 1] ?? 0, to: byteEnds[members.at(-1) ?? 0] ?? 0 };
            const shared = { from: Buffer.byteLength(text.slice(0, start)), to: Buffer.byteLength(text.slice(0, end)) };
            expect(boundaries.has(shared.from) && boundaries.has(shared.to)).toBe(true);
            expect(shared.from).toBeGreaterThanOrEqual(bytes.from);
            expect(shared.to).toBeLessThanOrEqual(bytes.to);
          }
          for (const [token, end] of byteEnds.entries()) {
            const start = byteEnds[token - 1] ?? 0;
            expect(groups[token] !== -1).toBe(!boundaries.has(start) || !boundaries.has(end));
            if (!boundaries.has(start)) expect(groups[token]).toBe(groups[token - 1]);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a long text is cut at the same characters as a short one', () => {
    // Lengths that are no divisor of any power of two, so that every stretch ends inside some character.
    for (const character of ['👩‍💻', '🇫🇷', 'e\u0301', '\r\n', 'क्षि', `e${'\u0301'.repeat(5000)}`]) {
      const count = Math.ceil(9000 / character.length);
      const size = Buffer.byteLength(character);
      const whole = pieces(
        character.repeat(count),
        Array.from({ length: count }, () => size),
      );
      expect(whole.characters).toBe(count);
      expect(new Set(whole.groups)).toEqual(new Set([-1]));
      const halves = pieces(
        character.repeat(count),
        Array.from({ length: count * 2 }, (_, half) => (half % 2 ? size - 1 : 1)),
      );
      expect(halves.groups).toEqual(Array.from({ length: count * 2 }, (_, half) => Math.floor(half / 2)));
    }
  });

  test('lengths that are not those of the text are an error', () => {
    expect(() => findPieces('abc', [1, 1])).toThrow('2 bytes');
    expect(() => findPieces('abc', [1, 3])).toThrow('4 bytes');
  });
});
