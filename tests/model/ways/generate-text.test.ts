import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { vocabularySizeOf } from '../../../src/domain/listed-tokens.js';
import { takeTurn } from '../../../src/turns.js';
import { openKeptTinyModel } from '../../builders/tiny-model.js';
import { testSeed } from '../../setup/test-seed.js';
import { chatCompletion, chatLogprobs, completion, refuse, tokens } from '../continuation-answers.js';
import type { StubRequest } from '../endpoint-stub.js';
import { connect, startModel } from '../start-model.js';

describe('the tiny model', () => {
  let tiny: Awaited<ReturnType<typeof openKeptTinyModel>>;
  beforeAll(async () => {
    tiny = await openKeptTinyModel({ seed: testSeed });
  });
  afterAll(() => tiny.close());

  test('goes on in one request, each token with its own distribution', async () => {
    const model = connect({ baseURL: tiny.baseURL });
    const seen: number[] = [];
    const prompt = 'Once upon a time';
    const generated = await model.generate({
      prompt,
      temperature: 0.7,
      seed: 3,
      maxTokens: 12,
      candidates: 20,
      onTokens: (list) => seen.push(list().length),
    });
    expect(generated.requests).toBe(1);
    expect(generated.steps.length).toBeGreaterThan(3);
    expect(seen.at(-1)).toBe(generated.steps.length);
    expect(generated.request.body).toMatchObject({ temperature: 0.7, seed: 3, top_p: 1 });
    // What stands at each place is what is told when that text alone is asked about.
    let text = prompt;
    for (const { token, distribution } of generated.steps.slice(0, 3)) {
      const alone = await model.nextToken({ prompt: text, candidates: 20 });
      expect(distribution?.candidates.slice(0, 10)).toEqual(alone.candidates.slice(0, 10));
      expect(distribution?.scale).toBe('raw');
      text += token.text;
    }
    expect(prompt + generated.text).toContain(text);
    expect(await model.generate({ prompt, temperature: 0.7, seed: 3, maxTokens: 12, candidates: 20 })).toMatchObject({
      text: generated.text,
    });
  });

  test('the first token of a reply is another question than the next token of a text', async () => {
    const model = connect({ baseURL: tiny.baseURL });
    const prompt = 'What is the capital of France?';
    const reply = await model.nextToken({ prompt, candidates: 20, asQuestion: {} });
    expect(reply.route).toBe('chat');
    expect(reply.request.body).toMatchObject({ messages: [{ role: 'user', content: prompt }], temperature: 1 });
    const begun = await model.nextToken({ prompt, candidates: 20, asQuestion: { prefix: 'The capital of France is' } });
    expect(begun.candidates[0]?.text).toBe(' Paris');
    const rest = await model.reply({ question: prompt, prefix: 'The capital of France is', temperature: 0 });
    expect(rest.text).toMatch(/^ Paris/);
    expect(rest.request.body).toMatchObject({ continue_final_message: true });
  });
});

/** A server whose logprobs are after temperature: the gap between two tokens is 1 at temperature 1. */
function processed({ path, body }: StubRequest) {
  if (path !== '/v1/completions') return undefined;
  const temperature = Number(body.temperature);
  const weight = Math.exp(-1 / temperature);
  const pair = tokens([' a', 1 / (1 + weight)], [' b', weight / (1 + weight)]);
  const content = [{ ...pair[0], top_logprobs: pair }];
  return completion({ content }, ' a');
}

test('where logprobs are after temperature, the distribution is asked for at temperature 1', async () => {
  const { stub, model } = await startModel(processed, { defaultModel: 'm' });
  const generated = await model.generate({ prompt: 'x', temperature: 0.5, seed: 1, maxTokens: 2, candidates: 5 });
  expect(generated.text).toBe(' a a');
  expect(generated.requests).toBe(4);
  for (const { distribution } of generated.steps) {
    expect(distribution?.candidates[0]?.logprob).toBeCloseTo(Math.log(1 / (1 + Math.exp(-1))), 9);
  }
  const bodies = stub.posted('/v1/completions').slice(2);
  expect(bodies.map(({ temperature, prompt, seed }) => [temperature, prompt, seed])).toEqual([
    [1, 'x', undefined],
    [0.5, 'x', 1],
    [1, 'x a', undefined],
    [0.5, 'x a', 2],
  ]);
});

test('settings that cut nothing leave the probabilities of one request the model’s own', async () => {
  const server = (request: StubRequest) => {
    const vocabulary = { id: 'm', meta: { n_vocab: 32 } };
    return request.path === '/v1/models' ? { json: { data: [vocabulary] } } : processed(request);
  };
  const { model } = await startModel(server, { defaultModel: 'm' });
  const ask = { prompt: 'x', temperature: 1, maxTokens: 1, candidates: 5 };
  expect((await model.generate({ ...ask, topP: 1, topK: 32, minP: 0 })).requests).toBe(1);
  expect((await model.generate({ ...ask, topK: 31 })).requests).toBe(2);
});

test('where a server takes no temperature, it is not known whose probabilities these are', async () => {
  const { model } = await startModel(
    ({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      return body.temperature === undefined ? completion(chatLogprobs) : refuse(400, 'temperature is not supported');
    },
    { defaultModel: 'm' },
  );
  const generated = await model.generate({ prompt: 'x', temperature: 1, maxTokens: 1, candidates: 5 });
  expect(generated.request.body).not.toHaveProperty('temperature');
  expect(generated.steps[0]?.distribution?.scale).toBe('unknown');
});

test('a character of several tokens takes two requests all the same', async () => {
  const parts = [0xf0, 0x9f, 0x98, 0x80].map((byte) => ({ token: '\uFFFD', logprob: -1, bytes: [byte] }));
  const { model } = await startModel(
    ({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      const gap = 1 / Number(body.temperature);
      const top_logprobs = [-0.5, -0.5 - gap].map((logprob, at) => ({
        ...tokens([`${at}`, 1])[0],
        logprob: logprob - gap,
      }));
      return completion({ content: parts.map((part) => ({ ...part, top_logprobs })) }, '😀');
    },
    { defaultModel: 'm' },
  );
  const generated = await model.generate({ prompt: 'x', temperature: 0.5, maxTokens: 4, candidates: 2 });
  expect(generated).toMatchObject({ text: '😀', requests: 2 });
});

test('a list of models that does not come holds no text back', async () => {
  const { model } = await startModel(({ path }) => (path === '/v1/models' ? () => {} : completion(chatLogprobs)), {
    defaultModel: 'm',
  });
  const generated = await model.generate({ prompt: 'x', temperature: 1, maxTokens: 1, candidates: 5 });
  const distribution = generated.steps[0]?.distribution;
  expect(distribution && vocabularySizeOf(distribution)).toBeUndefined();
  expect(distribution).toBeDefined();
});

test('a route without logprobs gives way to the other', async () => {
  const { model } = await startModel(
    ({ path }) => (path === '/v1/completions' ? completion(null) : chatCompletion(chatLogprobs)),
    { defaultModel: 'm' },
  );
  const generated = await model.generate({ prompt: 'x', temperature: 1, maxTokens: 1, candidates: 5 });
  expect(generated.steps[0]?.distribution?.route).toBe('chat');
});

test('a reply cannot begin with given words where the endpoint ignores them', async () => {
  const { model } = await startModel(
    ({ path }) => (path === '/v1/chat/completions' ? chatCompletion(chatLogprobs) : refuse(404, 'no')),
    { defaultModel: 'm' },
  );
  await expect(model.reply({ question: 'x', prefix: 'The', temperature: 1 })).rejects.toMatchObject({
    kind: 'unsupported',
    message: expect.stringContaining('/generate'),
  });
});

test('a server that writes tokens as numbers is refused in a sentence, not shown as text', async () => {
  const numbered = tokens(['token_id:68', 0.9], ['token_id:7', 0.1]);
  const content = [{ ...numbered[0], top_logprobs: numbered }];
  const { model } = await startModel(({ path }) => (path === '/v1/completions' ? completion({ content }) : undefined), {
    defaultModel: 'm',
  });
  await expect(model.generate({ prompt: 'x', temperature: 1, maxTokens: 2, candidates: 5 })).rejects.toMatchObject({
    kind: 'unsupported',
    message: expect.stringContaining('as numbers'),
  });
});

test('an answer that comes at once is read with turns for others between its tokens', async () => {
  const count = 40;
  const listed = tokens(['Ġcat', 0.6], ['Ġsat', 0.3]);
  const content = Array.from({ length: count }, () => ({ ...listed[0], top_logprobs: listed }));
  const { model } = await startModel(
    ({ path }) => (path === '/v1/completions' ? completion({ content }, ' cat'.repeat(count)) : undefined),
    { defaultModel: 'm' },
  );
  // A clock by which everything takes longer than a slice of work.
  const start = performance.now();
  let now = start;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 10;
    return now;
  });
  onTestFinished(async () => {
    // One more turn, so that the last one is remembered by the real clock: by one that is ahead, nobody had any for seconds.
    clock.mockReturnValueOnce(Number.POSITIVE_INFINITY).mockReturnValue(start);
    await takeTurn();
    clock.mockRestore();
  });
  let turns = 0;
  let before = 0;
  let isDone = false;
  const countTurns = () => {
    turns += 1;
    if (!isDone) setImmediate(countTurns);
  };
  countTurns();
  const { steps } = await model.generate({
    prompt: 'x',
    temperature: 1,
    maxTokens: count,
    candidates: 5,
    onTokens: (list) => {
      before = turns;
      expect(list()[0]?.text).toBe(' cat');
    },
  });
  isDone = true;
  expect(steps.map(({ token }) => token.text)).toEqual(Array.from({ length: count }, () => ' cat'));
  expect(turns - before).toBeGreaterThanOrEqual(count);
});

test.each([
  [2, 'limit-of-the-server'],
  [5, undefined],
])('a text that a server ends after %d of 5 tokens says why', async (written, code) => {
  const place = { token: ' a', logprob: -0.1, top_logprobs: [{ token: ' a', logprob: -0.1 }] };
  const { model } = await startModel(
    ({ path }) =>
      path === '/v1/completions'
        ? {
            json: {
              choices: [
                {
                  text: ' a'.repeat(written),
                  logprobs: { content: Array.from({ length: written }, () => place) },
                  finish_reason: 'length',
                },
              ],
              usage: { prompt_tokens: 1, completion_tokens: written },
            },
          }
        : undefined,
    { defaultModel: 'm' },
  );
  const { cutOff, ended } = await model.generate({ prompt: 'x', temperature: 1, maxTokens: 5, candidates: 5 });
  expect(cutOff?.code).toBe(code);
  expect(ended).toBe(false);
});
