import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstHead, habitIn, keysOf, nameHeads } from '../../commands/attention/heads.js';
import { attendedLine } from '../../commands/attention/line.js';
import { exchange, proposedPair, wordsOf } from '../../commands/attention/swap-words.js';
import { layOutAttended } from '../../src/charts/strip/attended-line.js';
import { registerFonts } from '../../src/charts/text/fonts.js';
import type { AttentionHead, HeadPattern } from '../../src/domain/inside.js';
import type { Token } from '../../src/domain/token.js';
import { chartWords } from '../../src/words/pictures.js';

const NONE = {
  'previous-token': 0.06,
  'same-token': 0.04,
  'after-same-token': 0.05,
  'start-of-text': 0.05,
  itself: 0.06,
};
const head = (layer: number, number: number, patterns: Partial<Record<HeadPattern, number>> = {}): AttentionHead => ({
  layer,
  head: number,
  patterns: { ...NONE, ...patterns },
});
const SHAPE = { layers: 2, heads: 2 };

describe('the name of a head', () => {
  test('is what it was measured to do clearly more than others, and the strongest come first', () => {
    const named = nameHeads(
      [head(0, 0), head(0, 1, { 'after-same-token': 0.14 }), head(1, 0), head(1, 1, { 'previous-token': 0.71 })],
      SHAPE,
    );
    expect(named.map(({ layer, head: number, habit }) => [layer, number, habit?.pattern])).toEqual([
      [1, 1, 'previous-token'],
      [0, 1, 'after-same-token'],
      [0, 0, undefined],
      [1, 0, undefined],
    ]);
    expect(named[0]?.habit).toEqual({ pattern: 'previous-token', share: 0.71, usual: 0.06 });
  });

  test('is missing where all do the same, or a little more is still little', () => {
    const alike = SHAPE.heads * SHAPE.layers;
    const all = Array.from({ length: alike }, (_, at) => head(Math.floor(at / 2), at % 2, { 'start-of-text': 0.6 }));
    expect(nameHeads(all, SHAPE).map(({ habit }) => habit)).toEqual(Array(alike).fill(undefined));
    const little = [head(0, 0, { 'same-token': 0.09 }), head(0, 1), head(1, 0), head(1, 1)];
    expect(nameHeads(little, SHAPE).every(({ habit }) => habit === undefined)).toBe(true);
    expect(nameHeads([], SHAPE)).toHaveLength(alike);
  });

  test('is of two habits the one that sets it apart more', () => {
    const most = head(1, 1, { 'previous-token': 0.2, itself: 0.15 });
    const usual = [head(0, 0, { 'previous-token': 0.1 }), head(0, 1, { 'previous-token': 0.1 }), head(1, 0)];
    expect(nameHeads([...usual, most], SHAPE)[0]).toMatchObject({ layer: 1, head: 1, habit: { pattern: 'itself' } });
  });
});

describe('the head that a text is shown by at first', () => {
  const named = nameHeads(
    [head(0, 0, { 'previous-token': 0.7 }), head(0, 1, { 'after-same-token': 0.2 }), head(1, 0), head(1, 1)],
    SHAPE,
  );
  const keys = ['', 'The', 'cat', 'sat', '.', 'The'];
  const rows = (after: number) => (one: { head: number }) =>
    one.head === 1 ? [0, 0, after, 0, 0, 1 - after] : [0, 0, 0, 0, 0.9, 0.1];

  test('is one whose habit is plain to be seen there, the most telling one', () => {
    expect(firstHead(named, keys, rows(0.8))).toMatchObject({ layer: 0, head: 1 });
    expect(firstHead(named, keys, rows(0.1))).toMatchObject({ layer: 0, head: 0 });
  });

  test('is the strongest one where none is, and any where none has a name', () => {
    expect(firstHead(named, keys, () => [1, 0, 0, 0, 0, 0])).toMatchObject({ layer: 0, head: 0 });
    expect(firstHead(nameHeads([], SHAPE), keys, () => [])).toMatchObject({ layer: 0, head: 0, habit: undefined });
  });
});

test('what a head does in one text is the mean over places that have such a token', () => {
  const keys = ['', 'a', 'b', 'a', 'b'];
  const rows = [[1], [0.5, 0.5], [0, 0.8, 0.2], [0.1, 0.1, 0.7, 0.1], [0, 0, 0.1, 0.6, 0.3]];
  const before = (0.5 + 0.8 + 0.7 + 0.6) / 4;
  expect(habitIn(rows, keys)).toEqual({ pattern: 'previous-token', share: expect.closeTo(before, 12) });
  expect(habitIn([[1], [1, 0]], ['', 'a'])).toBeUndefined();
});

const token = (text: string, id = 0): Token => ({ text, id, bytes: undefined });

test('a word is one word with and without a space before it, and a part of a character is told by its id', () => {
  expect(keysOf([token('The'), token(' The'), token(' '), token('\uFFFD', 7)])).toEqual(['The', 'The', ' ', '7']);
});

describe('words to swap', () => {
  const pairOf = (text: string) => {
    const words = wordsOf(text);
    return proposedPair(words)?.map((place) => words[place]?.text);
  };
  test.each([
    ['the cat chased the dog', ['cat', 'dog']],
    ['The horse is bigger than the cat. The', ['horse', 'cat']],
    ['Dogs chase small cats', ['chase', 'cats']],
    ['Dogs and cats', ['Dogs', 'cats']],
    ['is it', ['is', 'it']],
    ['the the', undefined],
    ['The cat and the cat', ['The', 'cat']],
    ['🙂🙂🙂', undefined],
    ['', undefined],
    ['مرحبا بالعالم', ['مرحبا', 'بالعالم']],
    ["don't stop-gap", ["don't", 'stop-gap']],
  ])('of “%s” are %j', (text, pair) => {
    expect(pairOf(text)).toEqual(pair);
  });

  test.each([
    ['the cat chased the dog', [1, 4], 'the dog chased the cat'],
    ['the cat chased the dog', [4, 1], 'the dog chased the cat'],
    ['Dogs chase cats!', [0, 2], 'Cats chase Dogs!'],
    ['dogs  chase\ncats', [0, 2], 'cats  chase\ndogs'],
    ['a 🙂 b', [0, 1], 'b 🙂 a'],
  ] as const)('of “%s” change places', (text, places, swapped) => {
    expect(exchange(text, places)).toBe(swapped);
  });
});

describe('a text on one line', () => {
  const tokens = (count: number) =>
    Array.from({ length: count }, (_, at) => token(at === 0 ? '<|endoftext|>' : ` w${at}`));
  const sum = (line: ReturnType<typeof attendedLine>) => line.reduce((all, { weight = 0 }) => all + weight, 0);

  test('is whole where it fits, with what comes later without a share', () => {
    const line = attendedLine({ tokens: tokens(5), row: [0.1, 0.2, 0.7] }, 'en');
    expect(line.map(({ label, weight, looks, isNamed }) => [label, weight, looks, isNamed])).toEqual([
      ['start', 0.1, false, true],
      ['·w1', 0.2, false, false],
      ['·w2', 0.7, true, false],
      ['·w3', undefined, false, false],
      ['·w4', undefined, false, false],
    ]);
  });

  test('keeps of a long one what gets most, and no share is lost', () => {
    const row = Array.from({ length: 200 }, (_, at) => (at === 77 ? 0.6 : 0.4 / 199));
    const line = attendedLine({ tokens: tokens(200), row }, 'en');
    expect(line.length).toBeLessThan(14);
    expect(line.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['start', '·w77', '·w197', '·w198', '·w199']),
    );
    expect(line.at(-1)?.looks).toBe(true);
    expect(sum(line)).toBeCloseTo(1, 9);
    const counted = line.reduce((all, { label }) => all + Number(/^(\d+) more$/.exec(label)?.[1] ?? 1), 0);
    expect(counted).toBe(200);
  });

  test('keeps what is marked, and tells how many come later', () => {
    const row = Array.from({ length: 60 }, () => 1 / 60);
    const line = attendedLine({ tokens: tokens(120), row, marked: [30] }, 'en');
    expect(line.find(({ label }) => label === '·w30')?.isMarked).toBe(true);
    expect(line.at(-1)).toMatchObject({ label: '60 later', weight: undefined });
  });

  test('never says all of it where some goes elsewhere', () => {
    const row = Array.from({ length: 100 }, (_, at) => (at === 0 || at === 99 ? 1e-5 : (1 - 2e-5) / 98));
    const shares = attendedLine({ tokens: tokens(100), row }, 'en').map(({ weight = 0 }) => weight);
    expect(Math.max(...shares)).toBeLessThan(1);
  });

  test('has room in the picture, whatever the text and the shares are', () => {
    registerFonts();
    const context = createCanvas(1, 1).getContext('2d');
    const words = fc.oneof(
      fc.constantFrom('`', '.', '*', 'd', ' a', ' incomprehensible', '模型', ' 🦦', 'ﷺ', '\n', ''),
      fc.string({ unit: 'grapheme', maxLength: 24 }),
    );
    const parts = fc.array(
      fc.record({ text: words, part: fc.oneof(fc.constantFrom(0, 0, 1, 1000), fc.integer({ min: 0, max: 1000 })) }),
      {
        minLength: 1,
        maxLength: 90,
      },
    );
    fc.assert(
      fc.property(parts, fc.nat(89), fc.array(fc.nat(89), { maxLength: 2 }), (all, last, marked) => {
        const some = [{ text: '<|endoftext|>', part: 1 }, ...all];
        const seen = some.slice(0, Math.min(some.length, last + 1));
        const whole = seen.reduce((sum, { part }) => sum + part, 0) || 1;
        const row = seen.map(({ part }) => part / whole);
        const line = attendedLine({ tokens: some.map(({ text }) => token(text)), row, marked }, 'en');
        expect(layOutAttended(context, line, chartWords('en')).tiles).toHaveLength(line.length);
        expect(sum(line)).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});
