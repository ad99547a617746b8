import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawableText } from '../../../src/charts/text/drawable-text.js';

describe('drawableText', () => {
  test.each([
    ['a right-to-left override', '\u202eabc\u202c', '⟨U+202E⟩abc⟨U+202C⟩'],
    ['isolates', '\u2067x\u2069', '⟨U+2067⟩x⟨U+2069⟩'],
    ['a bell', 'a\u0007', 'a⟨U+0007⟩'],
    ['a newline and a tab', 'a\n\tb', 'a↵⇥b'],
    ['a zero-width space', 'a\u200bb', 'a⟨U+200B⟩b'],
    ['a no-break space', 'a\u00a0b', 'a⟨U+00A0⟩b'],
    ['a lone surrogate', 'a\ud83d', 'a⟨U+D83D⟩'],
    ['private use', '\ue000', '⟨U+E000⟩'],
    ['a script that no font here has', '𝕏', '⟨U+1D54F⟩'],
    ['a joiner that joins nothing', '\u200d', '⟨U+200D⟩'],
    ['a selector that selects nothing', '\ufe0f', '⟨U+FE0F⟩'],
    ['a mark without a base', '\u0301', '◌\u0301'],
    ['a mark after a space sign', '·\u0301', '·◌\u0301'],
    ['a tag outside a flag', '\u{E0067}', '⟨U+E0067⟩'],
  ])('shows %s', (_, text, expected) => {
    expect(drawableText(text)).toBe(expected);
  });

  test.each([
    'I love pizza!',
    '👩‍👩‍👧‍👦',
    '👍🏽',
    '🇩🇪',
    '❤️',
    '1️⃣',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    'می‌خواهم',
    'क्‍ष',
    '·↵⇥⟨F0 9F⟩',
    'e\u0301',
    '你好 مرحبا שלום',
  ])('leaves %s as it is', (text) => {
    expect(drawableText(text)).toBe(text);
  });

  test('leaves nothing that turns direction, hides, or breaks a line, whatever comes in', () => {
    const any = fc.array(fc.integer({ min: 0, max: 0x10ffff })).map((codes) => String.fromCodePoint(...codes));
    fc.assert(
      fc.property(any, (text) => {
        const drawn = drawableText(text);
        expect(drawn).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u);
        expect(drawn).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u);
        expect(drawn.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
