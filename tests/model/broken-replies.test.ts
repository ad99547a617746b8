import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { tell } from '../words/tell.js';
import { eventStream, type StubAnswer } from './endpoint-stub.js';
import { data, done, hello, logprobs, piece, raw } from './reply-answers.js';
import { startReplies } from './start-model.js';

describe('empty and broken answers', () => {
  test.each([
    ['nothing', {}, 'stop', 'The model answered with an empty text.'],
    [
      'thoughts alone',
      { reasoning_content: 'Hmm' },
      'length',
      'The model used all its tokens to think and wrote no answer. Raise max_tokens.',
    ],
    [
      'a filter',
      {},
      'content_filter',
      'The server’s content filter held the answer back. Ask in other words, or choose another model.',
    ],
  ])('%s', async (_name, delta, finish, notice) => {
    const { ask } = await startReplies(() => eventStream([piece(delta, { finish_reason: finish })]));
    const { text, notices } = await ask();
    expect(text).toBe('');
    expect(tell(notices)).toEqual([notice]);
  });

  test('a stream that just ends is said', async () => {
    const { ask } = await startReplies(() => eventStream([piece({ content: 'Hi' }, { logprobs: logprobs('Hi') })], ''));
    const reply = await ask();
    expect(reply).toMatchObject({ text: 'Hi', finishReason: 'other' });
    expect(tell(reply.notices)).toEqual(['The connection ended before the model had finished.']);
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
    const { ask } = await startReplies(() => answer);
    await expect(ask()).rejects.toThrow(message);
  });

  test('an error in the middle is not asked away', async () => {
    const error = { error: { message: 'logprobs broke', code: 400 } };
    const { ask, bodies } = await startReplies(() => eventStream([hello[1], error]));
    await expect(ask()).rejects.toThrow(/logprobs broke/);
    expect(bodies()).toHaveLength(1);
  });

  test('a connection that breaks in the middle is an error, after the end it is none', async () => {
    const cut = (response: ServerResponse) => response.socket?.destroy();
    const middle = await startReplies(() => raw([data(hello[1])], cut));
    await expect(middle.ask()).rejects.toMatchObject({ kind: 'unreachable' });
    const end = await startReplies(() => raw([data(hello[1]), data(done)], cut));
    expect(await end.ask()).toMatchObject({ text: 'Hel', finishReason: 'stop' });
  });
});

/** Holds this thread up, as a busy machine does. */
const holdUp = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

describe('silence', () => {
  test('a stream that stalls is given up', async () => {
    const { ask } = await startReplies(() => raw([data(hello[1])], () => {}), { idleTimeoutMs: 80 });
    const seen: string[] = [];
    await expect(ask({ onText: (text) => seen.push(text) })).rejects.toMatchObject({ kind: 'timeout' });
    expect(seen).toEqual(['Hel']);
  });

  test('so is a server that sends no headers, or headers and no body', async () => {
    const silent = await startReplies(() => () => {}, { requestTimeoutMs: 80 });
    await expect(silent.ask()).rejects.toThrow(/did not begin to answer/);
    const headers = await startReplies(() => (response) => response.writeHead(200).flushHeaders(), {
      requestTimeoutMs: 80,
    });
    await expect(headers.ask()).rejects.toMatchObject({ kind: 'timeout' });
  });

  test('an error body that stalls does not hang', async () => {
    const { ask } = await startReplies(
      () => (response) => {
        response.writeHead(400);
        response.write('{"err');
      },
      { requestTimeoutMs: 80 },
    );
    await expect(ask()).rejects.toMatchObject({ kind: 'timeout' });
  });

  test('is none where the bot itself was held up while more came', async () => {
    let goOn = () => {};
    const { ask } = await startReplies(
      () => (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(data(hello[1]));
        goOn = () => void response.end(`${data(hello[2])}${data(done)}data: [DONE]\n\n`);
      },
      { idleTimeoutMs: 100 },
    );
    const onText = (text: string) => {
      if (text !== 'Hel') return;
      goOn();
      holdUp(300);
    };
    expect(await ask({ onText })).toMatchObject({ text: 'Hello', finishReason: 'stop' });
  });

  test('comments keep a slow stream alive', async () => {
    const pings: StubAnswer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let left = 25;
      const timer = setInterval(() => {
        left -= 1;
        if (left > 0) return response.write(': ping\n\n');
        clearInterval(timer);
        response.end(`${data(hello[1])}${data(done)}data: [DONE]\n\n`);
      }, 50);
    };
    const { ask } = await startReplies(() => pings, { idleTimeoutMs: 1000 });
    expect((await ask()).text).toBe('Hel');
  });
});

/** Writes a piece again and again until nobody reads on. */
const dripping = (start: string, piece: string): StubAnswer => {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(start);
    const timer = setInterval(() => response.write(piece), 5);
    response.on('close', () => clearInterval(timer));
  };
};

describe('an answer that never ends', () => {
  test.each([
    ['comments', '', ': ping\n\n'],
    ['comments after a token', data(hello[1]), ': ping\n\n'],
    ['blanks before an object', '', ' '],
    ['blanks inside an object', '{"choices":', ' '],
  ])('%s are signs of life and no answer', async (_name, start, piece) => {
    const { ask } = await startReplies(() => dripping(start, piece), { quietTimeoutMs: 100 });
    await expect(ask()).rejects.toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('keeps the connection open and has sent no part of an answer'),
    });
  });

  test.each([
    ['events', '', data(piece({}))],
    ['text', '', data(piece({ content: 'a' }))],
    ['digits', '{"choices":1', '1'],
  ])('%s bit by bit are ended after the time for a whole answer', async (_name, start, part) => {
    const { ask } = await startReplies(() => dripping(start, part), { answerTimeoutMs: 300 });
    await expect(ask({ maxTokens: 8192 })).rejects.toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('did not finish its answer'),
    });
  });

  test('nothing is taken away where the model was done before', async () => {
    const start = data(hello[1]) + data(done);
    const { ask } = await startReplies(() => dripping(start, ': ping\n\n'), {
      quietTimeoutMs: 100,
    });
    expect(await ask()).toMatchObject({ text: 'Hel', finishReason: 'stop', notices: [] });
  });

  test('an error that drips is ended as well', async () => {
    const slow: StubAnswer = (response) => {
      response.writeHead(400);
      const timer = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(timer));
    };
    const { ask } = await startReplies(() => slow, { requestTimeoutMs: 100 });
    await expect(ask()).rejects.toMatchObject({ kind: 'timeout' });
  });
});

describe('cancelling', () => {
  test('the caller’s signal ends the request at the server', async () => {
    const controller = new AbortController();
    let noteClosed = () => {};
    const closed = new Promise<void>((resolve) => {
      noteClosed = resolve;
    });
    const { ask } = await startReplies(() => (response) => {
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
    const { ask, model, stub } = await startReplies(() => eventStream(hello));
    await expect(ask({ signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'cancelled' });
    model.close();
    await expect(ask()).rejects.toThrow(/shutting down/);
    expect(stub.requests).toEqual([]);
  });
});
