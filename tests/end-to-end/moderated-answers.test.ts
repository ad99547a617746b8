import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type EndpointStub, eventStream, openEndpointStub, type StubAnswer } from '../model/endpoint-stub.js';
import { buttonsOf, plainText, saysSomething, useRoom } from './harness.js';

let endpoint: EndpointStub;
let model: EndpointStub;
let mark: (input: readonly string[]) => StubAnswer;

/** A service that marks what has the word “forbidden” in it. */
const marksForbidden = (input: readonly string[]): StubAnswer => ({
  json: { results: input.map((text) => ({ flagged: text.includes('forbidden'), categories: { violence: true } })) },
});

/** What the model writes: words of a stream, and the likeliest next words. */
let words: readonly string[] = [];

const logprobsOf = (text: string) => ({
  content: [
    { token: text, logprob: -0.1, top_logprobs: words.map((token, at) => ({ token, logprob: -0.1 - 3 * at })) },
  ],
});

beforeAll(async () => {
  endpoint = await openEndpointStub(({ body }) => mark(body.input as string[]));
  model = await openEndpointStub(({ path, body }) => {
    if (path !== '/v1/chat/completions') return path === '/v1/models' ? { json: { data: [{ id: 'm' }] } } : undefined;
    if (body.stream !== true) {
      const message = { role: 'assistant', content: words[0] };
      return {
        json: { choices: [{ index: 0, message, logprobs: logprobsOf(words[0] ?? ''), finish_reason: 'length' }] },
      };
    }
    const pieces = words.map((content) => ({
      choices: [{ index: 0, delta: { content }, logprobs: logprobsOf(content) }],
    }));
    return eventStream([...pieces, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }]);
  });
});
beforeEach(() => {
  mark = marksForbidden;
});
afterAll(async () => {
  await endpoint?.close();
  await model?.close();
});

const room = useRoom(
  () => ({ baseURL: model.baseURL }),
  () => ({ moderation: { baseURL: endpoint.baseURL, apiKey: undefined, model: undefined, answers: true } }),
);

/** All that was ever sent to Discord since there were so many requests. */
const sentSince = (before: number) =>
  JSON.stringify(
    room()
      .exchanges.slice(before)
      .map(({ body }) => body),
  );

test('an answer that may be shown is, once it was checked, with all that stands on its picture', async () => {
  words = ['Otters', ' swim', '.'];
  const { person } = room();
  const asked = await person
    .slash('ask', { question: 'What do otters do?' })
    .settled((now) => 'Explain' in buttonsOf(now));
  expect(plainText(asked)).toContain('Otters swim.');
  expect(plainText(asked)).not.toContain('is checked before it is shown');
  const inputs = endpoint.posted('/v1/moderations').map(({ input }) => (input as string[]).join('\n'));
  expect(inputs[0]).toBe('What do otters do?');
  expect(inputs.slice(1).join('\n')).toContain('Otters swim.');
  // Shown again, it is not asked about again.
  const before = endpoint.requests.length;
  await person.press(asked.id, 'Explain').settled();
  await person.press(asked.id, 'Explain').settled();
  expect(endpoint.requests.length).toBeLessThanOrEqual(before + 1);
});

test.each([
  ['a reply', 'ask', { question: 'Say it' }],
  ['a text', 'generate', { prompt: 'Say it' }],
  ['the next tokens, of which one is', 'nextword', { prompt: 'Say it' }],
  ['the same by temperature', 'temperature', { prompt: 'Say it' }],
] as const)(
  '%s that may not be shown is withheld, which is said, and nothing of it was shown before',
  async (_, command, options) => {
    words = ['Well', ' forbidden', ' fruit'];
    const { person, exchanges } = room();
    const before = exchanges.length;
    const withheld = await person.slash(command, options).settled((now) => plainText(now).includes('withheld'));
    expect(plainText(withheld)).toBe(
      'The answer is withheld, because an automatic check of this bot does not allow it (violence). The check can be wrong. Run this again, or ask in another way.',
    );
    expect(sentSince(before)).not.toContain('forbidden');
  },
);

test('where the check does not answer, nothing is shown, and it says so', async () => {
  words = ['Fine'];
  mark = (input) => (input.includes('Say it at last') ? marksForbidden(input) : { status: 500, json: {} });
  const { person, exchanges } = room();
  const before = exchanges.length;
  const withheld = await person
    .slash('ask', { question: 'Say it at last' })
    .settled((now) => saysSomething(now) && plainText(now).includes('withheld'));
  expect(plainText(withheld)).toContain('the automatic check of answers does not answer');
  expect(sentSince(before)).not.toContain('Fine');
});
