import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { judge } from '../../commands/dice/judge.js';
import { type DiceResult, diceResult, MAX_ROLLS, type Unjudged } from '../../commands/dice/result.js';
import { viewDice, viewProgress } from '../../commands/dice/view.js';
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
const textOf = (result: DiceResult) =>
  view(result)
    .blocks.flatMap((block) => (block.kind === 'text' ? [block.markdown] : []))
    .join('\n');
const pictureOf = (result: DiceResult) =>
  view(result).blocks.flatMap((block) => (block.kind === 'picture' ? [block.picture] : []))[0];
const moreOf = (result: DiceResult) =>
  view(result).blocks.flatMap((block) => (block.kind === 'row' ? block.buttons : []))[0];

describe('a view of rolls', () => {
  test('from known probabilities has their verdict, a picture, and the same as a table', async () => {
    const result = await judge(rolled);
    // (65 − 60)² / 60 + (25 − 30)² / 30 + (10 − 10)² / 10, the rare token and all others together.
    expect(result.fit).toMatchObject({ verdict: 'fits', method: 'chi-square' });
    expect(result.fit.statistic).toBeCloseTo(25 / 60 + 25 / 30, 9);
    expect(result.fit.groups.map(({ categories }) => categories)).toEqual([[0], [1], [2, 3]]);
    const text = textOf(result);
    const tries = Math.round(100 * Math.exp(-(25 / 60 + 25 / 30) / 2));
    expect(text).toContain(`differences this large come up in ${tries} of 100 tries by luck alone.`);
    expect(text).toContain('so that at least 5 are expected: `·up` and all that are not listed; rolled 10 times');
    expect(text).toContain('   65         60      50–69  ·blue');
    expect(text).toContain('-# Among all others: 9× tokens that the endpoint does not list.');
    expect(text).toContain('-# Rolled here, from exactly these probabilities.');
    expect(text).toContain('-# `m` at here · temperature 1 · seed 5');
    expect(view(result).tone).toBe('normal');
    expect(pictureOf(result)).toMatchObject({
      kind: 'roll-counts',
      title: '100 rolls of the next token',
      rows: [
        { label: '·blue', count: 65 },
        { label: '·grey', count: 25 },
        { label: '·up', count: 1 },
        { label: 'all others', hidden: true, count: 9 },
      ],
    });
    expect(moreOf(result)).toMatchObject({
      action: 'more',
      runId: 'run',
      label: 'Roll again (100 more)',
      disabled: false,
    });
  });

  test('that the model was asked for says why, and names what came up', async () => {
    const text = textOf(await judge(asked));
    expect(text).toMatch(/really asked each time, in 80 requests\. .* because the endpoint lists only 3 tokens\./);
    expect(text).toContain('-# Among all others: `·z` 4×, `⟨end⟩` 2×, 4× tokens that the endpoint does not list.');
    expect(text).toContain('-# Where a range is predicted');
    expect(text).toContain('temperature 2 · no seed');
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
    expect(textOf(result)).toContain(
      '**The rolls do not fit the prediction:** `·grey`, `·up` came up, which should never',
    );
    expect(textOf(result)).toContain('-# 2 listed tokens cannot come up at these settings.');
    expect(textOf(result)).not.toContain('The test');
  });

  test('of parts of characters that are not told counts them among the others', async () => {
    const text = textOf(await judge({ ...rolled, asksModel: true, unlisted: [{ what: 'part', count: 9 }] }));
    expect(text).toContain('-# Among all others: `⟨part of a character⟩` 9×.');
    expect(text).toContain('all tokens that are such parts count among the others');
  });

  test('that has no room for more takes none', async () => {
    expect(moreOf(await judge({ ...rolled, counts: [MAX_ROLLS - 99, 0, 0, 0] }))).toMatchObject({ disabled: true });
  });

  test('that are still being asked for is the table so far', () => {
    const blocks = (added: number) => viewProgress(asked, added, 'en-US').blocks;
    expect(blocks(0)).toMatchObject([
      { markdown: '> The sky is' },
      { markdown: '-# Asking the model: rolled 0 of 100…' },
    ]);
    expect(blocks(80)).toHaveLength(3);
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
  expect(view(again)).toEqual(view(result));
});
