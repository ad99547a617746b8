import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFact } from '../../../src/facts.js';
import { openKeptTinyModel } from '../../builders/tiny-model.js';
import { testSeed } from '../../setup/test-seed.js';
import { vocabulary } from '../../tiny-model/fixtures.js';
import { chatCompletion, chatLogprobs, completion, refuse, tokens } from '../continuation-answers.js';
import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { connect, startModel } from '../start-model.js';

describe('the embedded tiny model', () => {
  let tiny: Awaited<ReturnType<typeof openKeptTinyModel>>;
  beforeAll(async () => {
    tiny = await openKeptTinyModel({ seed: testSeed });
  });
  afterAll(() => tiny.close());

  test('can do everything, and says so', async () => {
    const { size } = vocabulary();
    const found = await connect({ baseURL: tiny.baseURL }).capabilities();
    expect(found).toMatchObject({
      model: 'tokenscope-tiny',
      completions: { available: true, listed: size, mayListMore: false, lengthParameter: 'max_tokens', refused: [] },
      chat: { available: true, listed: size, mayListMore: false },
      scale: 'raw',
      continuation: 'prefix',
      embeddings: true,
      several: true,
      seed: 'repeats',
      contextLength: 4096,
      failures: [],
    });
    expect(found.vocabularySize).toBe(size);
  });
});

/** A hosted endpoint as OpenAI's answers: chat alone, twenty tokens, and nothing outside its protocol. */
function hosted({ path, body }: StubRequest, count: number): StubAnswer {
  if (path === '/v1/models') return { json: { data: [{ id: 'm', owned_by: 'system' }] } };
  if (path === '/v1/completions')
    return refuse(404, 'This is a chat model and not supported in the v1/completions endpoint.');
  if (path !== '/v1/chat/completions') return refuse(404, `Unknown path ${path}`);
  if ('max_tokens' in body) {
    return refuse(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", {
      param: 'max_tokens',
    });
  }
  for (const name of ['top_k', 'add_generation_prompt', 'continue_final_message']) {
    if (name in body) return refuse(400, `Unrecognized request argument supplied: ${name}`);
  }
  if (Number(body.top_logprobs) > 20) {
    return refuse(400, "Invalid value for 'top_logprobs': must be less than or equal to 20.", {
      param: 'top_logprobs',
    });
  }
  if (body.n === 2) return { json: { choices: [0, 1].map((index) => ({ index, message: { content: 'x' } })) } };
  return chatCompletion(body.logprobs ? chatLogprobs : null, `${count}`);
}

describe('a hosted endpoint', () => {
  test('is known by what it refuses', async () => {
    const { model, stub } = await startModel(hosted);
    const found = await model.capabilities();
    expect(found).toMatchObject({
      server: 'system',
      completions: { available: false, listed: 0 },
      chat: { available: true, listed: 3, mayListMore: false, lengthParameter: 'max_completion_tokens' },
      scale: 'raw',
      ids: false,
      continuation: 'instruction',
      several: true,
      seed: 'varies',
      embeddings: false,
      vocabularySize: undefined,
      contextLength: undefined,
      failures: [],
    });
    expect(found.chat.refused).toEqual(expect.arrayContaining(['top_k', 'min_p', 'repetition_penalty']));
    // What was found out is used: an instruction, under the right name of the limit.
    const before = stub.requests.length;
    await model.nextToken({ prompt: 'The', candidates: 5 });
    expect(stub.requests.slice(before)).toHaveLength(1);
    const asked = stub.requests.at(-1)?.body;
    expect(asked).toMatchObject({ max_completion_tokens: 1, top_logprobs: 20 });
    expect(asked).not.toHaveProperty('continue_final_message');
  });

  test('is asked once by two at the same time, and again when told to', async () => {
    const { model, stub } = await startModel(hosted);
    const leaving = new AbortController();
    const [first, second] = [model.capabilities('m', leaving.signal), model.capabilities('m')];
    leaving.abort();
    await expect(first).rejects.toMatchObject({ kind: 'cancelled' });
    const found = await second;
    const requests = stub.requests.length;
    expect(await model.capabilities()).toBe(found);
    expect(stub.requests).toHaveLength(requests);
    expect(await model.capabilities('m', undefined, true)).not.toBe(found);
    expect(stub.requests.length).toBeGreaterThan(requests);
  });
});

const isAre = { content: [{ ...tokens(['is', 0.9])[0], top_logprobs: tokens(['is', 0.9], ['are', 0.1]) }] };

describe('what two probes find', () => {
  test('is the same where one begins in the middle of the other', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { model, stub } = await startModel(({ path, body }, count) => {
      const answer = hosted({ method: 'POST', path, body, headers: {} }, count);
      if (path !== '/v1/chat/completions' || count > 0) return answer;
      return (response) =>
        void held.then(() => {
          const { status = 200, json } = answer as { status?: number; json: unknown };
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
        });
    });
    const first = model.capabilities('m');
    while (stub.posted('/v1/chat/completions').length === 0) await new Promise(setImmediate);
    const second = await model.capabilities('m', undefined, true);
    release();
    const { probedAt: _, chat, ...found } = await first;
    const { probedAt: __, chat: chatAgain, ...again } = second;
    expect(found).toEqual(again);
    expect(chat.available && chatAgain.available).toBe(true);
    expect(await model.capabilities('m')).toBe(second);
  });
});

test('the drawn token that comes beside the list is none of it', async () => {
  const beside = { a: -1, b: -2, c: -3 };
  const { model } = await startModel(
    ({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      if (Number(body.logprobs) > 2) return refuse(400, 'at most 2 logprobs', { param: 'logprobs' });
      return completion({ tokens: ['c'], token_logprobs: [-3], top_logprobs: [beside] }, 'c');
    },
    { defaultModel: 'm' },
  );
  expect((await model.capabilities()).completions).toMatchObject({ listed: 2, mayListMore: false });
});

test('a seed of which no text came is not found out', async () => {
  const { model } = await startModel(
    ({ path }) => (path === '/v1/chat/completions' ? chatCompletion(null, '') : refuse(404, 'no')),
    { defaultModel: 'm' },
  );
  expect(await model.capabilities()).toMatchObject({ seed: undefined, failures: [] });
});

describe('a wish to continue a message', () => {
  const chatOnly = (answer: (body: Record<string, unknown>) => StubAnswer) => (request: StubRequest) =>
    request.path === '/v1/chat/completions' ? answer(request.body) : refuse(404, 'no');

  test.each([
    // The same answer either way, and it begins a new message.
    ['instruction', () => chatCompletion(chatLogprobs)],
    // The same either way, and the word goes on: the server always continues.
    ['prefix', () => chatCompletion(isAre)],
    ['prefix', (body: Record<string, unknown>) => chatCompletion(body.continue_final_message ? isAre : chatLogprobs)],
    // An unfinished message without the wish is refused, so the wish means something.
    [
      'prefix',
      (body: Record<string, unknown>) =>
        body.continue_final_message ||
        JSON.stringify(body).includes('Say') ||
        !JSON.stringify(body).includes('assistant')
          ? chatCompletion(chatLogprobs)
          : refuse(400, 'the last message must be of the user'),
    ],
  ] as const)('is found out: %s', async (expected, answer) => {
    const { model } = await startModel(chatOnly(answer), { defaultModel: 'm' });
    expect((await model.capabilities()).continuation).toBe(expected);
  });
});

describe('a wish to continue a message that is not answered', () => {
  test.each<[string, StubAnswer]>([
    ['nothing', { json: {} }],
    ['a 403', refuse(403, 'not today')],
  ])('by %s decides nothing, and is asked about again', async (_, answer) => {
    let isOdd = true;
    const { model } = await startModel(
      ({ path, body }) => {
        if (path !== '/v1/chat/completions') return refuse(404, 'no');
        if (isOdd && JSON.stringify(body).includes('Par"')) return answer;
        return chatCompletion(body.continue_final_message ? isAre : chatLogprobs);
      },
      { defaultModel: 'm' },
    );
    const found = await model.capabilities();
    expect(found.continuation).toBeUndefined();
    expect(found.failures.map(({ question }) => question)).toContain('continuation');
    isOdd = false;
    expect((await model.capabilities()).continuation).toBe('prefix');
  });

  test('by a refusal goes another way', async () => {
    const { model } = await startModel(
      ({ path, body }) => {
        if (path !== '/v1/chat/completions') return refuse(404, 'no');
        return body.continue_final_message ? refuse(400, 'what is this?') : chatCompletion(chatLogprobs);
      },
      { defaultModel: 'm' },
    );
    expect((await model.capabilities()).continuation).toBe('instruction');
  });
});

describe('a server that fails', () => {
  test('at the first question, ends it with that sentence', async () => {
    const { model } = await startModel(() => refuse(401, 'no key'), { defaultModel: 'm' });
    await expect(model.capabilities()).rejects.toMatchObject({ kind: 'authentication' });
  });

  test('later, leaves what is known, says what failed, and is asked again next time', async () => {
    let limited = true;
    const { stub, model } = await startModel(
      ({ path, body }) => {
        if (path === '/v1/models') return { json: { data: [{ id: 'm', max_model_len: 2048 }] } };
        if (path === '/v1/embeddings') return refuse(404, 'no');
        if ('n' in body && limited) return { ...refuse(429, 'slow down'), headers: { 'retry-after': '30' } };
        if (path === '/v1/completions') return completion(chatLogprobs);
        return path === '/v1/chat/completions' ? chatCompletion(null) : refuse(404, 'no');
      },
      { defaultModel: 'm' },
    );
    const found = await model.capabilities();
    expect(found).toMatchObject({ scale: 'raw', several: undefined, seed: undefined, contextLength: undefined });
    expect(found.failures[0]).toEqual({
      question: 'several',
      failure: createFact('rate-limited', { endpoint: stub.host, seconds: 30, said: 'slow down' }),
    });
    const later = found.failures.slice(1).map(({ failure }) => failure);
    expect(later).toEqual(later.map(() => createFact('not-asked-after-that')));
    limited = false;
    expect(await model.capabilities()).toMatchObject({
      several: false,
      seed: 'repeats',
      contextLength: 2048,
      chat: { available: true, listed: 0 },
      failures: [],
    });
  });

  test('a server without any route says so', async () => {
    const { model } = await startModel(() => ({ status: 404, text: 'nothing here' }), { defaultModel: 'm' });
    expect(await model.capabilities()).toMatchObject({
      completions: { available: false },
      chat: { available: false },
      scale: 'unknown',
      scoring: undefined,
      failures: [],
    });
  });
});
