import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../../src/domain/token.js';
import { buildDistribution } from '../../../src/model/answer/build-distribution.js';
import { createReplyCollector } from '../../../src/model/answer/collect-reply.js';
import { readCompletion } from '../../../src/model/answer/read-completion.js';
import type { TokenSpelling } from '../../../src/model/answer/token-spelling.js';
import { createModelKnowledge, type ModelKnowledge } from '../../../src/model/asking/knowledge.js';
import { ModelError } from '../../../src/model/errors.js';
import { figuresOf } from '../../builders/one-bin.js';
import { asked } from '../asked.js';
import type { StubAnswer } from '../endpoint-stub.js';
import { mutate } from '../mutate.js';
import { servedModel } from './dialect.js';
import { dialects } from './dialects.js';

/** Whole answers of every emulator, and streams as the list of their events. */
const answers = dialects.flatMap(({ name, answer }) => {
  const ask = (path: string, content: object) => {
    const body = { model: servedModel, max_tokens: 6, seed: 2, ...content };
    return { name: `${name} ${path}`, json: jsonOf(answer({ method: 'POST', path, headers: {}, body })) };
  };
  const messages = [{ role: 'user', content: 'Now draw an emoji' }];
  return [
    ask('/v1/completions', { prompt: 'The cat saw the sun', logprobs: 5 }),
    ask('/v1/chat/completions', { messages, logprobs: true, top_logprobs: 5 }),
    ask('/v1/chat/completions', { messages, logprobs: true, top_logprobs: 5, stream: true }),
  ].filter(({ json }) => json !== undefined);
});

function jsonOf(told: StubAnswer | undefined): unknown {
  if (told === undefined || typeof told === 'function' || (told.status ?? 200) !== 200) return undefined;
  if (told.json !== undefined) return told.json;
  const lines = (told.text ?? '').split('\n').filter((line) => line.startsWith('data: {'));
  return lines.map((line) => JSON.parse(line.slice('data: '.length)));
}

const put = fc.oneof(
  fc.constantFrom<unknown>(null, -0, 0, 1e-8, 0.5, 3, -9999, -3.4e38, Number.NaN, Number.NEGATIVE_INFINITY),
  fc.constantFrom<unknown>('', ' ', 'Ġ', '▁', '<0xE2>', '\uFFFD', '\uD83D', 'token_id:7', 'bytes:\\xf0', '__proto__'),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.anything(),
);

function expectProbabilities(candidates: readonly Candidate[]): void {
  let before = 0;
  for (const { logprob, text } of candidates) {
    expect(logprob).toBeLessThanOrEqual(before);
    expect(logprob).not.toBeNaN();
    expect(text.isWellFormed()).toBe(true);
    before = logprob;
  }
}

async function read(json: unknown, knowledge: ModelKnowledge): Promise<void> {
  const { choice } = await readCompletion(json, 'the emulator', knowledge);
  for (const position of choice.positions) {
    const { candidates, hiddenMass, cap } = figuresOf(buildDistribution(position, { ...asked, listed: 5 }));
    expectProbabilities(candidates);
    expect(candidates.reduce((sum, { logprob }) => sum + Math.exp(logprob), hiddenMass)).toBeLessThanOrEqual(1.002);
    expect(hiddenMass).toBeGreaterThanOrEqual(0);
    expect(cap).toBeGreaterThanOrEqual(0);
    expect(cap).toBeLessThanOrEqual(hiddenMass);
  }
}

async function collect(events: readonly unknown[]): Promise<void> {
  const collector = createReplyCollector({
    where: 'the emulator',
    model: servedModel,
    question: 'Hi?',
    onText: undefined,
    onThoughts: undefined,
    knowledge: createModelKnowledge(),
  });
  for (const event of events) await collector.add(event);
  const { text, tokens = [] } = await collector.finish(true);
  expect(text.isWellFormed()).toBe(true);
  for (const token of tokens) {
    expect(token.logprob).toBeLessThanOrEqual(0);
    expectProbabilities(token.alternatives);
  }
}

/** Whatever the answer, it is read or ends in a sentence. */
async function check(json: unknown, spelling: TokenSpelling | undefined): Promise<void> {
  const knowledge = createModelKnowledge();
  if (spelling !== undefined) knowledge.learnSpelling(spelling);
  try {
    if (Array.isArray(json)) await collect(json);
    else await read(json, knowledge);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    expect(['no-logprobs', 'protocol', 'refused']).toContain(error.kind);
  }
}

describe('mutated answers', () => {
  test('come from every emulator', async () => {
    expect(answers.length).toBeGreaterThan(30);
    for (const { json } of answers) await check(json, undefined);
  });

  test('crash nothing, and show no probability over 1 and no list out of order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...answers),
        fc.array(fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), put), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(undefined, 'decoded' as const, 'byte-level' as const, 'sentencepiece' as const),
        async ({ json }, changes, spelling) => {
          await check(
            changes.reduce((value: unknown, [picks, part]) => mutate(value, picks, part), json),
            spelling,
          );
        },
      ),
      { numRuns: 1500 },
    );
  });
});
