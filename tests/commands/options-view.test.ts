import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainOptions } from '../../commands/options/explain.js';
import { figuresOf } from '../../commands/options/figures.js';
import { optionsInFull } from '../../commands/options/in-full.js';
import { lookAtAnswer } from '../../commands/options/look.js';
import { behind, readAnswers, spellingsOf } from '../../commands/options/read-answers.js';
import { type OptionsResult, optionsResult } from '../../commands/options/result.js';
import { viewOptions } from '../../commands/options/view.js';
import { altText } from '../../src/charts/alt.js';
import type { Interval } from '../../src/domain/interval.js';
import type { View } from '../../src/lesson/command/view.js';
import { placeAt } from '../builders/place.js';

type Part = readonly [text: string, probability: number | Interval];

/** Some answers, each with its tokens and their chances. */
function resultOf(
  answers: Readonly<Record<string, readonly Part[]>>,
  more: Partial<OptionsResult> = {},
): OptionsResult {
  return {
    prompt: 'Is it? Answer:',
    answers: Object.entries(answers).map(([text, parts]) => ({
      text,
      tokens: parts.map(([token, chance]) => ({
        text: token,
        id: undefined,
        bytes: undefined,
        probability: typeof chance === 'number' ? { low: chance, high: chance } : chance,
        rank: undefined,
        alternatives: [],
      })),
    })),
    repeated: [],
    moved: '',
    model: 'm',
    endpoint: { label: 'here', tiny: true },
    scale: 'raw',
    requests: 3,
    notices: [],
    ...more,
  };
}

const usual = resultOf({
  yes: [[' yes', 0.02]],
  no: [[' no', 0.01]],
  maybe: [
    [' may', 0.04],
    ['be', 0.25],
  ],
});

const read = ({ blocks }: View) =>
  blocks
    .flatMap((block) => (block.kind === 'text' ? [block.markdown] : []))
    .join('\n')
    .replaceAll('\\', '');
const shown = (result: OptionsResult) => read(viewOptions(result, placeAt()));

function barsOf(result: OptionsResult) {
  const block = viewOptions(result, placeAt()).blocks.find(({ kind }) => kind === 'picture');
  if (block?.kind !== 'picture' || block.picture.kind !== 'probability-bars') throw new Error('expected bars');
  return block.picture;
}

describe('the figures of answers', () => {
  test('a part is a chance divided by the sum of all, and no chance is changed', () => {
    const { answers, any, byToken, isSure } = figuresOf(usual);
    expect(answers.map(({ text }) => text)).toEqual(['yes', 'no', 'maybe']);
    expect(answers.map(({ share }) => share?.low)).toEqual([0.5, 0.25, 0.25].map((part) => expect.closeTo(part, 12)));
    expect(answers.map(({ logprob }) => Math.exp(logprob.high))).toEqual(
      [0.02, 0.01, 0.01].map((chance) => expect.closeTo(chance, 12)),
    );
    expect(Math.exp(any.low)).toBeCloseTo(0.04, 12);
    expect(byToken?.map(({ text, perToken }) => [text, Math.exp(perToken.low)])).toEqual([
      ['maybe', expect.closeTo(0.1, 12)],
      ['yes', expect.closeTo(0.02, 12)],
      ['no', expect.closeTo(0.01, 12)],
    ]);
    expect(isSure).toBe(true);
  });

  test('what is not fully known stays between its ends', () => {
    const { answers, byToken, isSure } = figuresOf(
      resultOf({ yes: [[' yes', 0.3]], no: [[' no', { low: 0, high: 0.1 }]] }),
    );
    expect(answers[0]?.share).toEqual({ low: expect.closeTo(0.75, 12), high: 1 });
    expect(answers[1]?.share).toEqual({ low: 0, high: expect.closeTo(0.25, 12) });
    expect(byToken).toBeUndefined();
    expect(isSure).toBe(true);
    expect(figuresOf(resultOf({ a: [['a', { low: 0, high: 0.5 }]], b: [['b', 0.1]] })).isSure).toBe(false);
  });

  test('an answer that goes on from another is a part of it, and counts once in what all have', () => {
    const nested = resultOf({
      no: [[' no', 0.2]],
      'no way': [
        [' no', 0.2],
        [' way', 0.5],
      ],
    });
    const { any, within, answers } = figuresOf(nested);
    expect(within).toEqual([{ longer: 1, shorter: 0 }]);
    expect(Math.exp(any.low)).toBeCloseTo(0.2, 12);
    expect(answers[0]?.share?.low).toBeCloseTo(0.2 / 0.3, 12);
    expect(shown(nested)).toContain('“no way” begins with “no”: its chance is a part of that one’s.');
  });

  test('chances too small for a number are still compared', () => {
    const many = (chance: number) => Array.from({ length: 100 }, (): Part => ['x', chance]);
    const { answers } = figuresOf(resultOf({ a: many(1e-5), b: many(1.001e-5) }));
    expect(answers.map(({ text }) => text)).toEqual(['b', 'a']);
    expect(answers[0]?.share?.low).toBeCloseTo(1.001 ** 100 / (1 + 1.001 ** 100), 9);
  });
});

describe('figures at their ends', () => {
  test('a part is never all where another answer has a chance, however small', () => {
    const tiny = resultOf({ a: [['a', 0.5]], b: Array.from({ length: 9 }, (): Part => ['x', 1e-9]) });
    expect(shown(tiny)).toContain('it is almost surely “a”** (more than 99.9%)');
    expect(figuresOf(tiny).answers[0]?.share?.high).toBeLessThan(1);
    expect(figuresOf(resultOf({ a: [['a', 0.5]], b: [['b', 0]] })).answers[0]?.share?.low).toBe(1);
  });

  test('a chance of exactly 0 is known, and no range', () => {
    const never = resultOf({ a: [['a', 0.5]], b: [['b', 0]] });
    expect(read({ blocks: optionsInFull(never, 'en-US') })).not.toContain('some figures are ranges');
  });

  test('a mantissa that rounds to ten is written as one', () => {
    const text = read(lookAtAnswer(resultOf({ a: [['a', 9.9999e-19]], b: [['b', 0.5]] }), '0', 'en-US'));
    expect(text).toContain('Its chance is **1.00 × 10⁻¹⁸**');
  });

  test('where nothing is known of what they have together, that is said', () => {
    const unknown: Part = ['x', { low: 0, high: 1 }];
    expect(shown(resultOf({ a: [unknown], b: [unknown] }))).toContain('What they have together is not known.');
  });
});

describe('the reply', () => {
  test('shows each part with the chance of the answer itself beside it', () => {
    expect(barsOf(usual).bars).toEqual([
      expect.objectContaining({ label: 'yes', note: 'own chance 2.0%' }),
      expect.objectContaining({ label: 'no', note: 'own chance 1.0%' }),
      expect.objectContaining({ label: 'maybe', note: 'own chance 1.0%' }),
    ]);
    expect(altText(barsOf(usual), { locale: 'en-US' })).toContain(
      'For each answer its part of what these three have together, and in brackets its own chance: yes 50% (own chance 2.0%); no 25%',
    );
  });

  test('says what all have together, and where the mean of the tokens turns the order', () => {
    expect(shown(usual)).toContain(
      '**Of these three, “yes” is the likeliest** (50%). All three together have only 4.0%: mostly the text goes on in another way. But **“maybe”** is longer (2 tokens): its tokens are the likeliest on average.',
    );
  });

  test.each<[string, OptionsResult, string]>([
    [
      'one is nearly sure',
      resultOf({ a: [[' a', 0.6]], b: [[' b', 0.01]] }),
      'it is almost surely “a”** (98%). Both together have 61%, so the model expects one of them.',
    ],
    [
      'two are close',
      resultOf({ a: [[' a', 0.2]], b: [[' b', 0.19]] }),
      '**“a” and “b” are close** (51% and 49%). Both together have 39%.',
    ],
    [
      'a range',
      resultOf({ a: [[' a', { low: 0.1, high: 0.3 }]], b: [[' b', 0.1]], c: [[' c', 0.2]] }),
      '“a” is the likeliest, as far as is known** (between 25% and 50%)',
    ],
    [
      'nothing is known',
      resultOf({ a: [[' a', { low: 0, high: 0 }]], b: [[' b', { low: 0, high: 0 }]] }),
      'nothing is known of their chances',
    ],
    [
      'the order differs further down',
      resultOf({
        a: [[' a', 0.9]],
        b: [[' b', 0.01]],
        c: [
          [' c', 0.09],
          ['d', 0.1],
        ],
      }),
      '“c” has more tokens than “b”: on average they are likelier.',
    ],
  ])('when %s', (_, result, said) => {
    expect(shown(result)).toContain(said);
  });

  test.each<[number, string]>([
    [0.25, '25%'],
    [0.001, '1 in 1,000'],
    [1 / 3120, '1 in 3,100'],
    [1 / 2_340_000, '1 in 2.3 million'],
    [1e-10, '1 in 10 billion'],
    [1e-14, '1 in 100 trillion'],
    [1e-20, '1 in 10²⁰'],
  ])('a chance of %s is written as %s', (chance, written) => {
    expect(barsOf(resultOf({ a: [[' a', chance]], b: [[' b', 0.1]] })).bars.map(({ note }) => note)).toContain(
      `own chance ${written}`,
    );
  });

  test('a repeated answer counts once, and it is said; markdown of people stays text', () => {
    expect(shown(resultOf({ '**a**': [['a', 0.2]], b: [['b', 0.1]] }, { repeated: ['b'] }))).toContain(
      '“b” stood there more than once, and counts once.',
    );
    const { blocks } = viewOptions(resultOf({ '**a**': [['a', 0.2]], b: [['b', 0.1]] }), placeAt());
    expect(JSON.stringify(blocks)).toContain('\\\\*\\\\*a\\\\*\\\\*');
  });

  test('it is the same after a restart, ranges and tokens without a value too', () => {
    const open = resultOf({ a: [[' a', 0.25]], b: [[' b', { low: 0, high: 0.5 }]] });
    for (const result of [usual, open]) {
      const stored = JSON.parse(JSON.stringify(z.encode(optionsResult, result)));
      expect(shown(z.decode(optionsResult, stored))).toBe(shown(result));
    }
  });

  test('Explain works out a product and a part', () => {
    const { example, tryIt } = explainOptions(usual, placeAt());
    expect(example).toBe(
      '“maybe”: `·may` 0.04 × `be` 0.25 = **0.01**.\nAll of these answers sum to 0.04. Its part: 0.01 ÷ 0.04 = **25%**.',
    );
    expect(tryIt).toMatchObject({ action: 'spell', label: 'Spell “yes” otherwise' });
    const unspelled = resultOf({ 是: [['是', 0.2]], 不: [['不', 0.1]] });
    expect(explainOptions(unspelled, placeAt()).tryIt).toMatchObject({ link: 'nextword' });
  });

  test('one answer’s tokens stand with their chances and the product written out', () => {
    const text = read(lookAtAnswer(usual, '2', 'en-US'));
    expect(text).toContain('**“maybe” has 2 tokens**');
    expect(text).toMatch(/4\.0% +0\.04 +·may\n +25% +0\.25 +be/);
    expect(text).toContain('Its chance is the product: 0.04 × 0.25 = **0.01**, or 1.0%.');
    expect(text).toContain('On average its tokens have 0.1: 2 such factors have the same product.');
    expect(text).toContain('it has 25%.');
    expect(() => lookAtAnswer(usual, '7', 'en-US')).toThrow('cannot be opened from here');
  });

  test('Details have every figure, what was scored, and what was moved', () => {
    const text = read({ blocks: optionsInFull({ ...usual, moved: ' ' }, 'en-US') });
    expect(text).toMatch(/2\.0% +0\.02 +50% +0\.02 +1 +yes\n/);
    expect(text).toMatch(/1\.0% +0\.01 +25% +0\.1 +2 +maybe\n/);
    expect(text).toContain('Scored were exactly these texts: `·yes` `·no` `·maybe`');
    expect(text).toContain('The end `·` of the prompt shares a token with an answer.');
    expect(text).toContain('3 requests');
  });
});

describe('answers that are read', () => {
  test.each([
    ['yes, no, maybe', ['yes', 'no', 'maybe']],
    ['yes, of course | no', ['yes, of course', 'no']],
    ['  yes ,, no\nmaybe ', ['yes', 'no', 'maybe']],
    ['是，不', ['是', '不']],
    ['👍, 👎, 🤷‍♀️', ['👍', '👎', '🤷‍♀️']],
  ])('%s', (written, texts) => {
    expect(readAnswers(written)).toEqual({ texts, repeated: [] });
  });

  test('twice the same is one, and it is told', () => {
    expect(readAnswers('yes, no, yes')).toEqual({ texts: ['yes', 'no'], repeated: ['yes'] });
  });

  test.each([
    [' , ,', 'There is no answer to look at.'],
    ['yes', '“yes” is only one answer'],
    ['yes, yes', '“yes” is only one answer'],
    ['1,2,3,4,5,6,7,8,9', '9 answers are too many for one picture. Write 8 at most.'],
    [`yes, ${'x'.repeat(121)}`, 'Each answer can have 120 characters at most.'],
  ])('refuses %s', (written, said) => {
    expect(() => readAnswers(written)).toThrow(said);
  });

  test.each([
    ['Answer:', 'yes', ' yes'],
    ['Answer: ', 'yes', 'yes'],
    ['Answer:\n', 'yes', 'yes'],
    ['天空是', '蓝色', '蓝色'],
    ['天空是蓝色的吗？回答：', '是', '是'],
    ['He said “', 'yes', 'yes'],
    ['Hello', ', world', ', world'],
    ['I like', '🍕', ' 🍕'],
  ])('behind “%s” stands “%s” as “%s”', (prompt, answer, expected) => {
    expect(behind(prompt, answer)).toBe(expected);
  });

  test('spellings differ in their capitals', () => {
    expect(spellingsOf('yes')).toEqual(['yes', 'Yes', 'YES']);
    expect(spellingsOf('Paris')).toEqual(['paris', 'Paris', 'PARIS']);
    expect(spellingsOf('是')).toBeUndefined();
    expect(spellingsOf('👍')).toBeUndefined();
  });
});
