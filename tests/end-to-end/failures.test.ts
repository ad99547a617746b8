import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';
import { spawnBot } from './bot-process.js';
import { buttonsOf, choose, readText, saysSomething, useRoom } from './harness.js';

/** The endpoint that the bot talks to; each test says how it answers. */
let stub: EndpointStub;
let answer: (request: StubRequest) => StubAnswer | undefined = () => undefined;

beforeAll(async () => {
  stub = await openEndpointStub((request) => {
    if (request.path === '/v1/models') return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
    return answer(request);
  });
});
afterAll(() => stub.close());

const room = useRoom(() => ({ baseURL: stub.baseURL, apiKey: 'sk-secret-key-1234567890' }));

const refusal =
  (status: number, error: object, headers: Record<string, string> = {}) =>
  () => ({
    status,
    headers,
    json: { error: { message: 'm', type: 't', param: null, code: null, ...error } },
  });

describe('every failure ends as a sentence with a way out, on /ask and on /nextword', () => {
  test.each([
    ['a wrong key', refusal(401, { code: 'invalid_api_key' }), /OPENAI_API_KEY/],
    ['an unknown model', refusal(404, { code: 'model_not_found', message: 'The model does not exist' }), /model/],
    [
      'a rate limit',
      refusal(429, { code: 'rate_limit_exceeded' }, { 'retry-after': '42' }),
      /Try again <t:\d+:R>, at <t:\d+:t>/,
    ],
    [
      'a context that is too long',
      refusal(400, {
        code: 'context_length_exceeded',
        message: "This model's maximum context length is 100 tokens. However, your messages resulted in 120 tokens.",
      }),
      /100/,
    ],
    ['a server that breaks', refusal(500, { message: 'boom' }), /again/],
    [
      'a page of HTML',
      () => ({ text: '<html><body>Welcome to nginx</body></html>', headers: { 'content-type': 'text/html' } }),
      /OPENAI_BASE_URL|address|\/v1/,
    ],
    ['an answer that is no answer', () => ({ json: { hello: 'world' } }), /./],
    ['an error that comes with status 200', () => ({ json: { error: { message: 'no GPU left' } } }), /no GPU left/],
  ] as const)('%s', async (_, answers, sentence) => {
    answer = answers;
    const { person } = room();
    for (const [command, options] of [
      ['ask', { question: 'Hello?' }],
      ['nextword', { prompt: 'Hello' }],
    ] as const) {
      const message = await person.slash(command, options).settled(saysSomething);
      const text = readText(message);
      expect(text.replaceAll('\\', '')).toMatch(sentence);
      expect(text).toMatch(/[.!”]$/);
      expect(text).not.toContain('sk-secret');
      expect(text).not.toMatch(/Something went wrong inside|undefined|\[object/);
    }
  });

  test('a model that refuses the temperature', async () => {
    answer = refusal(400, {
      message:
        "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default (1) value is supported.",
      param: 'temperature',
      code: 'unsupported_value',
    });
    const message = await room().person.slash('ask', { question: 'Hello?', temperature: 0.5 }).settled(saysSomething);
    expect(readText(message)).toMatch(/temperature/);
  });

  test('an endpoint that gives no probabilities: /ask answers, /nextword says so', async () => {
    answer = ({ path, body }) => {
      if (path !== '/v1/chat/completions') return { status: 404, json: { error: { message: 'not found' } } };
      if (body.logprobs)
        return { status: 403, json: { error: { message: 'You are not allowed to request logprobs from this model' } } };
      return {
        json: {
          id: 'x',
          object: 'chat.completion',
          created: 1,
          model: 'm',
          choices: [{ index: 0, message: { role: 'assistant', content: 'Hi there.' }, finish_reason: 'stop' }],
        },
      };
    };
    const { person } = room();
    const asked = await person.slash('ask', { question: 'Hello?' }).settled((now) => 'Explain' in buttonsOf(now));
    expect(readText(asked)).toContain('Hi there.');
    expect(readText(asked)).toContain('The server does not tell how sure the model was.');
    expect(readText(asked)).not.toContain('gave no probabilities');
    const next = await person.slash('nextword', { prompt: 'Hello' }).settled();
    expect(readText(next)).toMatch(/probabilities|logprobs/);
  });

  test('a stream that breaks off keeps what came, and says that it broke off', async () => {
    answer = () => (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const chunk = {
        id: 'x',
        object: 'chat.completion.chunk',
        created: 1,
        model: 'm',
        choices: [{ index: 0, delta: { content: 'Half a sent' }, finish_reason: null }],
      };
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
      setTimeout(() => response.destroy(), 50);
    };
    const message = await room()
      .person.slash('ask', { question: 'Hello?' })
      .settled((now) => readText(now).includes('breaks off'));
    expect(readText(message)).toContain('Half a sent');
    expect(readText(message)).toContain('**The answer breaks off here.**');
  });

  test('a very long reply goes on in further messages, a huge one in a file, and nothing is lost', async () => {
    const { person } = room();
    const long = (words: number) => () => ({
      json: {
        id: 'x',
        object: 'chat.completion',
        created: 1,
        model: 'm',
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: Array.from({ length: words }, (_, at) => `word${at}`).join(' ') },
            finish_reason: 'stop',
          },
        ],
      },
    });
    answer = long(1000);
    const asked = person.slash('ask', { question: 'Long?' });
    await expect.poll(() => asked.followups().some((message) => 'Explain' in buttonsOf(message))).toBe(true);
    const read = [asked.original(), ...asked.followups()]
      .map((message) => (message ? readText(message) : ''))
      .join('\n');
    for (const at of [0, 499, 999]) expect(read.split(/\s+/)).toContain(`word${at}`);

    answer = long(5000);
    const huge = await person
      .slash('ask', { question: 'Huge?', max_tokens: 1000 })
      .settled((now) => readText(now).includes('in the file below'));
    const [attachment] = huge.attachments;
    const file = await room().fetchFile(attachment?.url ?? '');
    expect(file.toString('utf8')).toMatch(/^word0 .* word4999$/);

    answer = long(3);
    const again = await choose(person, huge, 'Answer at temperature 0').settled((now) => 'Explain' in buttonsOf(now));
    expect(readText(again)).toContain('word0 word1 word2');
    expect(person.message(huge.id)?.attachments).toHaveLength(1);
  });

  test('an endpoint that is gone', async () => {
    await stub.close();
    const message = await room().person.slash('nextword', { prompt: 'Hello' }).settled();
    expect(readText(message).replaceAll('\\', '')).toContain(stub.host);
  });
});

test('what fails at the endpoint is in the log, and the key is not', async () => {
  const broken = await openEndpointStub(() => ({
    status: 401,
    json: { error: { message: 'sk-secret-key-1234567890?' } },
  }));
  onTestFinished(() => broken.close());
  const bot = spawnBot({
    OPENAI_BASE_URL: broken.baseURL,
    OPENAI_API_KEY: 'sk-secret-key-1234567890',
    PLAYGROUND_PORT: '0',
    LOG_LEVEL: 'trace',
  });
  const line = () => /^.*"msg":"the endpoint failed".*\n/m.exec(bot.output())?.[0];
  await expect.poll(line).toBeDefined();
  expect(JSON.parse(line() ?? '')).toMatchObject({
    endpoint: broken.host,
    route: '/models',
    kind: 'authentication',
    status: 401,
  });
  expect(bot.output()).not.toContain('sk-secret');
});
