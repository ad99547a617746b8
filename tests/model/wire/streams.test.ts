import { describe, expect, test } from 'vitest';
import { chatCompletion, chatLogprobs, completion } from '../continuation-answers.js';
import { eventStream, type StubAnswer, type StubRequest } from '../endpoint-stub.js';
import { data, done, hello, piece, raw } from '../reply-answers.js';
import { startModel } from '../start-model.js';

const plain = ['Hel', 'lo'].map((content, at) => piece({ content }, { finish_reason: at === 1 ? 'stop' : null }));

/** A chat server that answers each way as it is told to. */
async function start(answer: (body: StubRequest['body']) => StubAnswer) {
  const { model, stub } = await startModel(
    ({ path, body }) => (path === '/v1/chat/completions' ? answer(body) : undefined),
    {
      defaultModel: 'm',
    },
  );
  const ask = (onText?: (text: string) => void) => model.reply({ question: 'Why?', temperature: 1, onText });
  return { model, stub, ask, asked: () => stub.posted('/v1/chat/completions') };
}

const whole = (body: StubRequest['body']) => chatCompletion(body.logprobs === true ? chatLogprobs : null, 'Hello');

describe('logprobs that come without a stream and never with one', () => {
  test.each<[string, StubAnswer, number]>([
    ['the key is missing', eventStream(plain), 3],
    [
      'both together are refused',
      {
        status: 400,
        json: { error: { message: 'logprobs is not supported together with stream=true', param: 'logprobs' } },
      },
      2,
    ],
    [
      'both together are refused in other words',
      { status: 422, json: { detail: 'streaming does not support log_probs yet' } },
      2,
    ],
  ])('%s: the pair is remembered, and each command asks the way that works', async (_name, streamed, requests) => {
    const { model, ask, asked } = await start((body) =>
      body.stream === true && body.logprobs === true ? streamed : whole(body),
    );
    const first = await ask();
    expect(first).toMatchObject({ text: 'Hello', notices: [] });
    expect(first.tokens).toHaveLength(1);
    expect(asked()).toHaveLength(requests);
    expect((await ask()).tokens).toHaveLength(1);
    expect(asked()).toHaveLength(requests + 1);
    expect((await model.nextToken({ prompt: 'x', candidates: 3 })).candidates).toHaveLength(3);
    const { steps } = await model.generate({ prompt: 'x', temperature: 1, maxTokens: 1, candidates: 3 });
    expect(steps[0]?.distribution?.candidates).toHaveLength(3);
  });

  test('a route that has streamed them once is not given up for one stream without', async () => {
    let isOdd = false;
    const { ask, asked } = await start((body) =>
      body.stream === true ? eventStream(isOdd ? plain : hello) : whole(body),
    );
    await ask();
    isOdd = true;
    expect((await ask()).tokens).toBeUndefined();
    isOdd = false;
    expect((await ask()).tokens).toHaveLength(2);
    expect(asked().map(({ stream }) => stream)).toEqual([true, true, true]);
  });

  test('a server that gives none at all is asked for some only until that is known', async () => {
    const { ask, asked } = await start((body) =>
      body.stream === true ? eventStream(plain) : chatCompletion(null, 'Hello'),
    );
    expect((await ask()).text).toBe('Hello');
    const before = asked().length;
    expect(before).toBeLessThanOrEqual(3);
    await ask();
    expect(asked()).toHaveLength(before + 1);
  });
});

describe('a stream that cannot be read is asked for as a whole', () => {
  test.each<[string, StubAnswer]>([
    ['a broken piece', raw([data(hello[1]), 'data: {"choices":[{"delta"\n\n'])],
    ['a broken piece at once', raw(['data: {oops\n\n'])],
    ['no piece of a completion', eventStream([{ hello: 'world' }])],
    ['pieces without text', eventStream([piece({}), piece({}, { finish_reason: 'stop' })])],
    ['no pieces', eventStream([])],
    ['nothing', { text: '' }],
  ])('%s', async (_name, streamed) => {
    const { ask, asked } = await start((body) => (body.stream === true ? streamed : whole(body)));
    expect((await ask()).text).toBe('Hello');
    expect((await ask()).text).toBe('Hello');
    expect((await ask()).text).toBe('Hello');
    // Once may be chance; after the second time it is known.
    expect(asked().map(({ stream }) => stream)).toEqual([true, undefined, true, undefined, undefined]);
  });

  test('a stream that is an answer of another label, or one whole answer, is read as it is', async () => {
    for (const streamed of [
      { text: `${data(plain[0])}${data(plain[1])}`, headers: { 'content-type': 'application/json' } },
      { ...chatCompletion(chatLogprobs, 'Hello'), headers: { 'content-type': 'text/event-stream' } },
    ] as StubAnswer[]) {
      const { ask } = await start((body) => (body.stream === true ? streamed : whole(body)));
      expect((await ask()).text).toBe('Hello');
    }
  });
});

describe('a server that answers in a stream alone', () => {
  test.each([
    'This model only support stream mode, please enable the stream parameter to access the model. ',
    'Stream must be set to true',
  ])('%s', async (message) => {
    const { model, stub } = await startModel(
      ({ path, body }) => {
        if (path !== '/v1/completions') return undefined;
        if (body.stream !== true) return { status: 400, json: { error: { message, code: 'invalid_parameter_error' } } };
        return eventStream([
          { choices: [{ index: 0, text: ' Par', logprobs: chatLogprobs, finish_reason: null }] },
          { choices: [{ index: 0, text: 'is', logprobs: null, finish_reason: 'length' }] },
        ]);
      },
      { defaultModel: 'm' },
    );
    expect((await model.nextToken({ prompt: 'x', candidates: 3 })).candidates).toHaveLength(3);
    await model.nextToken({ prompt: 'x', candidates: 3 });
    expect(stub.posted('/v1/completions').map(({ stream }) => stream)).toEqual([undefined, true, true]);
  });

  test('or unasked', async () => {
    const { model } = await startModel(
      ({ path }) =>
        path === '/v1/completions'
          ? eventStream([{ choices: [{ index: 0, text: ' Paris', logprobs: chatLogprobs, finish_reason: 'length' }] }])
          : undefined,
      { defaultModel: 'm' },
    );
    expect((await model.nextToken({ prompt: 'x', candidates: 3 })).candidates).toHaveLength(3);
  });
});

describe('signs of life', () => {
  test.each(['data:\n\n', 'data: \n\n', ': ping\n\n', 'data:\r\n\r\n', '\uFEFFdata:\n\n', 'event: ping\ndata:\n\n'])(
    '%j before, between and after the pieces changes nothing',
    async (sign) => {
      const pieces = hello.slice(0, 3).map(data);
      const { ask, asked } = await start(() =>
        raw([sign, ...pieces.flatMap((one) => [one, sign]), data(done), sign, 'data:[DONE]\n\n']),
      );
      const { text, tokens, finishReason } = await ask();
      expect({ text, tokens: tokens?.length, finishReason }).toEqual({
        text: 'Hello',
        tokens: 2,
        finishReason: 'stop',
      });
      expect(asked()).toHaveLength(1);
    },
  );
});

describe('an error inside a stream', () => {
  test.each<[string, string]>([
    ['a named event', 'event: error\ndata: {"message":"out of memory"}\n\n'],
    [
      'an event in an envelope',
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"out of memory"}}\n\n',
    ],
    ['a field', 'error: {"code":500,"message":"out of memory"}\n\n'],
    ['data', 'data: {"error":{"message":"out of memory"}}\n\n'],
    ['data with a list', 'data: {"errors":[{"message":"out of memory"}],"success":false}\n\n'],
    ['a choice', 'data: {"choices":[{"index":0,"error":{"code":502,"message":"out of memory"}}]}\n\n'],
    ['words', 'data: {"object":"error","message":"out of memory"}\n\n'],
  ])('%s is quoted, and not asked away', async (_name, text) => {
    const { ask, asked } = await start(() => raw([data(hello[1]), text]));
    await expect(ask()).rejects.toThrow('out of memory');
    expect(asked()).toHaveLength(1);
  });

  test('at its beginning it is learned from', async () => {
    const { ask, asked } = await start((body) =>
      body.min_p === undefined
        ? eventStream(hello)
        : raw(['event: error\ndata: [{"error":{"message":"Unknown name \\"min_p\\": Cannot find field."}}]\n\n']),
    );
    expect((await ask()).text).toBe('Hello');
    expect(asked()).toHaveLength(2);
  });
});

test('whole completions are read as before', async () => {
  const { model } = await startModel(
    ({ path }) => (path === '/v1/completions' ? completion(chatLogprobs) : undefined),
    {
      defaultModel: 'm',
    },
  );
  expect((await model.nextToken({ prompt: 'x', candidates: 3 })).candidates).toHaveLength(3);
});
