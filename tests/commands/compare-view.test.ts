import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  type Column,
  type CompareResult,
  compareResult,
  linkedRecord,
  type TextRecord,
} from '../../commands/compare/result.js';
import { viewCompare } from '../../commands/compare/view.js';
import type { Block } from '../../src/discord/reply.js';
import { createFact } from '../../src/facts.js';
import type { NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import { candidateOf, distributionOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';

const endpoint = { label: 'here', tiny: false };
const request = { path: '/chat/completions', body: { model: 'm' }, requestId: 'r1', sentAt: 0, seconds: 1 };

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
const markdown = (shown: CompareResult) =>
  view(shown).blocks.flatMap((block) => (block.kind === 'text' ? [block.markdown] : []));
const picture = (shown: CompareResult) =>
  view(shown).blocks.flatMap((block) => (block.kind === 'picture' ? [block.picture] : []))[0];
const labels = (shown: CompareResult) =>
  view(shown).blocks.flatMap((block) =>
    block.kind === 'row' ? block.buttons.map((one) => ('link' in one ? `${one.label} → ${one.value}` : one.label)) : [],
  );

test('temperatures stand side by side with their verdict, one picture, and the figures in words', () => {
  const text = markdown(result).join('\n');
  expect(view(result).tone).toBe('normal');
  expect(text).toContain(
    '**Temperature 0** · greedy: always the most likely token\nYes it is\n-# 3 tokens · ended by itself',
  );
  expect(text).toContain(
    '**Temperature 1** · the model’s own probabilities\nYes it was\n-# 3 tokens · cut at the limit',
  );
  expect(text).toContain(
    'The same words for 2 tokens, `Yes it`, then **Temperature 0** says `·is`, **Temperature 1** says `·was`; the first token’s choice differs a little: overlap 75%–80%.',
  );
  expect(text).toContain('overlap  JS in bits\n75%–80%   0.10–0.13  T = 0 and T = 1');
  expect(text).toContain('-# `m` at here · seed 3 · at most 40 tokens');
  expect(picture(result)).toMatchObject({
    title: 'The first token after “Is it so?”',
    subtitle: 'one distribution, reshaped by each temperature',
    rows: [{ label: 'Yes' }, { label: 'No' }, { label: 'all others', hidden: true }],
    columns: [{ title: 'T = 0' }, { title: 'T = 1' }],
  });
  expect(labels(result)).toEqual([
    'Another seed',
    'Explain',
    'Details: Temperature 0 → 0',
    'Details: Temperature 1 → 1',
    'Details: first token → first-0',
  ]);
});

test('a text that breaks off says why, and has details of its first token only', () => {
  const text = markdown(systems).join('\n');
  expect(view(systems).tone).toBe('error');
  expect(text).toContain('**“Be \\*rude\\*.”**\nNo, you\n**It breaks off here.** Stopped by Ann.');
  expect(text).not.toContain('The same words');
  expect(text).toContain('The first token’s choice differs a little: overlap 75%–80%.');
  expect(text).toContain('temperature 0.7 · seed 3');
  expect(picture(systems)).toMatchObject({ columns: [{ title: 'none' }, { title: '“Be *rude*.”' }] });
  expect(labels(systems).slice(2)).toEqual([
    'Details: No system prompt → 0',
    'First token: No system prompt → first-0',
    'First token: “Be *rude*.” → first-1',
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
  expect(markdown(bare).at(-1)?.split('\n')).toEqual([
    '-# The model takes no questions here, so it goes on with the prompt as a text.',
    '-# The first token’s probabilities are missing: There are no \\*logprobs\\* here.',
    '-# `m` at here · seed 3 · at most 40 tokens',
  ]);
  expect(markdown(bare).join('\n')).not.toMatch(/overlap|undefined/);
});

test('while nothing is there, only what is passing is shown', () => {
  const nothing: CompareResult = { ...result, columns: [asked(0), asked(1)], pairs: [] };
  const columns = view(nothing).blocks.slice(1, 5) as Block[];
  expect(columns).toEqual(columns.map((block) => ({ ...block, passing: true })));
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
  expect(view(again)).toEqual(view(stored));
});
