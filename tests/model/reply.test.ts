import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { ReplyRequest } from '../../src/model/language-model.js';
import { type ModelOptions, openModel } from '../../src/model/open-model.js';
import { eventStream, openEndpointStub, type StubAnswer, type StubRequest } from './endpoint-stub.js';
import { hasRecorded, readExchange } from './recorded.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const item of open.splice(0).reverse()) await item.close();
});

async function start(
  answer: (request: StubRequest, count: number) => StubAnswer | undefined,
  options: Partial<ModelOptions> = {},
) {
  const stub = await openEndpointStub((request, count) =>
    request.method === 'POST' ? answer(request, count) : undefined,
  );
  const model = openModel({ baseURL: stub.baseURL, defaultModel: 'm', ...options });
  open.push(stub, model);
  const ask = (request: Partial<ReplyRequest> = {}) => model.reply({ question: 'Why?', temperature: 0.7, ...request });
  const bodies = () => stub.posted('/v1/chat/completions');
  return { stub, model, ask, bodies };
}

const logprobs = (...list: string[]) => ({
  content: list.map((token) => ({
    token,
    logprob: -0.5,
    bytes: [...Buffer.from(token)],
    top_logprobs: [{ token, logprob: -0.5 }],
  })),
});

function piece(delta: Record<string, unknown>, rest: Record<string, unknown> = {}) {
  return {
    id: 'x',
    object: 'chat.completion.chunk',
    model: 'served',
    choices: [{ index: 0, delta, finish_reason: null, ...rest }],
  };
}

const done = { model: 'served', choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }] };
const usage = { choices: [], usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 } };
const hello = [
  piece({ role: 'assistant', content: '' }, { logprobs: { content: [] } }),
  piece({ content: 'Hel' }, { logprobs: logprobs('Hel') }),
  piece({ content: 'lo' }, { logprobs: logprobs('lo') }),
  done,
  usage,
];

/** Writes raw pieces of an event stream one by one and does the last step. */
function raw(
  pieces: readonly (string | Uint8Array)[],
  end: (response: ServerResponse) => void = (response) => response.end(),
): StubAnswer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const next = (index: number) => {
      const part = pieces[index];
      if (part === undefined) end(response);
      else response.write(part, () => setImmediate(next, index + 1));
    };
    next(0);
  };
}

const data = (event: unknown) => `data: ${JSON.stringify(event)}\n\n`;

describe('a streamed reply', () => {
  test('text grows, tokens, usage, model, seconds and finish reason come with it', async () => {
    let time = 1000;
    const { ask, bodies } = await start(() => eventStream(hello), { now: () => (time += 500) });
    const seen: string[] = [];
    const reply = await ask({
      system: 'Be brief.',
      topP: 0.9,
      seed: 4,
      maxTokens: 50,
      onText: (text) => seen.push(text),
    });
    expect(bodies()).toEqual([
      {
        model: 'm',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Why?' },
        ],
        temperature: 0.7,
        top_p: 0.9,
        seed: 4,
        max_tokens: 50,
        logprobs: true,
        top_logprobs: 5,
        stream: true,
        stream_options: { include_usage: true },
      },
    ]);
    expect(seen).toEqual(['Hel', 'Hello']);
    expect(reply.tokens?.map(({ text }) => text)).toEqual(['Hel', 'lo']);
    expect(reply).toMatchObject({
      text: 'Hello',
      finishReason: 'stop',
      usage: { promptTokens: 9, completionTokens: 2 },
      model: 'served',
      seconds: 0.5,
      notices: [],
    });
  });

  test('tokens come from the logprobs, however the stream splits the text', async () => {
    const events = [
      piece({ content: 'Hello wor' }, { logprobs: logprobs('Hello') }),
      piece({ content: 'ld' }, { logprobs: logprobs(' wor', 'ld') }),
      done,
    ];
    const { ask } = await start(() => eventStream(events));
    const reply = await ask();
    expect(reply.text).toBe('Hello world');
    expect(reply.tokens?.map(({ text }) => text)).toEqual(['Hello', ' wor', 'ld']);
  });

  test('other choices, text as a list of parts, usage that is null', async () => {
    const other = { choices: [{ index: 1, delta: { content: 'no' } }], usage: null };
    const { ask } = await start(() => eventStream([other, piece({ content: [{ type: 'text', text: 'yes' }] }), done]));
    expect(await ask()).toMatchObject({ text: 'yes', usage: undefined, tokens: undefined });
  });

  test('CRLF, comments, and pieces cut inside a character', async () => {
    const bytes = Buffer.from(
      `: ping\r\n\r\n${data(piece({ content: 'é😀' })).replaceAll('\n', '\r\n')}${data(done)}data: [DONE]\r\n\r\n`,
    );
    const cut = [...bytes].map((byte) => Uint8Array.of(byte));
    const { ask } = await start(() => raw(cut));
    expect(await ask()).toMatchObject({ text: 'é😀', finishReason: 'stop' });
  });

  test('a surrogate pair split over two deltas', async () => {
    const { ask } = await start(() => eventStream([piece({ content: '\ud83d' }), piece({ content: '\ude00' }), done]));
    expect((await ask()).text).toBe('😀');
  });

  test('a server that does not stream', async () => {
    const json = {
      model: 'served',
      choices: [{ index: 0, message: { content: 'Hi' }, logprobs: logprobs('Hi'), finish_reason: 'length' }],
      usage: usage.usage,
    };
    const { ask } = await start(() => ({ json }));
    const reply = await ask();
    expect(reply).toMatchObject({ text: 'Hi', finishReason: 'length', usage: { promptTokens: 9 } });
    expect(reply.tokens).toHaveLength(1);
  });
});

describe('what an endpoint does not take', () => {
  test.each([
    ['logprobs', 403, 'You are not allowed to request logprobs from this model', 'logprobs'],
    ['stream_options', 400, 'Unknown parameter: stream_options', 'stream_options'],
  ])('%s is left out, and remembered', async (_name, status, message, key) => {
    const { ask, bodies } = await start(({ body }) =>
      key in body ? { status, json: { error: { message } } } : eventStream(hello),
    );
    await ask();
    await ask();
    expect(bodies().map((body) => key in body)).toEqual([true, false, false]);
  });

  test('missing logprobs are said', async () => {
    const { ask } = await start(() => eventStream([piece({ content: 'Hi' }), done]));
    expect(await ask()).toMatchObject({
      tokens: undefined,
      notices: ['This endpoint gave no probabilities for the reply.'],
    });
  });

  test('logprobs that are no probabilities are said, and the text stays', async () => {
    const bad = { content: [{ token: 'Hi', logprob: 3 }] };
    const { ask } = await start(() => eventStream([piece({ content: 'Hi' }, { logprobs: bad }), done]));
    const reply = await ask();
    expect(reply).toMatchObject({ text: 'Hi', tokens: undefined });
    expect(reply.notices.join()).toMatch(/above 100%/);
  });

  test('a temperature that is refused is said with the accepted one', async () => {
    const message =
      "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.";
    const { ask } = await start(({ body }) =>
      body.temperature === undefined
        ? eventStream(hello)
        : { status: 400, json: { error: { message, param: 'temperature', code: 'unsupported_value' } } },
    );
    await expect(ask()).rejects.toMatchObject({
      kind: 'unsupported',
      message: 'm does not take temperature 0.7. It takes only 1.',
    });
    await expect(ask({ temperature: 1 })).resolves.toMatchObject({ text: 'Hello' });
  });

  test('a model that only continues texts', async () => {
    const { ask } = await start(() => ({ status: 404, text: '' }));
    await expect(ask()).rejects.toThrow(/takes no questions/);
  });

  test('the first event of a stream can be the refusal', async () => {
    const error = { error: { message: "This model does not support the 'logprobs' parameter", code: 400 } };
    const { ask, bodies } = await start(({ body }) => ('logprobs' in body ? eventStream([error]) : eventStream(hello)));
    expect((await ask()).text).toBe('Hello');
    expect(bodies()).toHaveLength(2);
  });
});

describe('empty and broken answers', () => {
  test.each([
    ['nothing', {}, 'stop', 'The model answered with an empty text.'],
    [
      'thoughts alone',
      { reasoning_content: 'Hmm' },
      'length',
      'The model used all its tokens to think and wrote no answer. Raise max_tokens.',
    ],
    ['a filter', {}, 'content_filter', 'The endpoint’s content filter held the answer back.'],
  ])('%s', async (_name, delta, finish, notice) => {
    const { ask } = await start(() => eventStream([piece(delta, { finish_reason: finish })]));
    expect(await ask()).toMatchObject({ text: '', notices: [notice] });
  });

  test('a stream that just ends is said', async () => {
    const { ask } = await start(() => eventStream([piece({ content: 'Hi' }, { logprobs: logprobs('Hi') })], ''));
    expect(await ask()).toMatchObject({
      text: 'Hi',
      finishReason: 'other',
      notices: ['The connection ended before the model said that it was done.'],
    });
  });

  test.each([
    ['a web page', { text: '<!doctype html><p>Hi', headers: { 'content-type': 'text/html' } }, /web page.*\/v1/],
    ['an empty body', { text: '' }, /before it began/],
    [
      'no JSON',
      { text: 'data: {oops\n\n', headers: { 'content-type': 'text/event-stream' } },
      /did not answer in the OpenAI protocol/,
    ],
    ['another JSON', { json: { hello: 'world' } }, /no completion/],
    ['only [DONE]', eventStream([]), /before it began/],
    [
      'an error with HTTP 200',
      { json: { error: { message: 'out of memory' } } },
      /answered with an error.*out of memory/,
    ],
    ['a flat error with HTTP 200', { json: { object: 'error', message: 'boom', code: 40303 } }, /boom/],
    [
      'llama.cpp’s error event',
      raw(['error: {"code":500,"message":"failed to decode","type":"server_error"}\n\n']),
      /status 500.*failed to decode/,
    ],
  ] satisfies [string, StubAnswer, RegExp][])('%s', async (_name, answer, message) => {
    const { ask } = await start(() => answer);
    await expect(ask()).rejects.toThrow(message);
  });

  test('an error in the middle is not asked away', async () => {
    const error = { error: { message: 'logprobs broke', code: 400 } };
    const { ask, bodies } = await start(() => eventStream([hello[1], error]));
    await expect(ask()).rejects.toThrow(/logprobs broke/);
    expect(bodies()).toHaveLength(1);
  });

  test('a connection that breaks in the middle is an error, after the end it is none', async () => {
    const cut = (response: ServerResponse) => response.socket?.destroy();
    const middle = await start(() => raw([data(hello[1])], cut));
    await expect(middle.ask()).rejects.toMatchObject({ kind: 'unreachable' });
    const end = await start(() => raw([data(hello[1]), data(done)], cut));
    expect(await end.ask()).toMatchObject({ text: 'Hel', finishReason: 'stop' });
  });
});

describe('silence', () => {
  test('a stream that stalls is given up', async () => {
    const { ask } = await start(() => raw([data(hello[1])], () => {}), { idleTimeoutMs: 80 });
    const seen: string[] = [];
    await expect(ask({ onText: (text) => seen.push(text) })).rejects.toMatchObject({ kind: 'timeout' });
    expect(seen).toEqual(['Hel']);
  });

  test('so is a server that sends no headers, or headers and no body', async () => {
    const silent = await start(() => () => {}, { requestTimeoutMs: 80 });
    await expect(silent.ask()).rejects.toThrow(/did not begin to answer/);
    const headers = await start(() => (response) => response.writeHead(200).flushHeaders(), { requestTimeoutMs: 80 });
    await expect(headers.ask()).rejects.toMatchObject({ kind: 'timeout' });
  });

  test('an error body that stalls does not hang', async () => {
    const { ask } = await start(
      () => (response) => {
        response.writeHead(400);
        response.write('{"err');
      },
      { requestTimeoutMs: 80 },
    );
    await expect(ask()).rejects.toMatchObject({ kind: 'timeout' });
  });

  test('comments keep a slow stream alive', async () => {
    const pings: StubAnswer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let left = 12;
      const timer = setInterval(() => {
        left -= 1;
        if (left > 0) return response.write(': ping\n\n');
        clearInterval(timer);
        response.end(`${data(hello[1])}${data(done)}data: [DONE]\n\n`);
      }, 50);
    };
    const { ask } = await start(() => pings, { idleTimeoutMs: 500 });
    expect((await ask()).text).toBe('Hel');
  });
});

describe('cancelling', () => {
  test('the caller’s signal ends the request at the server', async () => {
    const controller = new AbortController();
    let noteClosed = () => {};
    const closed = new Promise<void>((resolve) => {
      noteClosed = resolve;
    });
    const { ask } = await start(() => (response) => {
      response.on('close', () => noteClosed());
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(data(hello[1]));
    });
    await expect(ask({ signal: controller.signal, onText: () => controller.abort() })).rejects.toMatchObject({
      kind: 'cancelled',
    });
    await closed;
  });

  test('a signal that is aborted already, and a closed model', async () => {
    const { ask, model, stub } = await start(() => eventStream(hello));
    await expect(ask({ signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'cancelled' });
    model.close();
    await expect(ask()).rejects.toThrow(/shutting down/);
    expect(stub.requests).toEqual([]);
  });
});

describe.skipIf(!hasRecorded)('recorded llama.cpp', () => {
  test('its stream', async () => {
    const { response, headers } = readExchange('chat_stream_logprobs');
    const { ask } = await start(() => ({
      text: String(response),
      headers: { 'content-type': headers?.['content-type'] ?? '' },
    }));
    const reply = await ask({ temperature: 1 });
    expect(reply).toMatchObject({
      text: 'Lone',
      finishReason: 'length',
      usage: { promptTokens: 46, completionTokens: 3 },
      notices: [],
    });
    expect(reply.tokens?.map(({ text, id }) => [text, id])).toEqual([
      ['L', 438],
      ['on', 289],
      ['e', 411],
    ]);
  });

  test('its answer when it was asked not to stream', async () => {
    const { ask } = await start(() => ({ json: readExchange('chat_logprobs5').response }));
    const reply = await ask({ temperature: 1 });
    expect(reply.text).toBe('Lone');
    expect(reply.tokens?.[0]).toMatchObject({ text: 'L', logprob: -3.872868299484253 });
    expect(reply.tokens?.[0]?.alternatives).toHaveLength(5);
  });
});
