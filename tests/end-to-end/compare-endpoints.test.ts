import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTokenscope } from '../../src/main.js';
import { openPlayground } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';
import { delivering, transport } from '../setup/transport.js';
import { buttonsOf, entriesOf, open, picturesOf, plainText, readText, useRoom } from './harness.js';

/** A reply, token by token, each with what else could have stood there and how likely each was. */
type Written = readonly (readonly [token: string, others: Readonly<Record<string, number>>])[];

const YES: Written = [
  ['Yes', { Yes: 0.5, No: 0.5 }],
  [', it', { ', it': 1 }],
  [' is.', { ' is.': 1 }],
];

/** The same words cut otherwise, up to the last. */
const YES_TOO: Written = [
  ['Yes', { Yes: 0.75, No: 0.25 }],
  [',', { ',': 1 }],
  [' it', { ' it': 1 }],
  [' was.', { ' was.': 1 }],
];

function chatAnswer(model: unknown, written: Written, withLogprobs = true): StubAnswer {
  const entry = (token: string, probability: number) => ({
    token,
    logprob: Math.log(probability),
    bytes: [...Buffer.from(token)],
  });
  const content = written.map(([token, others]) => ({
    ...entry(token, others[token] ?? 0),
    top_logprobs: Object.entries(others).map(([other, probability]) => entry(other, probability)),
  }));
  const message = { role: 'assistant', content: written.map(([token]) => token).join('') };
  const choice = { index: 0, message, finish_reason: 'stop', ...(withLogprobs ? { logprobs: { content } } : {}) };
  return { json: { id: 'x', object: 'chat.completion', model, choices: [choice] } };
}

function refused(message: string, status = 400): StubAnswer {
  return { status, json: { error: { message, type: 'invalid_request_error', param: null, code: null } } };
}

// The start asks already.
let answer: (request: StubRequest) => StubAnswer | undefined = (request) => reply(YES)(request);
let stub: EndpointStub;
beforeAll(async () => {
  stub = await openEndpointStub((request) =>
    request.path === '/v1/models'
      ? { json: { object: 'list', data: ['one', 'two', 'three'].map((id) => ({ id, object: 'model' })) } }
      : answer(request),
  );
});
afterAll(() => stub.close());
beforeEach(() => {
  stub.requests.length = 0;
});

const room = useRoom(() => ({ baseURL: stub.baseURL }));

const isDone = (message: APIMessage) => 'Another seed' in buttonsOf(message);

const askCompare = (options: Record<string, string | number>) =>
  room()
    .person.slash('compare', { prompt: 'Is it so?', ...options })
    .settled(isDone);

/** The whole texts and all figures. */
const detailsOf = async (message: APIMessage) =>
  plainText(await open(room().person, message, 'Details', (now) => readText(now) !== ''));

/** One token where one is asked for, as from any server. */
const reply =
  (written: Written) =>
  ({ body }: StubRequest) =>
    chatAnswer(body.model, Number(body.max_tokens ?? body.max_completion_tokens) === 1 ? written.slice(0, 1) : written);

test('two models that cut text otherwise are compared by what it says, with the figures of the lesson', async () => {
  answer = (request) => reply(request.body.model === 'one' ? YES : YES_TOO)(request);
  const message = await askCompare({ what: 'models' });
  expect(plainText(message)).toContain('one: Yes, it **is.**\ntwo: Yes, it **was.**');
  expect(plainText(message)).toContain('**They agree on 75 of 100 first tokens.**');
  const text = await detailsOf(message);
  expect(text).toContain('**one**\nYes, it is.\n');
  expect(text).toContain('**two**\nYes, it was.\n');
  expect(text).toContain('The same words for 8 characters, `Yes, it·`, then **one** says `is.`, **two** says `was.`.');
  expect(text).toContain('50%  75%  Yes\n50%  25%  No\n 0%   0%  all others together');
  expect(text).toContain('    75%        0.05  one and two');
  expect(text).toContain('Here tokens count as the same where their text is the same.');
});

test('a model that fails leaves the others standing', async () => {
  answer = (request) =>
    request.body.model === 'two' ? refused('The model `two` is asleep', 400) : reply(YES)(request);
  const message = await askCompare({ what: 'models', values: 'one | TWO | three' });
  const text = plainText(message);
  expect(text).toMatch(/^two: \(it breaks off: .*The model `two` is asleep/m);
  expect(text).toContain('three: Yes, it is.');
  expect(text).toContain('**All texts are the same.** Their first token has the same chances.');
  expect(Object.keys(entriesOf(message)).filter((label) => label.startsWith('Details of'))).toEqual([
    'Details of one',
    'Details of three',
  ]);
});

test('an unknown model is answered with those that there are, and nothing is asked', async () => {
  answer = () => undefined;
  const message = await room()
    .person.slash('compare', { prompt: 'Hi', what: 'models', values: 'one, gpt-9' })
    .settled();
  expect(plainText(message)).toMatch(/has no model “gpt-9”\. It has: one, two, three\. /);
  expect(stub.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('system prompts stand before the question, and the same seed is sent with each', async () => {
  answer = reply(YES);
  const message = await askCompare({
    what: 'systems',
    values: 'none | Be brief. | Be rude.',
    seed: 5,
    temperature: 0.4,
  });
  expect(plainText(message)).toContain('**All texts are the same.**');
  const texts = stub.posted('/v1/chat/completions').filter(({ max_tokens: most }) => most === 40);
  // They are asked at the same time, so that either may come first.
  const inOrder = (all: readonly unknown[]) => all.map((one) => JSON.stringify(one)).sort();
  expect(inOrder(texts.map(({ messages }) => messages))).toEqual(
    inOrder(
      [[{ role: 'system', content: 'Be brief.' }], [{ role: 'system', content: 'Be rude.' }], []].map((before) => [
        ...before,
        { role: 'user', content: 'Is it so?' },
      ]),
    ),
  );
  expect(texts.map(({ seed, temperature }) => [seed, temperature])).toEqual([0, 1, 2].map(() => [5, 0.4]));
  expect(plainText(message)).not.toContain('does not follow');
});

test('without logprobs the texts are compared by characters, and it is said what is missing', async () => {
  answer = ({ body }) => {
    if (body.logprobs) return refused('You are not allowed to request logprobs from this model', 403);
    return chatAnswer(body.model, body.temperature === 0 ? YES : YES_TOO, false);
  };
  const message = await askCompare({ values: '0 1.2' });
  expect(await detailsOf(message)).toContain(
    'The same words for 8 characters, `Yes, it·`, then **Temperature 0** says `is.`',
  );
  expect(plainText(message)).toContain('There is no chart of the first token: ');
  expect(picturesOf(message)).toEqual([]);
});

test('a model that takes no questions goes on with the prompt as a text; system prompts need one that does', async () => {
  answer = ({ path, body }) => {
    if (path !== '/v1/completions') return { status: 404, json: { error: { message: 'Not Found' } } };
    const position = { tokens: [' so'], token_logprobs: [0], text_offset: [0], top_logprobs: [{ ' so': 0 }] };
    return {
      json: {
        id: 'x',
        object: 'text_completion',
        model: body.model,
        choices: [{ index: 0, text: ' so', finish_reason: 'length', logprobs: position }],
      },
    };
  };
  const message = await askCompare({ values: '0 1', tokens: 10 });
  expect(plainText(message)).toContain('takes no questions here, so it goes on with the prompt as a text.');
  expect(plainText(message)).toContain('Temperature 0: so');
  const refusal = await room()
    .person.slash('compare', { prompt: 'Hi', what: 'systems' })
    .settled((now) => plainText(now).includes('takes no questions at'));
  expect(buttonsOf(refusal)).toEqual({});
});

test('a model that tells no chances takes a prompt as a question that was to be gone on with', async () => {
  answer = ({ path, body }) => {
    if (path !== '/v1/chat/completions') return { status: 404, json: { error: { message: 'Not Found' } } };
    if (body.logprobs) return refused('You are not allowed to request logprobs from this model', 403);
    return chatAnswer(body.model, YES, false);
  };
  const message = await askCompare({ prompt: 'Once upon a time', values: '0 1' });
  expect(plainText(message)).toContain('tells no chances of a text here, so it takes the prompt as a question.');
  expect(plainText(message)).toContain('Temperature 0: Yes, it is.');
  expect(Object.keys(entriesOf(message))).not.toContain('As a text');
});

test('Stop keeps what is there', async () => {
  answer = (request) => {
    if (request.body.max_tokens === 1 || request.body.temperature === 0) return reply(YES)(request);
    return (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const choice = { index: 0, delta: { role: 'assistant', content: 'Half a sent' }, finish_reason: null };
      response.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices: [choice] })}\n\n`);
    };
  };
  const run = room().person.slash('compare', { prompt: 'Is it so?', values: '0 1.1' });
  const growing = await run.settled(
    (now) => 'Stop' in buttonsOf(now) && /Yes, it is\.[\s\S]*Half a sent/.test(plainText(now)),
  );
  room().person.press(growing.id, 'Stop');
  const message = await run.settled(isDone);
  expect(plainText(message)).toContain('Temperature 0: Yes, it is.');
  expect(plainText(message)).toContain('Temperature 1.1: Half a sent (it breaks off: Stopped by Ann.)');
  const stopped = await detailsOf(message);
  expect(stopped).toContain('Yes, it is.\n-# 3 tokens · ended by itself');
  expect(stopped).toContain('Half a sent\n**It breaks off here.** Stopped.');
  // Both are equally likely, so that temperature 0 leaves open which is taken.
  expect(stopped).toContain('0%–100%      50%  No');
  expect(stopped).toContain('At T = 0 several tokens are equally likely');
  expect(stopped).not.toContain('does not list');
  expect(stopped).not.toContain('The same words');
});

test('an endpoint that is gone gets one sentence below the prompt', async () => {
  answer = () => (response) => response.destroy();
  const message = await room()
    .person.slash('compare', { prompt: 'Hi' })
    .settled((now) => plainText(now).includes(stub.host));
  expect(plainText(message)).toMatch(/^`Hi▮`\n.*[.”]$/);
});

test('after a restart Another seed, Explain and the details still work', async () => {
  answer = reply(YES);
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-restart-'));
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  const startBot = async () => {
    const bot = await startTokenscope(
      {
        discord: { token: playground.botToken, apiURL: playground.apiURL, ...transport },
        model: { baseURL: stub.baseURL, apiKey: undefined, defaultModel: 'two' },
        playgroundPort: 0,
        databaseURL: `file:${join(folder, 'runs.db')}`,
        logLevel: 'silent',
        stopTimeoutSeconds: 30,
      },
      pino({ level: 'silent' }),
    );
    await playground.waitForBot();
    return delivering(playground, bot);
  };
  try {
    const before = await startBot();
    const person = playground.join('Ann');
    const options = { prompt: 'Is it so?', what: 'models', seed: 1 };
    const message = await person.slash('compare', options).settled(isDone);
    await before.close();
    const after = await startBot();
    const again = await person.press(message.id, 'Another seed').settled(isDone);
    expect(plainText(again)).toContain('seed 2 · ');
    expect(plainText(again)).toContain('one: Yes, it is.');
    const card = await open(person, message, 'First token of two');
    expect(plainText(card)).toContain('two');
    await after.close();
  } finally {
    await playground.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
