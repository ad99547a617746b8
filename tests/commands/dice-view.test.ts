import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainDice } from '../../commands/dice/explain.js';
import { diceInFull } from '../../commands/dice/in-full.js';
import { judge } from '../../commands/dice/judge.js';
import { type DiceResult, diceResult, MAX_ROLLS, type Unjudged } from '../../commands/dice/result.js';
import { viewDice, viewProgress } from '../../commands/dice/view.js';
import type { TextBlock } from '../../src/discord/reply.js';
import { createFact } from '../../src/facts.js';
import type { NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import { candidateOf, distributionOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';

const record = keepRecord(
  {
    kind: 'next-token',
    asked: { prompt: 'The sky is', candidates: 100 },
    answer: distributionOf([
      candidateOf(' blue', 0.6),
      candidateOf(' grey', 0.3, { id: 2, bytes: Buffer.from(' grey') }),
      candidateOf(' up', 0.01),
    ]),
  },
  { label: 'here', tiny: false },
) as NextTokenRecord;

const rolled: Unjudged = {
  record,
  temperature: 1,
  seed: 5,
  rollsEach: 100,
  asksModel: false,
  counts: [65, 25, 1, 9],
  unlisted: [],
  handedOut: 100,
  requests: 0,
};

const asked: Unjudged = {
  ...rolled,
  temperature: 2,
  seed: undefined,
  counts: [40, 30, 0, 10],
  unlisted: [
    { what: 'token', label: '·z', count: 4 },
    { what: 'end', count: 2 },
  ],
  requests: 80,
};

const view = (result: DiceResult) => viewDice(result, placeAt({ runId: 'run' }));
const markdownOf = (blocks: readonly { readonly kind: string }[]) =>
  blocks.flatMap((block) => (block.kind === 'text' ? [(block as TextBlock).markdown] : []));
const textOf = (result: DiceResult) => markdownOf(view(result).blocks).join('\n');
const detailsOf = (result: DiceResult) => markdownOf(diceInFull(result, 'en-US')).join('\n');
const pictureOf = (result: DiceResult) =>
  view(result).blocks.flatMap((block) => (block.kind === 'picture' ? [block.picture] : []))[0];
const buttonsOf = (result: DiceResult) =>
  view(result).blocks.flatMap((block) => (block.kind === 'row' ? block.buttons : []));
const goOnOf = (result: DiceResult) =>
  view(result).blocks.flatMap((block) => (block.kind === 'go-on-links' ? block.entries : []));

describe('a view of rolls', () => {
  test('from known probabilities is a picture, a verdict and the next moves', async () => {
    const result = await judge(rolled);
    expect(markdownOf(view(result).blocks)).toEqual([
      '`The sky is▮`',
      '**100 rolls, and all as expected:** luck alone can explain the differences.',
      '-# m · temperature 1 · seed 5',
    ]);
    expect(view(result).tone).toBe('normal');
    expect(pictureOf(result)).toMatchObject({
      kind: 'roll-counts',
      title: 'What came up in 100 rolls?',
      rows: [
        { label: '·blue', count: 65 },
        { label: '·grey', count: 25 },
        { label: '·up', count: 1 },
        { label: 'all others', hidden: true, count: 9 },
      ],
    });
    expect(buttonsOf(result)).toMatchObject([
      { action: 'more', runId: 'run', label: 'Roll 100 more', disabled: false },
      { action: 'explain' },
    ]);
    expect(goOnOf(result).map(({ label }) => label)).toEqual([
      ...[0, 0.3, 0.7, 1.3, 1.6, 2].map((temperature) => `Roll at temperature ${temperature}`),
      'Ask the model for each roll',
    ]);
  });

  test('has the table, the test and who rolled in its details', async () => {
    const result = await judge(rolled);
    // (65 − 60)² / 60 + (25 − 30)² / 30 + (10 − 10)² / 10, the rare token and all others together.
    expect(result.fit).toMatchObject({ verdict: 'fits', method: 'chi-square' });
    expect(result.fit.statistic).toBeCloseTo(25 / 60 + 25 / 30, 9);
    expect(result.fit.groups.map(({ categories }) => categories)).toEqual([[0], [1], [2, 3]]);
    const text = detailsOf(result);
    const p = Math.exp(-(25 / 60 + 25 / 30) / 2);
    expect(text).toContain(`in ${Math.round(100 * p)} of 100 tries: the p-value is ${p.toFixed(3)}.`);
    expect(text).toContain('so they form one group: `·up` and all that are not listed. That group was rolled 10 times');
    expect(text).toContain('    65        60      50–69  ·blue');
    expect(text).toContain('Among all others: 9× tokens that the server does not list.');
    expect(text).toContain('Tokenscope rolled, with exactly the probabilities that the model gave.');
  });

  test('explains itself with its own numbers', async () => {
    const { example, tryIt } = explainDice(await judge(rolled), placeAt());
    expect(example).toContain('The chance of “blue” is 60%. 100 rolls × 60% = 60 times.');
    expect(example).toContain('It came up **65 times**: 65 ÷ 100 = 65%.');
    expect(example).toContain('between 50 and 69 times');
    expect(tryIt).toMatchObject({ action: 'many', label: 'Roll 1,000 times' });
    // A thousand requests would cost whoever runs the model.
    expect(explainDice(await judge(asked), placeAt()).tryIt).toEqual({ link: 'temperature' });
  });

  test('that the model was asked for says why in the details, and names what came up', async () => {
    const result = await judge(asked);
    const text = detailsOf(result);
    expect(text).toMatch(
      /asked for each roll, in 80 requests\. The server lists only 3 tokens, so rolls of Tokenscope/,
    );
    expect(text).toContain('Among all others: `·z` 4×, `⟨end of text⟩` 2×, 4× tokens that the server does not list.');
    expect(text).toContain('Some expected counts are ranges');
    expect(textOf(result)).toContain('temperature 2 · no seed');
    expect(goOnOf(result).map(({ action }) => action)).not.toContain('askModel');
  });

  test('that broke off says why, and shows what was rolled', async () => {
    const broken = createFact('said', { sentence: 'Stopped by *Ann*.' });
    const result = { ...(await judge(rolled)), broken };
    expect(view(result).tone).toBe('error');
    expect(textOf(result)).toContain('**Not all were rolled.** Stopped by \\*Ann\\*.');
    expect(pictureOf(result)).toBeDefined();
  });

  test('of what cannot come up says so, and nothing of a test', async () => {
    const result = await judge({ ...rolled, topK: 1 });
    expect(result.fit).toMatchObject({ verdict: 'does-not-fit', p: 0, statistic: undefined });
    expect(textOf(result)).toContain('**The rolls do not fit:** `·grey`, `·up` came up, but had a chance of 0%.');
    expect(detailsOf(result)).toContain('2 listed tokens cannot come up with these settings.');
    expect(detailsOf(result)).not.toContain('The test');
  });

  test('of parts of characters that are not told counts them among the others', async () => {
    const text = detailsOf(await judge({ ...rolled, asksModel: true, unlisted: [{ what: 'part', count: 9 }] }));
    expect(text).toContain('Among all others: `⟨part of a character⟩` 9×.');
    expect(text).toContain('So all such parts count among the others');
  });

  test('that has no room for more takes none', async () => {
    const [more] = buttonsOf(await judge({ ...rolled, counts: [MAX_ROLLS - 99, 0, 0, 0] }));
    expect(more).toMatchObject({ disabled: true });
  });

  test('that are still being asked for say how many there are', () => {
    expect(viewProgress(asked, 80, 'en-US').blocks).toMatchObject([
      { markdown: '`The sky is▮`' },
      { markdown: '-# Asking the model: rolled 80 of 100…' },
    ]);
  });
});

test.each([
  ['from known probabilities', rolled],
  ['of the model', asked],
  ['of what cannot come up', { ...rolled, topK: 1 }],
])('rolls %s are the same after they were stored', async (_, rolls) => {
  const result = await judge(rolls);
  const again = diceResult.parse(JSON.parse(JSON.stringify(z.encode(diceResult, result))));
  expect(again).toEqual(result);
  expect(JSON.stringify(view(again))).toBe(JSON.stringify(view(result)));
  expect(diceInFull(again, 'en')).toEqual(diceInFull(result, 'en'));
});
