import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type EndpointStub, openEndpointStub, type StubAnswer } from '../model/endpoint-stub.js';
import { plainText, useRoom } from './harness.js';

let endpoint: EndpointStub;
let answer: () => StubAnswer;

/** A service that marks what has the word “forbidden” in it. */
const marksForbidden = (input: unknown): StubAnswer => ({
  json: {
    results: (input as string[]).map((text) => {
      const flagged = text.includes('forbidden');
      return { flagged, categories: { violence: flagged, 'self-harm/intent': flagged, hate: false } };
    }),
  },
});

beforeAll(async () => {
  endpoint = await openEndpointStub(({ path, body }) =>
    path === '/v1/moderations' ? (answer?.() ?? marksForbidden(body.input)) : undefined,
  );
});
beforeEach(() => {
  answer = () => marksForbidden(endpoint.posted('/v1/moderations').at(-1)?.input);
});
afterAll(() => endpoint?.close());

const room = useRoom(undefined, () => ({
  moderation: { baseURL: endpoint.baseURL, apiKey: 'mod-key', model: 'checker' },
}));

test('what a person wrote is checked before anything else, and used where it may be', async () => {
  const { person } = room();
  const message = await person.slash('tokenize', { text: 'an otter' }).settled();
  expect(plainText(message)).toContain('an otter');
  expect(endpoint.posted('/v1/moderations').at(-1)).toEqual({ input: ['an otter'], model: 'checker' });
  expect(endpoint.requests.at(-1)?.headers.authorization).toBe('Bearer mod-key');
});

test('a text that the check does not allow is refused with what it was marked as, and not repeated', async () => {
  const { person } = room();
  const refused = await person.slash('ask', { question: 'a forbidden question' }).settled();
  expect(plainText(refused)).toContain('an automatic check of this bot does not allow it (violence, self harm)');
  expect(plainText(refused)).not.toContain('forbidden');
});

test('a press that brings no text is not checked', async () => {
  const { person } = room();
  const message = await person.slash('nextword', { prompt: 'The otter' }).settled();
  const asked = endpoint.posted('/v1/moderations').length;
  await person.press(message.id, 'Roll').settled();
  expect(endpoint.posted('/v1/moderations')).toHaveLength(asked);
});

test.each([
  ['an error', (): StubAnswer => ({ status: 500, json: { error: { message: 'broken' } } })],
  ['no results', (): StubAnswer => ({ json: {} })],
  ['no JSON', (): StubAnswer => ({ text: '<html>' })],
])('where the check answers with %s, nothing is used, and it says so', async (_, given) => {
  answer = given;
  const { person } = room();
  const refused = await person.slash('tokenize', { text: 'an otter swims' }).settled();
  expect(plainText(refused)).toContain('the automatic check of texts does not answer');
});
