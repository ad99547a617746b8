import { afterEach, expect, test } from 'vitest';
import type { ModelOptions, OpenModel } from '../../src/model/model-options.js';
import { openModel } from '../../src/model/open-model.js';
import { type EndpointStub, eventStream, openEndpointStub, type StubAnswer } from './endpoint-stub.js';

let stub: EndpointStub;
let model: OpenModel;
afterEach(async () => {
  model?.close();
  await stub?.close();
});

const top = [
  { token: 'Hi', logprob: -0.1, bytes: [72, 105] },
  { token: 'Yo', logprob: -3, bytes: [89, 111] },
];
const logprobs = { content: [{ ...top[0], top_logprobs: top }] };

function answerChat(body: Record<string, unknown>): StubAnswer {
  const given = body.logprobs ? { logprobs } : {};
  if (body.stream) {
    return eventStream([
      { choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi' }, ...given }] },
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    ]);
  }
  return { json: { choices: [{ index: 0, message: { content: 'Hi' }, ...given, finish_reason: 'stop' }] } };
}

async function open(
  options: Partial<ModelOptions>,
  answer: (body: Record<string, unknown>) => StubAnswer = answerChat,
): Promise<void> {
  stub = await openEndpointStub(({ path, body }) => (path === '/v1/chat/completions' ? answer(body) : undefined));
  model = openModel({ baseURL: stub.baseURL, defaultModel: 'm', ...options });
}

const asked = () => stub.posted('/v1/chat/completions');
const ask = () => model.reply({ question: 'Hello?', temperature: 1 });

test('an endpoint that is not to stream is asked for whole answers alone', async () => {
  await open({ streaming: false });
  const { text, tokens } = await ask();
  expect([text, tokens?.length]).toEqual(['Hi', 1]);
  await model.capabilities();
  expect(asked().filter(({ stream }) => stream === true)).toEqual([]);
});

test('an endpoint that is not to give logprobs is never asked for them, not even to find out', async () => {
  await open({ logprobs: false });
  const { text, tokens } = await ask();
  expect([text, tokens]).toEqual(['Hi', undefined]);
  const { chat } = await model.capabilities();
  expect(chat).toMatchObject({ available: true, listed: 0 });
  await expect(model.nextToken({ prompt: 'Hi', candidates: 5 })).rejects.toThrow();
  expect(stub.requests.filter(({ body }) => 'logprobs' in body || 'top_logprobs' in body)).toEqual([]);
});

test('who asks is told by a name that changes from one to the other, and nobody where nobody asks', async () => {
  let who: string | undefined = 'hash-of-ann';
  await open({ userField: 'safety_identifier', userName: () => who });
  await ask();
  who = 'hash-of-bob';
  await ask();
  who = undefined;
  await ask();
  expect(asked().map(({ safety_identifier }) => safety_identifier)).toEqual(['hash-of-ann', 'hash-of-bob', undefined]);
});

test('an endpoint that does not take who asks is asked without, and is not told again', async () => {
  await open({ userField: 'user', userName: () => 'hash' }, (body) =>
    'user' in body
      ? { status: 400, json: { error: { message: 'Unrecognized request argument supplied: user', param: 'user' } } }
      : answerChat(body),
  );
  expect((await ask()).text).toBe('Hi');
  expect((await ask()).text).toBe('Hi');
  expect(asked().map((body) => 'user' in body)).toEqual([true, false, false]);
});

test('headers go with every request, and what they say is in no error', async () => {
  await open({ headers: { 'api-key': 'very-secret', 'X-Team': 'physics' } }, () => ({
    status: 401,
    json: { error: { message: 'The key very-secret is wrong.' } },
  }));
  const error = await ask().catch((failure: unknown) => failure as Error);
  expect(stub.requests.at(-1)?.headers).toMatchObject({ 'api-key': 'very-secret', 'x-team': 'physics' });
  expect(String(error)).not.toContain('very-secret');
});
