import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../src/words/graphemes.js';
import { type Counted, type Kept, shorten } from '../../src/words/shorten.js';

const FAMILY = '👩‍👩‍👧‍👦';

describe('a shortened text', () => {
  test('takes one of any length, also where its characters are as long', () => {
    expect(shorten(`a${'x'.repeat(1_000_000)}z`, 5, 'both')).toBe('ax…xz');
    expect(shorten(`${`a${'\u0301'.repeat(500_000)}`.repeat(2)}z`, 5, 'both').length).toBeLessThan(3000);
  });

  test.each<[string, number, Kept, string]>([
    ['abcdefghij', 5, 'both', 'ab…ij'],
    ['abcdefghij', 6, 'both', 'abc…ij'],
    ['abcdefghij', 5, 'start', 'abcd…'],
    ['abcdefghij', 5, 'end', '…ghij'],
    ['abcdefghij', 1, 'both', '…'],
    ['abcdefghij', 1, 'start', '…'],
    ['abcdefghij', 1, 'end', '…'],
    [`${FAMILY}👍🏽🇩🇪`, 3, 'both', `${FAMILY}👍🏽🇩🇪`],
    [`${FAMILY}👍🏽🇩🇪é`, 3, 'both', `${FAMILY}…é`],
    [`👍🏽🇩🇪é${FAMILY}`, 3, 'end', `…é${FAMILY}`],
  ])('%s to %d, %s', (text, most, kept, short) => {
    expect(shorten(text, most, kept)).toBe(short);
  });

  test.each<[string, number, Counted, string]>([
    ['a😀😀😀', 4, 'characters', 'a😀😀😀'],
    ['a😀😀😀😀', 4, 'characters', 'a😀😀…'],
    ['a😀😀😀', 7, 'units', 'a😀😀😀'],
    ['a😀😀😀', 6, 'units', 'a😀😀…'],
    ['a😀😀😀', 5, 'units', 'a😀…'],
  ])('%s to %d, counted in %s', (text, most, counted, short) => {
    expect(shorten(text, most, 'start', counted)).toBe(short);
  });

  test('never exceeds the maximum, never splits a character, and is left alone where it is short', () => {
    const measures = {
      graphemes: (text: string) => [...graphemes(text)].length,
      characters: (text: string) => Array.from(text).length,
      units: (text: string) => text.length,
    };
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom<Kept>('start', 'end', 'both'),
        fc.constantFrom<Counted>('graphemes', 'characters', 'units'),
        (text, most, kept, counted) => {
          const short = shorten(text, most, kept, counted);
          const measure = measures[counted];
          if (measure(text) <= most) {
            expect(short).toBe(text);
            return;
          }
          const cut = text.includes('…') ? undefined : short.split('…');
          const [head = '', tail = ''] = cut ?? [];
          expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
          expect(measure(head) + measure(tail) + 1).toBeLessThanOrEqual(most);
          expect(short.isWellFormed()).toBe(text.isWellFormed());
        },
      ),
    );
  });

  test.each([0, -1, 1.5, Number.NaN])('has no length of %d', (most) => {
    expect(() => shorten('label', most, 'both')).toThrow(RangeError);
  });
});
