import { createCanvas } from '@napi-rs/canvas';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawableText } from '../../../src/charts/text/drawable-text.js';
import { type FontFamily, fontKindOf, fontOf, loadedFontOf, registerFonts } from '../../../src/charts/text/fonts.js';
import { drawLabel, type LabelStyle, layOutLabel } from '../../../src/charts/text/label.js';
import { graphemes } from '../../../src/words/graphemes.js';

beforeAll(() => registerFonts());

/** The pixels of a text drawn alone. */
function drawn(text: string, font = fontOf('mono', 28)): Buffer {
  const context = createCanvas(72, 56).getContext('2d');
  context.lang = 'en';
  context.font = font;
  context.fillText(text, 12, 38);
  return Buffer.from(context.canvas.data());
}

/** The pixels of a text drawn as a label, which chooses the fonts, at the same place. */
function drawnAsLabel(text: string, { family = 'mono', bold = false }: Partial<LabelStyle> = {}): Buffer {
  const context = createCanvas(72, 56).getContext('2d');
  context.lang = 'en';
  const label = layOutLabel(context, text, { family, size: 28, bold }, 1000);
  drawLabel(context, label, 12, 38, { ink: '#000000', dim: '#000000' });
  return Buffer.from(context.canvas.data());
}

/** Drawn as lines. */
const signs = new Set('·↵⇥⟨⟩');

/** What the last resort would draw. */
const pixelFonts = [28, 32].flatMap((pixels) => [false, true].map((bold) => fontOf('pixel', pixels, bold)));

function widthOf(text: string, family: FontFamily = 'mono'): number {
  const context = createCanvas(1, 1).getContext('2d');
  context.font = fontOf(family, 28);
  return context.measureText(text).width;
}

/** A noncharacter and a private-use character: no font has a glyph, so the missing-glyph box is drawn. */
const boxes = ['\u{10FFFD}', '\uE000', '\u{20000}'].flatMap((character) =>
  [fontOf('mono', 28), fontOf('sans', 28), fontOf('pixel', 28), loadedFontOf('你', 28)].map((font) => ({
    character,
    font,
  })),
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
  Chinese: '你好世界繁體，。龘',
  Japanese: 'こんにちはカタカナ日本、ーｱ',
  Korean: '안녕하세요',
  Armenian: 'Հայերեն',
  Balinese: 'ᬩᬮᬶ',
  Bengali: 'আমিবাংলায়গানগাই।',
  Burmese: 'မြန်မြန်',
  Cherokee: 'ᏣᎳᎩ',
  Dhivehi: 'ދިވެހި',
  Ethiopic: 'አማርኛሰላም',
  Fulani: '𞤆𞤵𞤤𞤢𞤪',
  Georgian: 'გამარჯობა',
  Gujarati: 'ગુજરાતીભાષા',
  Gurmukhi: 'ਪੰਜਾਬੀਭਾਸ਼ਾ',
  Inuktitut: 'ᐃᓄᒃᑎᑐᑦ',
  Javanese: 'ꦧꦱꦗꦮ',
  Kannada: 'ಕನ್ನಡಭಾಷೆ',
  Khmer: 'ភាសាខ្មែរ',
  Lao: 'ພາສາລາວ',
  Malayalam: 'മലയാളംഭാഷ',
  Meitei: 'ꯃꯩꯇꯩꯂꯣꯟ',
  Mongolian: 'ᠮᠣᠩᠭᠣᠯ',
  'N’Ko': 'ߒߞߏ',
  Odia: 'ଓଡ଼ିଆଭାଷା',
  Santali: 'ᱥᱟᱱᱛᱟᱲᱤ',
  Sinhala: 'සිංහලභාෂාව',
  Sundanese: 'ᮘᮞᮞᮥᮔ᮪ᮓ',
  Syriac: 'ܣܘܪܝܝܐ',
  Tamazight: 'ⵜⴰⵎⴰⵣⵉⵖⵜ',
  Tamil: 'தமிழ்மொழிஅழகானது',
  Telugu: 'తెలుగుభాష',
  Tibetan: 'བོད་སྐད',
  Yi: 'ꆈꌠꉙ',
  emoji: '🍕👩‍👩‍👧‍👦👍🏽❤️1️⃣🏳️‍🌈😀',
  flags: '🇩🇪🇯🇵🇧🇷🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  signs: '·↵⇥⟨F09⟩→…–−◌∞',
  'combining marks': 'e\u0301a\u0308\u0323n\u0303',
};

describe.each(['mono', 'sans'] as const)('in the %s face', (family) => {
  test.each(Object.entries(samples))('every character of %s has a glyph', (_, text) => {
    const missing = boxes.map((box) => drawn(box.character, box.font));
    const blank = drawn('');
    for (const cluster of graphemes(text.replaceAll(' ', ''))) {
      expect(drawableText(cluster), `${cluster} is drawn as it is`).toBe(cluster);
      for (const bold of [false, true]) {
        const pixels = drawnAsLabel(cluster, { family, bold });
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
      const installed = drawn(cluster, '28px "A font that nobody has"');
      expect(drawnAsLabel(cluster).equals(installed), cluster).toBe(false);
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
  expect(checked).toBeGreaterThan(900);
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

describe('the last resort', () => {
  test.each(Object.keys(samples).filter((name) => /^[A-Z]/.test(name)))('draws nothing of %s', (script) => {
    for (const cluster of graphemes((samples[script] ?? '').replaceAll(' ', ''))) {
      for (const bold of [false, true]) {
        const pixels = drawnAsLabel(cluster, { bold });
        for (const font of pixelFonts) expect(pixels.equals(drawn(cluster, font)), cluster).toBe(false);
      }
    }
  });

  test('draws no character that is said to have a better font', () => {
    let checked = 0;
    // Fonts are chosen by ranges, and steps meet nearly all: long ones where Han and Hangul have thousands in each.
    for (let code = 0x21; code < 0xfffe; code += code > 0x3400 && code < 0xd7a4 ? 67 : 5) {
      const character = String.fromCodePoint(code);
      if (fontKindOf(character) === 'pixel' || signs.has(character) || drawableText(character) !== character) continue;
      checked += 1;
      const pixels = drawnAsLabel(character);
      expect(pixels.equals(drawn(character, fontOf('pixel', 28))), `U+${code.toString(16)}`).toBe(false);
    }
    expect(checked).toBeGreaterThan(900);
  });

  test('is known to draw what no other font has', () => {
    expect(['a', 'é', 'Ж', 'ω', 'न', '🍕', '·', '…', 'م', 'ש', 'ส'].filter((it) => fontKindOf(it) !== 'text')).toEqual(
      [],
    );
    expect(['你', 'あ', '안', '、', '！'].filter((character) => fontKindOf(character) !== 'cjk')).toEqual([]);
    expect(['গ', 'ម', 'გ', 'ሰ', '◌ি', 'க்'].filter((cluster) => fontKindOf(cluster) !== 'script')).toEqual([]);
    expect(['ᚠ', '\u9fff', '\u0860'].filter((character) => fontKindOf(character) !== 'pixel')).toEqual([]);
    // So the comparisons above mean something.
    expect(drawnAsLabel('ᚠ').equals(drawn('ᚠ', fontOf('pixel', 32, true)))).toBe(true);
  });
});

test('letters join, and marks stand over their letters, in a whole label', () => {
  const width = (text: string) =>
    layOutLabel(createCanvas(1, 1).getContext('2d'), text, { family: 'mono', size: 28 }, 1000).width;
  // Noto Sans Arabic's initial and final forms are narrower than the letter alone.
  expect(width('بب')).toBeLessThan(1.8 * width('ب'));
  expect(width('ดี')).toBeCloseTo(width('ด'), 3);
  expect(width('שָ')).toBeCloseTo(width('ש'), 3);
});

test.each([
  ['Bengali', 'ক্ষ', 'কষ'],
  ['Tamil', 'கொ', 'கெகா'],
  ['Khmer', 'ខ្មែ', 'ខមែ'],
  ['Burmese', 'မြ', 'မရ'],
  ['Sinhala', 'ක්‍ෂ', 'කෂ'],
  ['Tibetan', 'སྐ', 'སཀ'],
])('letters of %s that stand together are one shape', (_, joined, apart) => {
  const width = (text: string) =>
    layOutLabel(createCanvas(1, 1).getContext('2d'), text, { family: 'mono', size: 28 }, 1000).width;
  expect(width(joined)).toBeLessThan(width(apart));
});

test('a vowel sign that a token begins with stands at a dotted circle, in its own font', () => {
  expect(drawableText('\u09bf')).toBe('◌\u09bf');
  const label = layOutLabel(createCanvas(1, 1).getContext('2d'), '\u09bf', { family: 'mono', size: 28 }, 1000);
  expect(label.runs.map(({ kind, text }) => [kind, text])).toEqual([['script', '◌\u09bf']]);
});

test('words of a script that runs from right to left are drawn together', () => {
  const label = layOutLabel(createCanvas(1, 1).getContext('2d'), 'ߒߞߏ ߞߊ߲', { family: 'mono', size: 28 }, 1000);
  expect(label.runs).toHaveLength(1);
});

test.each(['م', 'ש', 'ส', '你', 'あ', '안', 'ক', 'க', 'გ', 'ܣ'])('%s is bolder in bold', (character) => {
  const ink = (bold: boolean) => {
    const pixels = drawnAsLabel(character, { family: 'sans', bold });
    return pixels.reduce((sum, value, at) => (at % 4 === 3 ? sum + value : sum), 0);
  };
  expect(ink(true)).toBeGreaterThan(1.15 * ink(false));
});

test('a space before a word that is read from right to left stands on its right', () => {
  const runs = (text: string) =>
    layOutLabel(createCanvas(1, 1).getContext('2d'), text, { family: 'mono', size: 28 }, 1000).runs.map(
      ({ text: run }) => run,
    );
  expect(runs('·مرحبا')).toEqual(['مرحبا', '·']);
  expect(runs('·word')).toEqual(['·', 'word']);
  expect(runs('ߒߞߏ·')).toEqual(['·', 'ߒߞߏ']);
});
