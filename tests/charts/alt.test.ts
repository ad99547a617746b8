import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { altText } from '../../src/charts/alt.js';
import type { Picture } from '../../src/charts/kinds/registry.js';
import { cell, stepOf } from './samples.js';

const strip = (count: number, label = '·word'): Picture => ({
  kind: 'token-strip',
  title: 'Tokens of a text',
  tokens: Array.from({ length: count }, (_, index) => ({ label: `${label}${index}`, caption: String(1000 + index) })),
});

describe('altText', () => {
  test('says what a strip shows and then its tokens in order', () => {
    const text = altText({
      kind: 'token-strip',
      title: '4 tokens in o200k_base',
      tokens: [
        { label: 'I', caption: '40' },
        { label: '·love', caption: '3047' },
      ],
    });
    expect(text).toBe('4 tokens in o200k_base. Tokens in order: “I” 40; “·love” 3047');
  });

  test('says what the tokens of a group add up to', () => {
    const picture: Picture = {
      kind: 'token-strip',
      title: 'Pizza',
      tokens: [
        { label: '⟨F0 9F 8D⟩', caption: '197348', group: 0 },
        { label: '⟨95⟩', caption: '243', group: 0 },
        { label: '!', caption: '0' },
      ],
      groups: ['🍕'],
    };
    expect(altText(picture)).toBe(
      'Pizza. Tokens in order: “⟨F0 9F 8D⟩” 197348, “⟨95⟩” 243: together “🍕”; exclamation mark 0',
    );
  });

  test('names the tokens that stand around a text', () => {
    const picture: Picture = {
      kind: 'token-strip',
      title: 'Hi',
      subtitle: 'Hatched: special tokens around the text',
      tokens: [
        { label: '<s>', caption: '1', around: true },
        { label: 'Hi', caption: '40' },
      ],
    };
    expect(altText(picture)).toBe(
      'Hi (Hatched: special tokens around the text). Tokens in order: “<s>” 1 (around the text); “Hi” 40',
    );
  });

  test('gives every figure of the bars, ranges, notes and the choice', () => {
    const text = altText({
      kind: 'probability-bars',
      title: 'The capital of France is',
      subtitle: 'temperature 1',
      bars: [
        { label: '·Paris', probability: { low: 0.62, high: 0.62 }, state: 'kept', chosen: true },
        { label: '·the', probability: { low: 0.102, high: 0.207 }, state: 'cut', note: 'cut by top-p' },
        { label: 'all other tokens', probability: { low: 0.17, high: 0.28 }, state: 'hidden' },
      ],
    });
    expect(text).toBe(
      'The capital of France is (temperature 1). Chances of the next token: ' +
        '·Paris 62% (chosen); ·the 10%–21% (cut by top-p); all other tokens 17%–28%',
    );
  });

  test('gives counts with their unit, and a reply with its probabilities', () => {
    const bars = [{ label: 'o200k_base', note: 'GPT-4o', count: 1204 }];
    expect(altText({ kind: 'count-bars', title: 'Compared', unit: 'tokens', bars })).toBe(
      'Compared. Counts: o200k_base (GPT-4o) 1,204 tokens',
    );
    const tokens = [{ label: '·sky', probability: 0.0004 }];
    expect(altText({ kind: 'probability-strip', title: 'A reply', tokens })).toBe(
      'A reply. Tokens in order with their chances: “·sky” < 0.1%',
    );
  });

  test('says so when there is nothing', () => {
    expect(altText(strip(0))).toBe('Tokens of a text. Tokens in order: nothing to show');
  });

  test('a text that is too long ends in how many are left out, which is right', () => {
    const text = altText(strip(300));
    expect(text.length).toBeLessThanOrEqual(1024);
    const [, left] = /… (\d+) more in Details$/.exec(text) ?? [];
    expect(text.split('”').length - 1 + Number(left)).toBe(300);
  });

  test('is within the limit and well-formed, whatever the labels are', () => {
    const labels = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 50 }),
        fc.constant('🍕'.repeat(2000)),
        fc.constant(`Z${'\u0301'.repeat(4000)}`),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(
        labels,
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 400, max: 1024 }),
        (all, title, limit) => {
          const tokens = all.map((label) => ({ label, caption: '1' }));
          const text = altText({ kind: 'token-strip', title, tokens }, { longest: limit });
          expect(text.length).toBeLessThanOrEqual(limit);
          expect(text.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('a probability that the endpoint does not tell is no number', () => {
  const strip = {
    kind: 'probability-strip',
    title: 'The reply',
    tokens: [
      { label: 'a', probability: 0.5 },
      { label: 'b', probability: undefined },
    ],
  } as const;
  expect(altText(strip)).toContain('“a” 50%; “b” not told');
});

test('a strip says what its captions are, and which probabilities are only bounds', () => {
  const tokens = [
    { label: '·pizza', probability: 0.0004, bound: true, caption: '≥ 11.29' },
    { label: '·king', probability: 0.012, bound: true, caption: '≥ 6.38' },
  ];
  expect(altText({ kind: 'probability-strip', title: 'A reply', captions: 'bits of surprise', tokens })).toBe(
    'A reply. Tokens in order with their chances and bits of surprise: “·pizza” < 0.1%, ≥ 11.29; ' +
      '“·king” at most 1.2%, ≥ 6.38',
  );
});

test('tokens of signs are told by name, since whoever listens is not told of signs', () => {
  const labels = ['.', '·.', '",', '...', '↵↵', '·', '·dog.', '§', '.........'];
  const tokens = labels.map((label) => ({ label, caption: '1' }));
  expect(altText({ kind: 'token-strip', title: 'T', tokens })).toBe(
    'T. Tokens in order: full stop 1; space and full stop 1; quotation mark and comma 1; 3 × full stop 1; ' +
      '2 × line break 1; space 1; “·dog.” 1; “§” 1; “.........” 1',
  );
  expect(altText(stepOf([0.5], { token: '.' }))).toContain('comes full stop.');
  const bars = [{ ...cell(0.25), label: ',' }];
  expect(altText({ kind: 'probability-bars', title: 'T', bars })).toMatch(/: comma 25%$/);
});
