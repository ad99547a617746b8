import { expect, test } from 'vitest';
import { exactly, type Interval } from '../../../src/domain/interval.js';
import { drawSentence, remainsSentence, spreadSentence } from '../../../src/lesson/rows/spread-sentence.js';

const tokenOf = (text: string) => ({ text, bytes: undefined });

function sentence(chances: Readonly<Record<string, number | Interval>>, more: { temperature?: number } = {}): string {
  return spreadSentence(
    {
      tokens: Object.keys(chances).map(tokenOf),
      chances: Object.values(chances).map((one) => (typeof one === 'number' ? exactly(one) : one)),
      rest: exactly(0),
      ...more,
    },
    'en-US',
  );
}

test.each<[string, Readonly<Record<string, number | Interval>>, string]>([
  ['one is left', { ' king': 1, ' queen': 0 }, 'Only **“king”** can come.'],
  ['nearly sure', { ' king': 0.91, ' queen': 0.05 }, 'The model is almost sure: **“king”** has **91%**.'],
  ['surer than can be written', { ' king': 0.99999 }, 'The model is almost sure: **“king”** has **more than 99.9%**.'],
  [
    'a favourite',
    { ' Paris': 0.71, ' one': 0.08 },
    '**“Paris”** is far ahead with **71%**. Second is “one” with 8.0%.',
  ],
  ['two rivals', { ',': 0.45, '.': 0.4 }, 'It is close between two: **“,”** has **45%** and **“.”** has **40%**.'],
  [
    'several',
    { ' mat': 0.31, ' roof': 0.19, ' sofa': 0.18, ' chair': 0.17, ' a': 0.05, ' b': 0.05, ' c': 0.05 },
    '**“mat”**, “roof”, “sofa”, and “chair” are all quite likely: 85% together.',
  ],
  [
    'wide open',
    { a: 0.06, b: 0.05, c: 0.05, d: 0.05, e: 0.05, f: 0.05 },
    'Many different tokens can come: even the likeliest one, **“a”**, has only **6.0%**.',
  ],
  [
    'what ranges leave open',
    { ' Paris': { low: 0.05, high: 0.29 } },
    '**“Paris”** is the likeliest with **between 5.0% and 29%**.',
  ],
  [
    'what is hardly more than nothing at one end',
    { ' Paris': { low: 0.0002, high: 0.2 } },
    'Many different tokens can come: even the likeliest one, **“Paris”**, has only **at most 20%**.',
  ],
  ['an end', { '<|im_end|>': 0.95 }, 'The model is almost sure: **the end of the text** has **95%**.'],
])('a sentence about %s', (_, chances, expected) => {
  expect(sentence(chances)).toBe(expected);
});

test('temperature 0 takes one, and of tied ones nobody can say which', () => {
  expect(sentence({ a: 1, b: 0 }, { temperature: 0 })).toBe('Temperature 0 always takes the likeliest token: **“a”**.');
  const either = { low: 0, high: 1 };
  expect(sentence({ a: either, b: either, c: 0 }, { temperature: 0 })).toContain('“a” and “b” are equally likely');
});

test('what a cut leaves', () => {
  expect(remainsSentence({ left: exactly(1), lost: exactly(0.2) }, 'en-US')).toBe(
    '**1 token can still be drawn.** The others had 20% together and are cut.',
  );
  const unsure = { left: { low: 4, high: 20 }, lost: { low: 0, high: 0.1 } };
  expect(remainsSentence(unsure, 'en-US')).toBe(
    '**Between 4 and 20 tokens can still be drawn.** The others had at most 10% together and are cut.',
  );
  expect(remainsSentence({ left: { low: 3, high: 199_999 }, lost: exactly(0.1) }, 'en-US')).toContain(
    '**At least 3 tokens can still be drawn.** How many more is not known.',
  );
  expect(remainsSentence({ left: { low: 4, high: Infinity }, lost: exactly(0.1) }, 'en-US')).toContain(
    '**At least 4 tokens can still be drawn.**',
  );
});

test('a draw says where it was unlikely', () => {
  const purple = tokenOf(' purple');
  expect(drawSentence(purple, exactly(0.003), 'en-US')).toBe(
    'An unlikely draw: **“purple”** had a chance of **0.3%**.',
  );
  expect(drawSentence(purple, exactly(0.3), 'en-US')).toBe('**“purple”** was drawn. It had a chance of **30%**.');
  for (const [high, chance] of [
    [0.0002, 'less than 0.1%'],
    [0.02, 'at most 2.0%'],
  ] as const) {
    expect(drawSentence(purple, { low: 0, high }, 'en-US')).toContain(`had a chance of **${chance}**.`);
  }
});
