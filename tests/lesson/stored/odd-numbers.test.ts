import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { askResult } from '../../../commands/ask/result.js';
import { comparePairs } from '../../../commands/compare/first.js';
import { compareResult, type Pair } from '../../../commands/compare/result.js';
import { generateResult } from '../../../commands/generate/result.js';
import { nextwordResult } from '../../../commands/nextword/result.js';
import { samplingResult } from '../../../commands/sampling/result.js';
import { surpriseFacts } from '../../../commands/surprise/facts.js';
import { surpriseResult } from '../../../commands/surprise/result.js';
import { temperatureResult } from '../../../commands/temperature/result.js';
import type { Distribution } from '../../../src/domain/distribution.js';
import { openTail } from '../../../src/domain/tail.js';
import { type Candidate, UNLISTED_LOGPROB } from '../../../src/domain/token.js';
import { createBranch } from '../../../src/lesson/fork/branches.js';
import { forkResult } from '../../../src/lesson/fork/result.js';
import { detailsResult } from '../../../src/lesson/record/details.js';
import { keepRecord } from '../../../src/lesson/record/record.js';
import { perplexity } from '../../../src/sampling/surprisal.js';
import { candidateOf, distributionOf } from '../../builders/distribution.js';

const endpoint = { label: 'there', tiny: false };

function pairsOf(distribution: Distribution): readonly Pair[] {
  const columns = [0.7, 2].map((temperature) => ({ distribution, temperature }));
  const work = comparePairs(columns, true);
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

/** Every result that has probabilities in it, of tokens that are as unlikely as a server says. */
async function resultsOf(logprob: number): Promise<Record<string, [z.ZodType, unknown]>> {
  const odd: Candidate = { ...candidateOf(' odd', 1), logprob };
  const distribution = distributionOf([candidateOf(' a', 0.5), odd], { hiddenMass: 0.5, cap: 0.5 });
  const tokens = [{ ...odd, alternatives: [candidateOf(' a', 0.5), odd] }];
  const { request } = distribution;
  const first = keepRecord(
    { kind: 'next-token', asked: { prompt: 'x', candidates: 2 }, answer: distribution },
    endpoint,
  );
  const reply = keepRecord(
    {
      kind: 'reply',
      asked: { question: 'x', temperature: 1 },
      answer: {
        text: ' odd',
        tokens,
        scale: 'raw',
        finishReason: 'stop',
        usage: undefined,
        model: 'm',
        seconds: 1,
        notices: [],
        request,
      },
    },
    endpoint,
  );
  const listed = { candidates: distribution.candidates, tail: openTail(0.5, 0.5, undefined) };
  const steps = [{ token: odd, listed }];
  const probability = { low: 0, high: Math.exp(logprob) || 0 };
  const scored = [{ text: ' odd', bytes: undefined, id: undefined, probability, rank: undefined, alternatives: [odd] }];
  // It is told of replies only whose tokens all have a probability.
  const known = logprob > UNLISTED_LOGPROB ? perplexity([logprob]) : undefined;
  // JSON cannot bring what is no number, and sums refuse it.
  const [pairs, branch] = Number.isNaN(logprob)
    ? [[], createBranch([], [])]
    : [pairsOf(distribution), createBranch([], steps)];
  return {
    ask: [
      askResult,
      {
        question: 'x',
        maxTokens: 1,
        replies: [{ temperature: 1, record: reply, perplexity: known }],
        sample: 1,
        samples: 1,
      },
    ],
    compare: [
      compareResult,
      {
        prompt: 'x',
        what: 'temperatures',
        maxTokens: 1,
        seed: 1,
        columns: [{ setting: { as: 'question', temperature: 1 }, record: reply, first: 0 }],
        firsts: [first],
        pairs,
        takesNoQuestions: false,
        missing: [],
        endpoint,
      },
    ],
    details: [detailsResult, { record: reply, first: reply }],
    fork: [
      forkResult,
      {
        asked: { kind: 'text', prompt: 'x' },
        sampling: { temperature: 1 },
        maxTokens: 1,
        scale: 'raw',
        branches: [branch],
        current: 0,
      },
    ],
    generate: [
      generateResult,
      { text: { prompt: 'x', temperature: 1, maxTokens: 1, endpoint, isOwn: true, steps, ended: false } },
    ],
    nextword: [
      nextwordResult,
      {
        prompt: 'x',
        temperature: 1,
        candidates: 2,
        path: [{ text: ' odd', ...probability, press: 1 }],
        endpoint,
        distribution,
      },
    ],
    sampling: [samplingResult, { temperature: 1, record: first, candidates: 2, isExample: false }],
    surprise: [surpriseResult, { text: 'x', left: 0, endpoint, facts: await surpriseFacts(scored) }],
    temperature: [temperatureResult, { record: first, temperatures: [0, 1], candidates: 2 }],
  };
}

describe.each([-2000, -9998, UNLISTED_LOGPROB, Number.NEGATIVE_INFINITY, Number.NaN])(
  'a token whose logprob is %d',
  (logprob) => {
    test('is stored in whatever result, and comes back as one that a view can show', async () => {
      for (const [name, [schema, result]] of Object.entries(await resultsOf(logprob))) {
        const stored = JSON.stringify(z.encode(schema, result));
        expect(schema.safeParse(JSON.parse(stored)).success, name).toBe(true);
      }
    });
  },
);
