import { describe, expect, test } from 'vitest';
import { parseEndpointAddress } from '../../../src/model/wire/endpoint-address.js';
import type { StubAnswer } from '../endpoint-stub.js';
import { openEndpointStub } from '../endpoint-stub.js';
import { connect, startModel } from '../start-model.js';

const question = { question: 'Why?', temperature: 1 };
const answer: StubAnswer = {
  json: { choices: [{ index: 0, message: { content: 'Because.' }, finish_reason: 'stop' }] },
};

/** A model on a stub, by what is written behind its host. */
async function startAt(written: string, answers: (path: string) => StubAnswer | undefined) {
  const stub = await openEndpointStub(({ path }) => answers(path) ?? { status: 404, text: '' });
  const model = connect({ baseURL: `http://${stub.host}${written}`, defaultModel: 'm' });
  return { stub, model, close: () => stub.close() };
}

describe('a query in the address', () => {
  test('goes along with every request, also below the root, and beside its own', async () => {
    const query = 'api-version=2024-10-21&x=a%20b';
    const { stub, model, close } = await startAt(`/openai/deployments/d?${query}`, (path) =>
      path.startsWith('/openai/deployments/d/chat/completions') ? answer : undefined,
    );
    await model.reply(question);
    await model.tokenize({ text: 'x', around: 'nothing' }).catch(() => {});
    await model.contextLength();
    await model.models();
    expect(new Set(stub.requests.map(({ path }) => path.split('?')[0]))).toEqual(
      new Set(['chat/completions', 'tokenize', 'props', 'models'].map((path) => `/openai/deployments/d/${path}`)),
    );
    for (const { path } of stub.requests) {
      const sent = new URLSearchParams(path.split('?')[1]);
      expect([sent.get('api-version'), sent.get('x')]).toEqual(['2024-10-21', 'a b']);
    }
    await close();
  });

  test('may hold a key, which is a secret, as its version is not', () => {
    const { secrets, host } = parseEndpointAddress('https://x.example/v1?key=abc%2Fdef&api-version=2024-10-21');
    expect(secrets).toEqual(['abc/def', 'abc%2Fdef']);
    expect(host).toBe('x.example');
  });
});

test.each([
  ['http://a/v1/chat/completions', 'http://a/v1'],
  ['http://a/v1/completions/', 'http://a/v1'],
  ['http://a/v1/models?x=1', 'http://a/v1'],
  ['http://a/v1//', 'http://a/v1'],
  ['http://a/openai', 'http://a/openai'],
  ['http://a/chat/completions', 'http://a'],
])('%s is read as %s', (written, baseURL) => {
  expect(parseEndpointAddress(written).baseURL).toBe(baseURL);
});

describe('an address without a path', () => {
  const list: StubAnswer = { json: { data: [{ id: 'm' }] } };
  const api = (base: string) => (path: string) =>
    path === `${base}/models` ? list : path === `${base}/chat/completions` ? answer : undefined;

  test.each(['', '/', '/chat/completions'])('and with %j gets the /v1 that the server has', async (written) => {
    const { stub, model, close } = await startAt(written, api('/v1'));
    expect((await model.reply(question)).text).toBe('Because.');
    await model.reply(question);
    expect(stub.requests.filter(({ path }) => path === '/v1/models')).toHaveLength(1);
    expect(stub.requests.every(({ path }) => path.startsWith('/v1/'))).toBe(true);
    await close();
  });

  test('stays as it is where the server has nothing there', async () => {
    const { stub, model, close } = await startAt('', api(''));
    expect((await model.reply(question)).text).toBe('Because.');
    expect(stub.requests.map(({ path }) => path)).toEqual(['/v1/models', '/chat/completions']);
    await close();
  });

  test('is said where nothing is found', async () => {
    const { model, close } = await startAt('', () => undefined);
    await expect(model.reply(question)).rejects.toThrow(/mostly ends in \/v1/);
    await close();
  });
});

test('an address with a path is asked as it is', async () => {
  const { stub, model } = await startModel(({ path }) => (path === '/v1/chat/completions' ? answer : undefined), {
    defaultModel: 'm',
  });
  await model.reply(question);
  expect(stub.requests).toHaveLength(1);
});
