import { createCanvas } from '@napi-rs/canvas';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawableText } from '../../src/charts/drawable-text.js';
import { type FontFamily, fontOf, isPixelCharacter, registerFonts } from '../../src/charts/fonts.js';
import { graphemes } from '../../src/charts/graphemes.js';

beforeAll(() => registerFonts());

/** The pixels of a text drawn alone. */
function drawn(text: string, font = fontOf('mono', 28)): Buffer {
  const context = createCanvas(72, 56).getContext('2d');
  context.lang = 'en';
  context.font = font;
  context.fillText(text, 12, 38);
  return Buffer.from(context.canvas.data());
}

function widthOf(text: string, family: FontFamily = 'mono'): number {
  const context = createCanvas(1, 1).getContext('2d');
  context.font = fontOf(family, 28);
  return context.measureText(text).width;
}

/** A noncharacter and a private-use character: no font has a glyph, so the missing-glyph box is drawn. */
const boxes = ['\u{10FFFD}', '\uE000', '\u{20000}'].flatMap((character) =>
  (['mono', 'sans', 'pixel'] as const).map((family) => ({ character, family })),
);

const samples: Record<string, string> = {
  Latin: 'Hello, ÀßçøñŁžőğ',
  Vietnamese: 'Tiếngệộửặ',
  Cyrillic: 'Приветѣїґў',
  Greek: 'Γειάσουἀρχῆ',
  Arabic: 'مرحبابالعالم',
  Hebrew: 'שלוםעולם',
  Devanagari: 'नमस्तेदुनिया',
  Thai: 'สวัสดีชาวโลก',
  Chinese: '你好世界繁體',
  Japanese: 'こんにちはカタカナ日本',
  Korean: '안녕하세요',
  Georgian: 'გამარჯობა',
  Amharic: 'ሰላም',
  Tamil: 'வணக்கம்',
  emoji: '🍕👩‍👩‍👧‍👦👍🏽❤️1️⃣🏳️‍🌈😀',
  flags: '🇩🇪🇯🇵🇧🇷🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  signs: '·↵⇥⟨F09⟩→…–−◌∞',
  'combining marks': 'e\u0301a\u0308\u0323n\u0303',
};

describe.each(['mono', 'sans'] as const)('in the %s face', (family) => {
  test.each(Object.entries(samples))('every character of %s has a glyph', (_, text) => {
    const missing = boxes.map((box) => drawn(box.character, fontOf(box.family, 28)));
    const blank = drawn('');
    for (const cluster of graphemes(text.replaceAll(' ', ''))) {
      expect(drawableText(cluster), `${cluster} is drawn as it is`).toBe(cluster);
      for (const bold of [false, true]) {
        const pixels = drawn(cluster, fontOf(family, 28, bold));
        expect(pixels.equals(blank), `${cluster} draws something`).toBe(false);
        for (const box of missing) expect(pixels.equals(box), `${cluster} is no box`).toBe(false);
      }
    }
  });
});

test('the missing-glyph box is what a character without a glyph gives, so that the comparison means something', () => {
  expect(drawn('\u{10FFFD}').equals(drawn(''))).toBe(false);
  expect(drawn('\u{10FFFD}').equals(drawn('\uE000'))).toBe(true);
});

// On a host whose installed fonts are those of the packages, Devanagari and emoji would look the same from either.
test.each(['Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Thai', 'Chinese', 'Japanese', 'Korean'])(
  '%s comes from the packages, not from an installed font',
  (script) => {
    for (const cluster of graphemes(samples[script] ?? '')) {
      expect(drawn(cluster).equals(drawn(cluster, '28px "A font that nobody has"')), cluster).toBe(false);
    }
  },
);

test('every emoji beyond the Basic Multilingual Plane that is kept has a glyph', () => {
  const box = drawn('\u{10FFFD}');
  let checked = 0;
  for (let code = 0x1f000; code < 0x1fb00; code += 1) {
    const character = String.fromCodePoint(code);
    if (!/^\p{Emoji}$/u.test(character) || drawableText(character) !== character) continue;
    checked += 1;
    expect(drawn(character).equals(box), `U+${code.toString(16)}`).toBe(false);
  }
  expect(checked).toBeGreaterThan(1000);
});

test('every letter of the Basic Multilingual Plane that is kept has a glyph', () => {
  const box = drawn('\u{10FFFD}');
  let checked = 0;
  // A step that meets every block; all 50,000 would take half a minute.
  for (let code = 0x21; code < 0xfffe; code += 13) {
    const character = String.fromCodePoint(code);
    if (!/^[\p{L}\p{N}\p{S}\p{P}]$/u.test(character) || drawableText(character) !== character) continue;
    checked += 1;
    expect(drawn(character).equals(box), `U+${code.toString(16)}`).toBe(false);
  }
  expect(checked).toBeGreaterThan(3000);
});

test('joined characters are one glyph, and marks stand on their base', () => {
  const one = widthOf('🍕');
  expect(widthOf('👩‍👩‍👧‍👦')).toBeCloseTo(one, 0);
  expect(widthOf('🇩🇪')).toBeCloseTo(one, 0);
  expect(widthOf('👍🏽')).toBeCloseTo(one, 0);
  expect(widthOf('e\u0301')).toBeCloseTo(widthOf('e'), 3);
  expect(drawn('e\u0301').equals(drawn('e'))).toBe(false);
  expect(drawn('لا').equals(drawn('ل'))).toBe(false);
});

test('figures are tabular, so ids line up', () => {
  for (const digit of '0123456789') expect(widthOf(digit, 'sans')).toBeCloseTo(widthOf('0', 'sans'), 3);
});

test('knows which characters only the last resort has', () => {
  expect(['a', 'é', 'Ж', 'ω', 'न', '🍕', '·', '…'].filter(isPixelCharacter)).toEqual([]);
  expect(['م', 'ש', 'ส', '你', 'あ', '안'].every(isPixelCharacter)).toBe(true);
});
