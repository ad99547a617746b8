import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';
import { buttonsOf, entriesOf, open, openRoom, plainText, readText, useRoom } from './harness.js';

const listOf = (...ids: string[]): StubAnswer => ({ json: { data: ids.map((id) => ({ id })) } });

/** A reply of two tokens, of which the first could have been another word. */
function says(word: string, withLogprobs = true): (request: StubRequest) => StubAnswer {
  return ({ body }) => {
    const short = Number(body.max_tokens ?? body.max_completion_tokens) === 1;
    const entry = (token: string, probability: number) => {
      return { token, logprob: Math.log(probability), bytes: [...Buffer.from(token)] };
    };
    const first = { ...entry(word, 0.75), top_logprobs: [entry(word, 0.75), entry('No', 0.25)] };
    const second = { ...entry(' it is.', 1), top_logprobs: [entry(' it is.', 1)] };
    const content = short ? [first] : [first, second];
    const message = { role: 'assistant', content: short ? word : `${word} it is.` };
    const logprobs = withLogprobs && body.logprobs === true ? { logprobs: { content } } : {};
    const choice = { index: 0, message, finish_reason: 'stop', ...logprobs };
    return { json: { id: 'x', object: 'chat.completion', model: body.model, choices: [choice] } };
  };
}

interface Stubbed {
  readonly stub: EndpointStub;
  list: StubAnswer | undefined;
  answer: (request: StubRequest) => StubAnswer;
}

async function openStubbed(): Promise<Stubbed> {
  const refused: StubAnswer = { status: 404, json: { error: { message: 'Not Found' } } };
  const stubbed: { list: StubAnswer | undefined; answer: Stubbed['answer'] } = {
    list: undefined,
    answer: () => refused,
  };
  const stub = await openEndpointStub((request) => {
    if (request.path === '/v1/models') return stubbed.list;
    return request.path === '/v1/chat/completions' ? stubbed.answer(request) : refused;
  });
  return Object.assign(stubbed, { stub });
}

let home: Stubbed;
let lab: Stubbed;
beforeAll(async () => {
  home = await openStubbed();
  lab = await openStubbed();
  reset();
});
afterAll(() => Promise.all([home.stub.close(), lab.stub.close()]));
afterEach(reset);

function reset() {
  home.list = listOf('twin', 'one');
  lab.list = listOf('twin', 'two');
  home.answer = says('Yes,');
  lab.answer = says('Well,');
}

const settings = (stub: EndpointStub, name: string) => ({
  name,
  baseURL: stub.baseURL,
  apiKey: undefined,
  defaultModel: undefined,
});

const room = useRoom(
  () => settings(home.stub, 'home'),
  () => ({
    otherEndpoints: [settings(lab.stub, 'lab'), { ...settings(lab.stub, 'attic'), baseURL: 'http://127.0.0.1:1/v1' }],
  }),
);

const isDone = (message: APIMessage) => 'Another seed' in buttonsOf(message);

const compareModels = (options: Record<string, string | number> = {}) =>
  room()
    .person.slash('compare', { prompt: 'Is it so?', what: 'models', ...options })
    .settled(isDone);

test('/compare sets a model of each endpoint side by side, and says where each answered', async () => {
  const message = await compareModels();
  const text = plainText(message);
  expect(text).toContain('twin: Yes, it is.');
  expect(text).toContain('twin @ lab: Well, it is.');
  expect(text).toMatch(/home, lab · /);
  const details = await open(room().person, message, 'Details of twin @ lab', (now) => readText(now) !== '');
  expect(plainText(details)).toMatch(/lab/);
});

test('/compare takes names with an endpoint and without', async () => {
  const text = plainText(await compareModels({ values: 'one, TWO, twin @ lab' }));
  expect(text).toContain('one: Yes, it is.');
  expect(text).toContain('two @ lab: Well, it is.');
  expect(text).toContain('twin @ lab: Well, it is.');
});

test('an endpoint that breaks in the middle leaves the others standing', async () => {
  lab.answer = (request) => {
    if (Number(request.body.max_tokens) === 1) return says('Well,')(request);
    return (response) => response.destroy();
  };
  const text = plainText(await compareModels({ values: 'one, two' }));
  expect(text).toContain('one: Yes, it is.');
  expect(text).toMatch(/two @ lab: .*\(it breaks off: Lab \(/);
});

test('an endpoint without logprobs is compared by its text', async () => {
  lab.answer = says('Well,', false);
  const text = plainText(await compareModels({ values: 'one, two' }));
  expect(text).toContain('two @ lab: Well, it is.');
  expect(text).toContain('one: Yes, it is.');
});

test('/model shows each endpoint on one screen, what it has, and which one does not answer', async () => {
  const message = await room()
    .person.slash('model', { name: 'two' })
    .settled((now) => 'Use in this channel' in buttonsOf(now));
  const text = plainText(message).replaceAll(/[*`]/g, '');
  expect(text).toContain('two at lab');
  expect(text).toMatch(/Servers\n- home: twin, one/);
  expect(text).toMatch(/- lab \(this one\): twin, two/);
  expect(text).toMatch(/- attic is left out for now\. Attic \(127\.0\.0\.1:1\)/);
  expect(Object.keys(entriesOf(message))).toContain('Look at twin @ lab');
});

test('a channel’s model of another endpoint is used by all commands, and goes along with links', async () => {
  const message = await room()
    .person.slash('model', { name: 'two @ lab' })
    .settled((now) => 'Use in this channel' in buttonsOf(now));
  await room().person.press(message.id, 'Use in this channel').settled();
  const asked = await room()
    .person.slash('ask', { question: 'Is it so?' })
    .settled((now) => 'Explain' in buttonsOf(now));
  expect(plainText(asked)).toContain('Well, it is.');
  expect(plainText(asked)).toContain('two @ lab');
  const before = home.stub.posted('/v1/chat/completions').length;
  await open(room().person, asked, 'Temperature');
  expect(home.stub.posted('/v1/chat/completions')).toHaveLength(before);
  const back = await room()
    .person.slash('model')
    .settled((now) => 'Back to the default' in buttonsOf(now));
  await room().person.press(back.id, 'Back to the default').settled();
});

test('the start says which model was taken, and which ones write no texts', async () => {
  home.list = listOf('embed', 'one');
  home.answer = (request) =>
    request.body.model === 'embed'
      ? { status: 400, json: { error: { message: 'This model does not support chat completions' } } }
      : says('Yes,')(request);
  const other = await openRoom({ model: settings(home.stub, 'home'), databaseURL: 'file::memory:' });
  try {
    expect(other.tokenscope.greeting).toMatch(
      /^Tokenscope is ready\. It works with home \(model one, because embed writes no texts\)\. Open http/,
    );
    const shown = await other.person.slash('model').settled((now) => 'Ask again' in buttonsOf(now));
    expect(plainText(shown)).toContain(
      'The default is the first model of the list that writes texts. `embed` does not.',
    );
  } finally {
    await other.tokenscope.close();
  }
});
