import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinTokens } from '../../../src/domain/join-tokens.js';
import type { LanguageModel } from '../../../src/domain/language-model.js';
import { scoreContinuation, scoreContinuations } from '../../../src/lesson/asking/continuation.js';
import { openKeptTinyModel } from '../../builders/tiny-model.js';
import { chatCompletion, completion, refuse } from '../../model/continuation-answers.js';
import { connect, startModel } from '../../model/start-model.js';
import { testSeed } from '../../setup/test-seed.js';

let tiny: Awaited<ReturnType<typeof openKeptTinyModel>>;
beforeAll(async () => {
  tiny = await openKeptTinyModel({ seed: testSeed });
});
afterAll(() => tiny.close());

const embedded = () => connect({ baseURL: tiny.baseURL });

/** The probability of one token as an independent request for the next one lists it. */
async function chanceOf(model: LanguageModel, prompt: string, token: string, prefix?: string): Promise<number> {
  const asQuestion = prefix === undefined ? undefined : { prefix: prefix === '' ? undefined : prefix };
  const { candidates } = await model.nextToken({ prompt, candidates: 20, everyName: true, asQuestion });
  const found = candidates.find(({ text }) => text === token);
  if (found === undefined) throw new Error(`“${token}” is not listed`);
  return Math.exp(found.logprob);
}

/** The product over some tokens, each asked for after those before it. */
async function product(model: LanguageModel, prompt: string, tokens: readonly string[]): Promise<number> {
  let all = 1;
  for (const [at, token] of tokens.entries()) {
    all *= await chanceOf(model, prompt + tokens.slice(0, at).join(''), token);
  }
  return all;
}

describe('a continuation of a text', () => {
  test.each([
    ['Is the sky blue? Answer:', ' yes', [' yes']],
    ['The cat sat on the', ' mat.', [' mat', '.']],
    ['The cat sat on the', ' old wooden chair.', [' old', ' wooden', ' chair', '.']],
  ])('%s%s: the product of its tokens’ chances', async (prompt, continuation, tokens) => {
    const model = embedded();
    const scored = await scoreContinuation({ prompt }, continuation, { model });
    expect(scored.tokens.map(({ text }) => text)).toEqual(tokens);
    expect(scored).toMatchObject({ continuation, moved: '', requests: 1, method: 'echo' });
    const expected = Math.log(await product(model, prompt, tokens));
    expect(scored.logprob.low).toBeCloseTo(expected, 9);
    expect(scored.logprob.high).toBeCloseTo(expected, 9);
  });

  test('a space at the prompt’s end belongs to the word after it, and the reply says so', async () => {
    const model = embedded();
    const spaced = await scoreContinuations({ prompt: 'The cat sat on the ' }, ['mat', 'very old mat'], { model });
    expect(spaced.moved).toBe(' ');
    expect(spaced.continuations.map(({ tokens }) => joinTokens(tokens))).toEqual([' mat', ' very old mat']);
    const plain = await scoreContinuation({ prompt: 'The cat sat on the' }, ' mat', { model });
    expect(spaced.continuations[0]?.logprob).toEqual(plain.logprob);
  });

  test('where one shares a token with the prompt, all are scored from where that token begins', async () => {
    const model = embedded();
    const prompt = 'It was in Wed';
    const { moved, continuations } = await scoreContinuations({ prompt }, ['nesday', ' lock'], { model });
    expect(moved).not.toBe('');
    expect(prompt.endsWith(moved)).toBe(true);
    const before = prompt.slice(0, -moved.length);
    for (const { tokens, continuation, logprob } of continuations) {
      expect(joinTokens(tokens)).toBe(moved + continuation);
      const texts = tokens.map(({ text }) => text);
      expect(logprob.low).toBeCloseTo(Math.log(await product(model, before, texts)), 6);
    }
  });

  test('an emoji of several tokens is whole', async () => {
    const model = embedded();
    const { tokens, logprob } = await scoreContinuation({ prompt: 'I like' }, ' 🫠!', { model });
    expect(joinTokens(tokens)).toBe(' 🫠!');
    expect(logprob.low).toBeLessThan(0);
    expect(logprob.high).toBe(logprob.low);
  });
});

describe('a reply to a question', () => {
  test('its beginning is the product of what comes next, each after the reply so far', async () => {
    const model = embedded();
    const question = 'What is the capital of France?';
    const scored = await scoreContinuation({ prompt: question, asQuestion: {} }, 'The capital', { model });
    const texts = scored.tokens.map(({ text }) => text);
    expect(texts.join('')).toBe('The capital');
    let expected = 1;
    for (const [at, text] of texts.entries()) {
      expected *= await chanceOf(model, question, text, texts.slice(0, at).join(''));
    }
    expect(scored.logprob.low).toBeCloseTo(Math.log(expected), 9);
    expect(scored.requests).toBe(texts.length);
  });
});

describe('where each token takes a request', () => {
  const list = (entries: Record<string, number>) =>
    Object.entries(entries).map(([token, chance]) => ({
      token,
      logprob: Math.log(chance),
      bytes: [...Buffer.from(token)],
    }));

  test('the prompt’s own tokens are not asked for; a token that is not listed has a range', async () => {
    const after: Record<string, Record<string, number>> = {
      'Is it? A:': { ' yes': 0.5, ' no': 0.3 },
      'Is it? A: yes': { '!': 0.25, '.': 0.5 },
    };
    const { model, stub } = await startModel(
      ({ path, body }) => {
        if (path !== '/v1/completions') return undefined;
        if ('echo' in body || 'prompt_logprobs' in body) return refuse(400, 'Unsupported param');
        const top = list(after[String(body.prompt)] ?? { ' x': 0.9 });
        const [first] = top;
        return completion({ content: [{ ...first, top_logprobs: top }] }, first?.token ?? '');
      },
      { defaultModel: 'm' },
    );
    const { continuations, method } = await scoreContinuations({ prompt: 'Is it? A:' }, [' yes!', ' maybe'], { model });
    expect(method).toBe('stepping');
    expect(Math.exp(continuations[0]?.logprob.low ?? 0)).toBeCloseTo(0.5 * 0.25, 9);
    expect(continuations[1]?.logprob.low).toBe(Number.NEGATIVE_INFINITY);
    expect(Math.exp(continuations[1]?.logprob.high ?? 0)).toBeCloseTo(0.2, 9);
    const asked = stub.posted('/v1/completions').map(({ prompt }) => String(prompt));
    expect(asked.filter((prompt) => prompt.startsWith('Is') && !prompt.startsWith('Is it? A:'))).toEqual([]);
  });

  test('a reply of several tokens is refused where the endpoint cannot go on with one', async () => {
    const { model } = await startModel(
      ({ path, method }) => {
        if (path !== '/v1/chat/completions' || method !== 'POST') return undefined;
        const top = list({ Yes: 0.6, No: 0.3 });
        return chatCompletion({ content: [{ ...top[0], top_logprobs: top }] }, 'Yes');
      },
      { defaultModel: 'm' },
    );
    const one = await scoreContinuation({ prompt: 'Is it?', asQuestion: {} }, 'No', { model });
    expect(Math.exp(one.logprob.low)).toBeCloseTo(0.3, 9);
    await expect(scoreContinuation({ prompt: 'Is it?', asQuestion: {} }, 'No way', { model })).rejects.toMatchObject({
      kind: 'unsupported',
    });
  });
});
