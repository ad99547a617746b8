import { describe, expect, test } from 'vitest';
import type { LanguageModel, ReplyRequest } from '../../src/domain/language-model.js';
import { chatLogprobs, completion, refuse, tokens } from './continuation-answers.js';
import { eventStream, type StubAnswer } from './endpoint-stub.js';
import { done, hello, piece } from './reply-answers.js';
import { startModel } from './start-model.js';

const start: typeof startModel = (answer, options) => startModel(answer, { defaultModel: 'm', ...options });

describe('a drawn token', () => {
  const parts = ['f0', '9f', '98', '80'].map((byte) => ({
    token: '\uFFFD',
    logprob: -1,
    bytes: [Number.parseInt(byte, 16)],
    top_logprobs: [],
  }));
  const space = { token: ' ok', logprob: -0.1, bytes: [...Buffer.from(' ok')], top_logprobs: tokens([' ok', 0.9]) };
  const listed = (list: Record<string, unknown>[]) => ({
    content: list.map((item) => ({ ...item, top_logprobs: tokens(['x', 0.3]) })),
  });

  test('sends the caller’s options and the rest neutrally, and keeps the first token', async () => {
    const { stub, model } = await start(() => completion(listed([space, space]), ' ok ok'));
    const drawn = await model.draw({ prompt: 'x', temperature: 0.5, topP: 0.9, topK: 40, seed: 7 });
    expect(stub.posted('/v1/completions')[0]).toMatchObject({
      temperature: 0.5,
      top_p: 0.9,
      top_k: 40,
      seed: 7,
      min_p: 0,
      max_tokens: 8,
    });
    expect(drawn.map(({ text }) => text)).toEqual([' ok']);
    expect(drawn[0]?.alternatives.map(({ text }) => text)).toEqual(['x']);
  });

  test('is the server’s own where no bytes come and the text repeats it', async () => {
    const bare = (token: string) => ({ token, logprob: -1, top_logprobs: tokens(['x', 0.3]) });
    const { model } = await start(() => completion({ content: [bare(' ##'), bare('##')] }, ' ####'));
    expect((await model.draw({ prompt: 'x', temperature: 1 })).map(({ text }) => text)).toEqual([' ##']);
  });

  test('keeps all tokens of the first character', async () => {
    const { model } = await start(() => completion(listed([...parts, space]), '😀 ok'));
    const drawn = await model.draw({ prompt: 'x', temperature: 1 });
    expect(Buffer.concat(drawn.map(({ bytes }) => bytes ?? Buffer.of())).toString()).toBe('😀');
    expect(drawn).toHaveLength(4);
  });

  test.each([
    ['U+FFFD', ['\uFFFD', '\uFFFD', ' ok']],
    ['nothing', ['', '😀', ' ok']],
  ])('a server that writes %s for parts: the text comes from the whole', async (_name, texts) => {
    const list = texts.map((token) => ({ token, logprob: -1, bytes: [...Buffer.from(token)] }));
    const { model } = await start(() => completion(listed(list), '😀 ok'));
    const drawn = await model.draw({ prompt: 'x', temperature: 1 });
    expect(drawn.map(({ text }) => text)).toEqual(['', '😀']);
  });

  test('bytes that are no UTF-8 at all end at once', async () => {
    const list = [{ token: '\uFFFD', logprob: -1, bytes: [0xff] }, space];
    const { model } = await start(() => completion(listed(list), '\uFFFD ok'));
    expect(await model.draw({ prompt: 'x', temperature: 1 })).toHaveLength(1);
  });

  test('none when the model ends the text', async () => {
    const { model } = await start(() => completion(listed([{ token: '</s>', logprob: -0.1 }]), '', 'stop'));
    expect(await model.draw({ prompt: 'x', temperature: 1 })).toEqual([]);
  });

  test('an option the server refuses is named, not dropped', async () => {
    const { stub, model } = await start(({ path, body }) =>
      path === '/v1/completions' && body.top_k === 40
        ? refuse(400, 'Unrecognized request argument supplied: top_k')
        : undefined,
    );
    await expect(model.draw({ prompt: 'x', temperature: 1, topK: 40 })).rejects.toMatchObject({
      kind: 'unsupported',
      message: 'm does not take top_k 40. Leave top_k out, or choose another model.',
    });
    expect(stub.posted('/v1/completions')).toHaveLength(1);
  });
});

describe('before or after temperature', () => {
  const at = (temperature: number, scale: number) => {
    const list = [-0.5, -1.5, -3].map((logprob, index) => ({
      token: `t${index}`,
      id: index,
      logprob: logprob * (scale / temperature),
    }));
    const z = list.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
    const top = list.map((item) => ({ ...item, logprob: item.logprob - Math.log(Math.max(1, z)) }));
    return completion({ content: [{ ...top[0], top_logprobs: top }] });
  };

  test.each([
    ['raw', (t: unknown) => at(Number(t), Number(t))],
    ['processed', (t: unknown) => at(Number(t), 1)],
    ['unknown', (t: unknown) => at(Number(t), Number(t) === 1 ? 1 : 0.7)],
    ['unknown', () => completion({ content: [{ token: 'a', logprob: -1, top_logprobs: tokens(['a', 0.3]) }] })],
  ])('%s', async (expected, answer) => {
    const { stub, model } = await start(({ path, body }) =>
      path === '/v1/completions' ? answer(body.temperature) : undefined,
    );
    expect(await model.scale('m')).toBe(expected);
    expect(await model.scale()).toBe(expected);
    // What tells nothing is asked twice before it is believed.
    const asked = stub.posted('/v1/completions').map(({ temperature }) => temperature);
    expect(asked).toEqual(expected === 'unknown' ? [1, 0.5, 1, 0.5] : [1, 0.5]);
  });

  test('a model without logprobs or with a fixed temperature tells nothing', async () => {
    const { model } = await start(({ path }) => (path === '/v1/models' ? undefined : completion(null)));
    expect(await model.scale()).toBe('unknown');
    const fixed = await start(({ path, body }) =>
      path === '/v1/completions' && body.temperature !== 1
        ? refuse(400, 'temperature: only 1')
        : completion(chatLogprobs),
    );
    expect(await fixed.model.scale()).toBe('unknown');
  });
});

describe('of which probabilities a reply’s logprobs tell', () => {
  const list = [-0.5, -1.5, -3];
  /** A server that reports them at temperature 1 (`raw`) or as they are drawn from. */
  const startScale = (scale: 'raw' | 'processed', chat: (body: Record<string, unknown>) => StubAnswer) =>
    start(({ path, body }) => {
      if (path === '/v1/chat/completions') return chat(body);
      if (path !== '/v1/completions') return undefined;
      const divisor = scale === 'raw' ? 1 : Number(body.temperature);
      const top = list.map((logprob, id) => ({ token: `t${id}`, id, logprob: logprob / divisor }));
      return completion({ content: [{ ...top[0], top_logprobs: top }] });
    });
  const ask = (model: LanguageModel, how: Partial<ReplyRequest> = {}) =>
    model.reply({ question: 'Why?', temperature: 0.7, ...how });

  test.each(['raw', 'processed'] as const)('%s, as a probe tells, which is asked once', async (scale) => {
    const { stub, model } = await startScale(scale, () => eventStream(hello));
    expect((await ask(model)).scale).toBe(scale);
    expect((await ask(model, { temperature: 1, topP: 0.9 })).scale).toBe(scale);
    expect(stub.posted('/v1/completions')).toHaveLength(2);
  });

  test('at temperature 1 with nothing cut they are the model’s own, without asking', async () => {
    const { stub, model } = await startScale('processed', () => eventStream(hello));
    expect((await ask(model, { temperature: 1 })).scale).toBe('raw');
    expect(stub.posted('/v1/completions')).toEqual([]);
  });

  test('a reply without logprobs tells of none, without asking', async () => {
    const { stub, model } = await startScale('raw', () => eventStream([piece({ content: 'Hello' }), done]));
    expect(await ask(model)).toMatchObject({ tokens: undefined, scale: 'unknown' });
    expect(stub.posted('/v1/completions')).toEqual([]);
  });

  test.each([
    ['raw', 'raw'],
    ['processed', 'unknown'],
  ] as const)('where the temperature could not be sent, and logprobs are %s: %s', async (reported, expected) => {
    const { model } = await startScale(reported, (body) =>
      'temperature' in body ? refuse(400, 'Unsupported parameter: temperature') : eventStream(hello),
    );
    expect((await ask(model, { temperature: 1 })).scale).toBe(expected);
  });

  test('a probe that fails leaves the reply as it is', async () => {
    const { model } = await start(({ path }) =>
      path === '/v1/chat/completions' ? eventStream(hello) : refuse(503, 'busy'),
    );
    expect(await ask(model)).toMatchObject({ text: 'Hello', scale: 'unknown' });
  });
});
