import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visibleText, visibleToken } from '../../src/tokens/visible.js';

describe('visibleText', () => {
  test.each([
    [' love', '·love'],
    ['love ', 'love·'],
    ['a b', 'a b'],
    ['a  b', 'a··b'],
    ['   ', '···'],
    [' ', '·'],
    ['', ''],
    ['a\n b', 'a↵·b'],
    ['\r\n', '␍↵'],
    ['\t\tx', '⇥⇥x'],
    [' \t ', '·⇥·'],
  ])('%j is %s', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  test.each([
    ['\u200b', '⟨U+200B⟩'],
    ['a\u200bb', 'a⟨U+200B⟩b'],
    ['\u202eabc', '⟨U+202E⟩abc'],
    ['\u2066', '⟨U+2066⟩'],
    ['\ufeff', '⟨U+FEFF⟩'],
    ['\u00a0', '⟨U+00A0⟩'],
    ['\u3000中', '⟨U+3000⟩中'],
    ['\u0000', '⟨U+0000⟩'],
    ['\u001b[0m', '⟨U+001B⟩[0m'],
    ['\u00ad', '⟨U+00AD⟩'],
    ['\u2028', '⟨U+2028⟩'],
    ['\u3164', '⟨U+3164⟩'],
    ['\u{e0041}', '⟨U+E0041⟩'],
    ['\u{10fffd}', '⟨U+10FFFD⟩'],
    ['\u200d', '⟨U+200D⟩'],
    ['\ufe0f', '⟨U+FE0F⟩'],
    ['👩\u200d', '👩⟨U+200D⟩'],
    ['\u200d💻', '⟨U+200D⟩💻'],
    [' \u0301', '·◌\u0301'],
  ])('%j is %s', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  test('what joins visible characters stays', () => {
    for (const text of ['👩‍💻', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'می‌خواهم', 'क्षि', 'é']) expect(visibleText(text)).toBe(text);
  });

  test('a mark without its letter stands on a dotted circle', () => {
    expect(visibleText('\u0301')).toBe('◌\u0301');
    expect(visibleText('\u093f')).toBe('◌\u093f');
  });

  test('no control, bidi or lone space character is left, and nothing but the empty text is shown as empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visibleText(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]|^ | $| {2}/u);
        expect(shown === '').toBe(text === '');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('visibleToken', () => {
  test('a token that is part of a character is shown by its bytes', () => {
    expect(visibleToken({ text: undefined, bytes: Uint8Array.of(0xf0, 0x9f, 0x08) })).toBe('⟨F0 9F 08⟩');
    expect(visibleToken({ text: ' x', bytes: Buffer.from(' x') })).toBe('·x');
  });
});
