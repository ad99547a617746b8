import { describe, expect, test } from 'vitest';
import { tell } from '../../words/tell.js';
import { eventStream } from '../endpoint-stub.js';
import { neutralParameters } from '../neutral.js';
import { readExchange } from '../recorded.js';
import { data, done, hello, logprobs, piece, raw, usage } from '../reply-answers.js';
import { startReplies } from '../start-model.js';

describe('a streamed reply', () => {
  test('text grows, tokens, usage, model, seconds and finish reason come with it', async () => {
    let time = 1000;
    const { ask, bodies } = await startReplies(() => eventStream(hello), { now: () => (time += 500) });
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
        ...neutralParameters,
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

  test.each([
    ['takes no temperature', "Unsupported parameter: 'temperature'", 'unsupported_parameter', undefined],
    [
      'takes only its own',
      "'temperature' does not support 0.7. Only the default (1) is supported.",
      'unsupported_value',
      1,
    ],
  ])('a model that %s answers at its own where nobody chose one', async (_, message, code, taken) => {
    const refusal = { status: 400, json: { error: { message, param: 'temperature', code } } };
    const { ask, bodies } = await startReplies(({ body }) =>
      body.temperature === undefined || body.temperature === taken ? eventStream(hello) : refusal,
    );
    const seen: boolean[] = [];
    const onText = (__: string, isOwnTemperature: boolean) => seen.push(isOwnTemperature);
    for (let time = 0; time < 2; time += 1) {
      const reply = await ask({ isDefaultTemperature: true, onText });
      expect(reply).toMatchObject({ text: 'Hello', scale: 'unknown' });
      expect(reply.request.body).not.toHaveProperty('temperature');
    }
    expect(new Set(seen)).toEqual(new Set([true]));
    // The refusal is learned, so that it comes once.
    const asked = bodies().filter((body) => JSON.stringify(body.messages).includes('Why?'));
    expect(asked.map(({ temperature }) => temperature).filter((one) => one === 0.7)).toHaveLength(1);
    await expect(ask()).rejects.toMatchObject({ kind: 'unsupported' });
    expect((await ask({ temperature: 1 })).request.body.temperature).toBe(taken);
  });

  test('tokens come from the logprobs, however the stream splits the text', async () => {
    const events = [
      piece({ content: 'Hello wor' }, { logprobs: logprobs('Hello') }),
      piece({ content: 'ld' }, { logprobs: logprobs(' wor', 'ld') }),
      done,
    ];
    const { ask } = await startReplies(() => eventStream(events));
    const reply = await ask();
    expect(reply.text).toBe('Hello world');
    expect(reply.tokens?.map(({ text }) => text)).toEqual(['Hello', ' wor', 'ld']);
  });

  test('other choices, text as a list of parts, usage that is null', async () => {
    const other = { choices: [{ index: 1, delta: { content: 'no' } }], usage: null };
    const { ask } = await startReplies(() =>
      eventStream([other, piece({ content: [{ type: 'text', text: 'yes' }] }), done]),
    );
    expect(await ask()).toMatchObject({ text: 'yes', usage: undefined, tokens: undefined });
  });

  test('CRLF, comments, and pieces cut inside a character', async () => {
    const bytes = Buffer.from(
      `: ping\r\n\r\n${data(piece({ content: 'é😀' })).replaceAll('\n', '\r\n')}${data(done)}data: [DONE]\r\n\r\n`,
    );
    const cut = [...bytes].map((byte) => Uint8Array.of(byte));
    const { ask } = await startReplies(() => raw(cut));
    expect(await ask()).toMatchObject({ text: 'é😀', finishReason: 'stop' });
  });

  test('a surrogate pair split over two deltas', async () => {
    const { ask } = await startReplies(() =>
      eventStream([piece({ content: '\ud83d' }), piece({ content: '\ude00' }), done]),
    );
    expect((await ask()).text).toBe('😀');
  });

  test('a server that does not stream', async () => {
    const json = {
      model: 'served',
      choices: [{ index: 0, message: { content: 'Hi' }, logprobs: logprobs('Hi'), finish_reason: 'length' }],
      usage: usage.usage,
    };
    const { ask } = await startReplies(() => ({ json }));
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
    const { ask, bodies } = await startReplies(({ body }) => {
      if (key in body) return { status, json: { error: { message } } };
      return eventStream('logprobs' in body ? hello : [piece({ content: 'Hello' }), done]);
    });
    await ask();
    await ask();
    expect(bodies().map((body) => key in body)).toEqual([true, false, false]);
  });

  test('missing logprobs are said', async () => {
    const { ask } = await startReplies(() => eventStream([piece({ content: 'Hi' }), done]));
    const { tokens, notices } = await ask();
    expect(tokens).toBeUndefined();
    expect(tell(notices)).toEqual(['This server gave no probabilities for the answer.']);
  });

  test('logprobs that are no probabilities are said, and the text stays', async () => {
    const bad = { content: [{ token: 'Hi', logprob: 3 }] };
    const { ask } = await startReplies(() => eventStream([piece({ content: 'Hi' }, { logprobs: bad }), done]));
    const reply = await ask();
    expect(reply).toMatchObject({ text: 'Hi', tokens: undefined });
    expect(tell(reply.notices).join()).toMatch(/above 100%/);
  });

  test.each([
    ['above 100%', 0.5, /above 100%/],
    ['that sum to more', -0.5, /sum to 2426.1%/],
  ])('a longer list than was asked for with probabilities %s takes no text away', async (_name, logprob, sentence) => {
    const top_logprobs = Array.from({ length: 40 }, (_, at) => ({ token: ` w${at}`, logprob }));
    const bad = { content: [{ token: 'Hi', logprob: -1, top_logprobs }] };
    const { ask } = await startReplies(() => eventStream([piece({ content: 'Hi' }, { logprobs: bad }), done]));
    const reply = await ask();
    expect(reply).toMatchObject({ text: 'Hi', tokens: undefined });
    expect(tell(reply.notices).join()).toMatch(sentence);
  });

  test('a temperature that is refused is said with the accepted one', async () => {
    const message =
      "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.";
    const { ask } = await startReplies(({ body }) =>
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
    const { ask } = await startReplies(() => ({ status: 404, text: '' }));
    await expect(ask()).rejects.toThrow(/takes no questions/);
  });

  test('the first event of a stream can be the refusal', async () => {
    const error = { error: { message: "This model does not support the 'logprobs' parameter", code: 400 } };
    const { ask, bodies } = await startReplies(({ body }) =>
      'logprobs' in body ? eventStream([error]) : eventStream(hello),
    );
    expect((await ask()).text).toBe('Hello');
    expect(bodies()).toHaveLength(2);
  });
});

describe('recorded llama.cpp', () => {
  test('its stream', async () => {
    const { response, headers } = readExchange('chat_stream_logprobs');
    const { ask } = await startReplies(() => ({
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
    const { ask } = await startReplies(() => ({ json: readExchange('chat_logprobs5').response }));
    const reply = await ask({ temperature: 1 });
    expect(reply.text).toBe('Lone');
    expect(reply.tokens?.[0]).toMatchObject({ text: 'L', logprob: -3.872868299484253 });
    expect(reply.tokens?.[0]?.alternatives).toHaveLength(5);
  });
});
