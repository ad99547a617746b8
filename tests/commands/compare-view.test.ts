import { expect, test } from 'vitest';
import { z } from 'zod';
import { explainCompare } from '../../commands/compare/explain.js';
import { compareInFull } from '../../commands/compare/in-full.js';
import { type Column, type CompareResult, compareResult, linkedRecord } from '../../commands/compare/result.js';
import { growingBlocks, viewCompare } from '../../commands/compare/view.js';
import type { TextBlock } from '../../src/discord/reply.js';
import { createFact } from '../../src/facts.js';
import type { NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import type { TextRecord } from '../../src/lesson/record/text-record.js';
import { candidateOf, distributionOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';

const endpoint = { label: 'here', tiny: false };
const request = {
  path: '/chat/completions',
  body: { model: 'm', temperature: 0.7 },
  requestId: 'r1',
  sentAt: 0,
  seconds: 1,
};

const firstOf = (yes: number, asQuestion?: { readonly system?: string | undefined }) =>
  keepRecord(
    {
      kind: 'next-token',
      asked: { prompt: 'Is it so?', candidates: 100, asQuestion },
      answer: distributionOf([candidateOf('Yes', yes), candidateOf('No', 0.95 - yes, { id: 7 })], { request }),
    },
    endpoint,
  ) as NextTokenRecord;

const replyOf = (text: string, finishReason: 'stop' | 'length' = 'stop') =>
  keepRecord(
    {
      kind: 'reply',
      asked: { question: 'Is it so?', temperature: 0, maxTokens: 40, seed: 1 },
      answer: {
        text,
        tokens: text.split(/(?= )/).map((one) => ({ ...candidateOf(one, 0.5), alternatives: [candidateOf(one, 0.5)] })),
        scale: 'raw',
        finishReason,
        usage: undefined,
        model: 'm',
        seconds: 1,
        notices: [],
        request,
      },
    },
    endpoint,
  ) as TextRecord;

const asked = (temperature: number, more: Partial<Column> = {}): Column => ({
  setting: { as: 'question', temperature },
  first: 0,
  ...more,
});

const result: CompareResult = {
  prompt: 'Is it so?',
  what: 'temperatures',
  maxTokens: 40,
  seed: 3,
  columns: [asked(0, { record: replyOf('Yes it is') }), asked(1, { record: replyOf('Yes it was', 'length') })],
  firsts: [firstOf(0.75)],
  pairs: [{ between: [0, 1], overlap: { low: 0.75, high: 0.8 }, jensenShannon: { low: 0.1, high: 0.125 } }],
  takesNoQuestions: false,
  missing: [],
  endpoint,
};

const systems: CompareResult = {
  ...result,
  what: 'systems',
  columns: [
    { setting: { as: 'question', temperature: 0.7 }, first: 0, record: replyOf('Yes it is') },
    {
      setting: { as: 'question', temperature: 0.7, system: 'Be *rude*.' },
      first: 1,
      written: 'No, you',
      broken: createFact('said', { sentence: 'Stopped by Ann.' }),
    },
  ],
  firsts: [firstOf(0.75), firstOf(0.5, { system: 'Be *rude*.' })],
};

const view = (shown: CompareResult) => viewCompare(shown, placeAt({ runId: 'run' }));
const markdownIn = (blocks: readonly { readonly kind: string }[]) =>
  blocks.flatMap((block) => (block.kind === 'text' ? [(block as TextBlock).markdown] : []));
const markdown = (shown: CompareResult) => markdownIn(view(shown).blocks);
const details = (shown: CompareResult) => markdownIn(compareInFull(shown, 'en-US')).join('\n');
const picture = (shown: CompareResult) =>
  view(shown).blocks.flatMap((block) => (block.kind === 'picture' ? [block.picture] : []))[0];
const buttons = (shown: CompareResult) =>
  view(shown).blocks.flatMap((block) => (block.kind === 'row' ? block.buttons.map(({ label }) => label) : []));
const entries = (shown: CompareResult) =>
  view(shown).blocks.flatMap((block) =>
    block.kind === 'go-on-links'
      ? block.entries.map(({ label, value, choice }) => `${label} → ${value ?? choice}`)
      : [],
  );

test('temperatures stand side by side: short texts, one picture, one sentence and the next moves', () => {
  expect(view(result).tone).toBe('normal');
  expect(markdown(result)).toEqual([
    '> Is it so?',
    'Temperature 0: Yes it **is**\nTemperature 1: Yes it **was**',
    '**They agree on 75 to 80 of 100 first tokens.**',
    '-# m · as a question · seed 3 · at most 40 tokens',
  ]);
  expect(picture(result)).toMatchObject({
    title: 'How likely is each first token?',
    rows: [{ label: 'Yes' }, { label: 'No' }, { label: 'all others', hidden: true }],
    columns: [{ title: 'T = 0' }, { title: 'T = 1' }],
  });
  expect(buttons(result)).toEqual(['Another seed', 'Explain']);
  expect(entries(result)).toEqual([
    'Go on with it as a text → text',
    'Details of temperature 0 → compare.0',
    'Details of temperature 1 → compare.1',
    'Details of the first token → compare.first-0',
  ]);
});

test('the whole texts, where they part, and how far apart they are stand in the details', () => {
  const text = details(result);
  expect(text).toContain(
    '**Temperature 0** · greedy: always the likeliest token\nYes it is\n-# 3 tokens · ended by itself',
  );
  expect(text).toContain(
    '**Temperature 1** · the model’s own probabilities\nYes it was\n-# 3 tokens · cut at the limit',
  );
  expect(text).toContain(
    '**Where they part.** The same words for 2 tokens, `Yes it`, then **Temperature 0** says `·is`, **Temperature 1** says `·was`.',
  );
  expect(text).toContain('overlap  JS in bits\n75%–80%   0.10–0.13  T = 0 and T = 1');
  expect(text).toContain('The **Jensen–Shannon divergence** (JS) says how well one drawn token shows');
});

test('Explain adds up what two settings share, with the reply’s own numbers', () => {
  const { example, tryIt } = explainCompare(systems, placeAt());
  expect(example).toContain('`Yes`: 75% and 50% share **50%**');
  expect(example).toContain('`No`: 20% and 45% share **20%**');
  expect(example).toContain('So they agree on 75 to 80 of 100.');
  expect(tryIt).toMatchObject({ action: 'reseed' });
});

test('texts that are the same say so, and those of a model that ends at once too', () => {
  const both = (text: string): CompareResult => ({
    ...result,
    columns: [asked(0, { record: replyOf(text) }), asked(1, { record: replyOf(text) })],
  });
  expect(markdown(both('Yes'))[2]).toBe('**Both texts are the same.** They agree on 75 to 80 of 100 first tokens.');
  expect(markdown(both(''))[1]).toBe(
    'Temperature 0: (nothing: the text ends at once)\nTemperature 1: (nothing: the text ends at once)',
  );
  expect(markdown(both(''))[2]).toMatch(/^\*\*The model adds nothing:\*\* for it, the text ends here\./);
});

test('a text that breaks off says why, and has details of its first token only', () => {
  expect(view(systems).tone).toBe('error');
  expect(markdown(systems)[1]).toBe(
    'No system prompt: Yes it is\n“Be \\*rude\\*.”: No, you (it breaks off: Stopped by Ann.)',
  );
  const [first, second] = systems.columns;
  const both = {
    ...systems,
    columns: [first, second].flatMap((one) => (one ? [{ ...one, broken: second?.broken }] : [])),
  };
  expect(markdown(both)[1]).toBe(
    'No system prompt: Yes it is (it breaks off: Stopped by Ann.)\n“Be \\*rude\\*.”: No, you (it breaks off, too)',
  );
  expect(details(systems)).toContain('**“Be \\*rude\\*.”**\nNo, you\n**It breaks off here.** Stopped by Ann.');
  expect(details(systems)).not.toContain('Where they part');
  expect(markdown(systems).join('\n')).toContain('temperature 0.7 · seed 3');
  expect(picture(systems)).toMatchObject({ columns: [{ title: 'none' }, { title: '“Be *rude*.”' }] });
  expect(entries(systems)).toEqual([
    'Details of no system prompt → compare.0',
    'First token of no system prompt → compare.first-0',
    'First token of “Be *rude*.” → compare.first-1',
  ]);
  expect(linkedRecord(systems, '0')).toBe(systems.columns[0]?.record);
  expect(linkedRecord(systems, 'first-1')).toBe(systems.firsts[1]);
  expect(linkedRecord(systems, '7')).toBeUndefined();
});

test('what is missing is told, and nothing else is claimed', () => {
  const bare: CompareResult = {
    ...result,
    columns: result.columns.map((column) => ({ ...column, first: undefined })),
    firsts: [],
    pairs: [],
    takesNoQuestions: true,
    missing: [createFact('said', { sentence: 'There are no *logprobs* here.' })],
  };
  expect(picture(bare)).toBeUndefined();
  expect(markdown(bare)[2]?.split('\n')).toEqual([
    '**The texts differ.**',
    '-# The model takes no questions here, so it goes on with the prompt as a text.',
    '-# There is no chart of the first token: There are no \\*logprobs\\* here.',
  ]);
  expect(`${markdown(bare).join('\n')}${details(bare)}`).not.toMatch(/overlap|undefined/);
});

test('while nothing is there, only what is passing is shown', () => {
  const nothing: CompareResult = { ...result, columns: [asked(0), asked(1)], pairs: [] };
  expect(growingBlocks(nothing, 'en')).toEqual([
    { kind: 'text', markdown: '> Is it so?', overflow: undefined },
    { kind: 'text', markdown: 'Temperature 0: …\nTemperature 1: …', passing: true },
  ]);
});

test('many alternatives of many tokens stay small where they are stored', () => {
  const tokens = Array.from({ length: 120 }, () => ({
    ...candidateOf(' somewhat', 0.123456, { id: 100_000 }),
    alternatives: Array.from({ length: 5 }, () => candidateOf(' somewhere', 0.0123456, { id: 100_001 })),
  }));
  const answer = { text: ' somewhat'.repeat(120), tokens, ended: false, scale: 'raw', model: 'm', request } as const;
  const record = keepRecord(
    {
      kind: 'generate',
      asked: { prompt: 'x', temperature: 1, maxTokens: 120, candidates: 5 },
      answer: { ...answer, requests: 1 },
    },
    endpoint,
  ) as TextRecord;
  const four = { ...result, columns: [0, 0.5, 1, 1.5].map((temperature) => asked(temperature, { record })) };
  expect(JSON.stringify(z.encode(compareResult, four)).length).toBeLessThan(200_000);
});

test.each([
  ['temperatures', result],
  ['system prompts', systems],
])('a comparison of %s is the same after it was stored', (_, stored) => {
  const again = compareResult.parse(JSON.parse(JSON.stringify(z.encode(compareResult, stored))));
  expect(again).toEqual(stored);
  expect(JSON.stringify(view(again))).toBe(JSON.stringify(view(stored)));
  expect(compareInFull(again, 'en')).toEqual(compareInFull(stored, 'en'));
});
