import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseModelList } from '../../src/model/asking/model-list.js';
import { ModelError } from '../../src/model/errors.js';
import type { ModelOptions } from '../../src/model/model-options.js';
import { openModel } from '../../src/model/open-model.js';
import { explainConnectionFailure } from '../../src/model/wire/connection-failure.js';
import { freePort } from '../builders/free-port.js';
import type { StubAnswer } from './endpoint-stub.js';
import { readExchange } from './recorded.js';
import { connect, startModel } from './start-model.js';

const question = { question: 'Why?', temperature: 1 };
const list = (...ids: string[]): StubAnswer => ({ json: { data: ids.map((id) => ({ id })) } });
const answered: StubAnswer = {
  json: { choices: [{ index: 0, message: { content: 'Because.' }, finish_reason: 'stop' }] },
};

describe('the list of models', () => {
  test('is asked once a minute, also by callers at the same time', async () => {
    let time = 0;
    const { stub, model } = await startModel(({ method }) => (method === 'GET' ? list('b', 'a', 'b', ' ') : answered), {
      now: () => time,
    });
    const asked = () => stub.requests.filter(({ path }) => path === '/v1/models');
    expect(await Promise.all([model.models(), model.models()])).toEqual([
      ['b', 'a'],
      ['b', 'a'],
    ]);
    time = 59_000;
    expect(await model.defaultModel()).toBe('b');
    expect(asked()).toHaveLength(1);
    time = 61_000;
    await model.models();
    expect(asked()).toHaveLength(2);
  });

  test('a failure is not remembered', async () => {
    const { model } = await startModel((_request, count) => (count === 0 ? { status: 401, text: '' } : list('a')));
    await expect(model.models()).rejects.toMatchObject({ kind: 'authentication' });
    expect(await model.models()).toEqual(['a']);
  });

  test.each([404, 501])(
    'an endpoint without one works with a default model, and says so without: %i',
    async (status) => {
      const missing = () => ({ status, text: '' });
      const named = await startModel(({ path }) => (path === '/v1/models' ? missing() : answered), {
        defaultModel: 'mine',
      });
      expect(await named.model.models()).toEqual(['mine']);
      expect((await named.model.reply(question)).text).toBe('Because.');
      const unnamed = await startModel(missing);
      await expect(unnamed.model.reply(question)).rejects.toThrow(/lists no models. Name one in OPENAI_MODEL/);
    },
  );

  test('one caller’s cancel does not take it from the others', async () => {
    const { model } = await startModel(() => list('a'));
    const controller = new AbortController();
    const cancelled = model.models(controller.signal);
    const other = model.models();
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await other).toEqual(['a']);
  });

  const x = { where: 'x', secrets: [] };
  test('shapes', () => {
    expect(parseModelList([{ id: 'a' }, null, { id: 3 }], x)).toEqual([{ id: 'a', tailBins: false }]);
    expect(parseModelList([{ id: 'a', tail_bins: true }], x)).toEqual([{ id: 'a', tailBins: true }]);
    expect(parseModelList({ object: 'list', data: null }, x)).toEqual([]);
    expect(() => parseModelList({ oops: 1 }, { ...x, where: 'here' })).toThrow('here did not list its models');
  });

  test('recorded llama.cpp', () => {
    expect(parseModelList(readExchange('models').response, x)).toEqual([
      { id: 'stories260K', vocabularySize: 512, contextLength: undefined, tailBins: false, ownedBy: 'llamacpp' },
    ]);
  });
});

describe('failures are sentences', () => {
  const failing = async (answer: StubAnswer, options: Partial<ModelOptions> = {}) => {
    const { model, stub } = await startModel(
      ({ path }) => (path === '/v1/models' ? list('a', 'b', 'c', 'd', 'e', 'f') : answer),
      { defaultModel: 'nope', ...options },
    );
    const error = await model.reply(question).catch((reason: unknown) => reason);
    if (!(error instanceof ModelError)) throw new Error('a ModelError was expected');
    return { error, stub };
  };

  test('a model the endpoint does not have, with those it has', async () => {
    const { error, stub } = await failing({
      status: 404,
      json: { error: { message: 'The model `nope` does not exist.', code: 'model_not_found' } },
    });
    expect(error.kind).toBe('model-unknown');
    expect(error.message).toBe(`${stub.host} has no model “nope”. It has: a, b, c, d, e and 1 more.`);
  });

  test('a rate limit that takes long is not waited for', async () => {
    const { error, stub } = await failing({
      status: 429,
      headers: { 'retry-after': '90' },
      json: { error: { message: 'slow' } },
    });
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 90 });
    expect(error.message).toContain('in 90 seconds');
    expect(stub.posted('/v1/chat/completions')).toHaveLength(1);
  });

  test('a spent quota is not tried again', async () => {
    const { error, stub } = await failing({
      status: 429,
      json: { error: { message: 'x', code: 'insufficient_quota' } },
    });
    expect(error.kind).toBe('quota');
    expect(stub.posted('/v1/chat/completions')).toHaveLength(1);
  });

  test('the flat error of older vLLM keeps its numbers', async () => {
    const message =
      "This model's maximum context length is 2048 tokens. However, you requested 2723 tokens (1699 in the messages, 1024 in the completion).";
    const { error } = await failing({
      status: 400,
      json: { object: 'error', message, type: 'BadRequestError', code: 400 },
    });
    expect(error.message).toContain('2,723 tokens, and its context window holds 2,048');
  });

  test('no server word is shown at length, and no key ever', async () => {
    const { error } = await failing(
      { status: 400, json: { detail: `bad key sk-very-secret\n${'x'.repeat(5000)}` } },
      { apiKey: 'sk-very-secret' },
    );
    expect(error.message).toMatch(
      /^127\.0\.0\.1:\d+ refused the request with status 400\. It said: “bad key ••• x+…”$/,
    );
    expect(error.message.length).toBeLessThan(300);
  });
});

describe('second tries', () => {
  test.each([
    ['503', { status: 503, text: '<html>' }],
    ['a short rate limit', { status: 429, headers: { 'retry-after-ms': '50' }, text: '' }],
    ['a reset', (response) => response.socket?.destroy()],
  ] satisfies [string, StubAnswer][])('one after %s', async (_name, first) => {
    const { model, stub } = await startModel((_request, count) => (count === 0 ? first : answered), {
      defaultModel: 'm',
    });
    expect((await model.reply(question)).text).toBe('Because.');
    expect(stub.posted('/v1/chat/completions')).toHaveLength(2);
  });

  test('and no more', async () => {
    const { model, stub } = await startModel(() => ({ status: 503, text: '' }), { defaultModel: 'm' });
    await expect(model.reply(question)).rejects.toMatchObject({ kind: 'server' });
    expect(stub.requests).toHaveLength(2);
    const reset = await startModel(() => (response) => response.socket?.destroy(), { defaultModel: 'm' });
    await expect(reset.model.reply(question)).rejects.toThrow(/closed the connection/);
    expect(reset.stub.requests).toHaveLength(2);
  });
});

describe('connections', () => {
  test('nothing listens there', async () => {
    const port = freePort();
    const model = connect({ baseURL: `http://user:hunter2@127.0.0.1:${port}/v1`, label: 'vLLM' });
    const error = await model.models().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'unreachable' });
    expect(String(error)).toContain(`Nothing answers at vLLM (127.0.0.1:${port}).`);
    expect(String(error)).not.toMatch(/hunter2|user/);
  });

  test('https to a server that speaks http', async () => {
    const { stub } = await startModel(() => list('a'));
    const model = connect({ baseURL: stub.baseURL.replace('http:', 'https:') });
    await expect(model.models()).rejects.toMatchObject({ kind: 'tls', message: expect.stringContaining('http://') });
  });

  test('a server that does not speak HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('hello?\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    const model = connect({ baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
    await expect(model.models()).rejects.toThrow(/does not speak HTTP/);
  });

  test.each([
    ['ENOTFOUND', 'unreachable', /cannot be found/],
    ['CERT_HAS_EXPIRED', 'tls', /expired/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', /NODE_EXTRA_CA_CERTS/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /not trusted/],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /does not answer/],
    ['EHOSTUNREACH', 'unreachable', /cannot be reached/],
  ])('%s', (code, kind, message) => {
    const cause = Object.assign(new Error('inner'), { code });
    const failure = explainConnectionFailure(new TypeError('fetch failed', { cause }), 'the embedded tiny model');
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(message);
  });

  test('a connection attempt that times out', async () => {
    const cause = Object.assign(new Error('Connect Timeout Error'), { code: 'UND_ERR_CONNECT_TIMEOUT' });
    const model = connect({
      baseURL: 'http://localhost:1/v1',
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause })),
    });
    await expect(model.models()).rejects.toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('localhost:1 does not answer'),
    });
  });

  test('an address that is none', () => {
    expect(() => openModel({ baseURL: 'localhost:8000' })).toThrow(/http:\/\/localhost:8000\/v1/);
    expect(() => openModel({ baseURL: '' })).toThrow(ModelError);
  });
});

describe('credentials', () => {
  test('the key is a bearer token; without one no header goes out', async () => {
    const keyed = await startModel(() => list('a'), { apiKey: 'sk-1' });
    await keyed.model.models();
    expect(keyed.stub.requests[0]?.headers.authorization).toBe('Bearer sk-1');
    const bare = await startModel(() => list('a'), { apiKey: '' });
    await bare.model.models();
    expect(bare.stub.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('a name and password in the address become a header', async () => {
    const { stub } = await startModel(() => list('a'));
    const model = connect({ baseURL: `${stub.baseURL.replace('://', '://me:p%40ss@')}/` });
    expect(await model.models()).toEqual(['a']);
    expect(stub.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    expect(stub.requests[0]?.path).toBe('/v1/models');
  });

  test('a name and password that the server repeats are not shown', async () => {
    const { stub } = await startModel(({ headers }) => ({
      status: 403,
      json: { detail: `no ${headers.authorization} (p@ss)` },
    }));
    const model = connect({ baseURL: stub.baseURL.replace('://', '://me:p%40ss@'), defaultModel: 'm' });
    await expect(model.nextToken({ prompt: 'x', candidates: 3 })).rejects.toThrow('It said: “no Basic ••• (•••)”');
  });

  test.each([
    [400, 'json'],
    [500, 'text'],
    [200, 'json'],
    [200, 'text'],
  ])('a key of any beginning that the server repeats is not shown: %i, %s', async (status, kind) => {
    const apiKey = `Gauge7-${'k'.repeat(600)}`;
    const words = `who is ${apiKey}?`;
    const { model } = await startModel(
      () => (kind === 'json' ? { status, json: { error: { message: words } } } : { status, text: words }),
      { apiKey, defaultModel: 'm' },
    );
    await expect(model.nextToken({ prompt: 'x', candidates: 3 })).rejects.toThrow('It said: “who is •••?”');
  });

  test('the endpoint is named by its label, else by its host', async () => {
    const { stub, model } = await startModel(() => undefined);
    expect(model.endpoint).toEqual({ label: stub.host, tiny: false });
    const tiny = connect({ baseURL: stub.baseURL, label: 'embedded tiny model', tiny: true });
    expect(tiny.endpoint).toEqual({ label: 'embedded tiny model', tiny: true });
    await expect(tiny.reply(question)).rejects.toThrow('The embedded tiny model lists no models.');
  });
});
