import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';
import { entriesOf, open, picturesOf, readText, useRoom } from './harness.js';

/** A token as a server writes it that tells bytes and no ids; the text of a part of a character says nothing. */
function entry(hex: string, probability: number) {
  const bytes = Buffer.from(hex, 'hex');
  return { token: bytes.toString('utf8'), bytes: [...bytes], logprob: probability > 0 ? Math.log(probability) : -9999 };
}

const LISTED = [entry('f09f', 0.6), entry(Buffer.from(' a').toString('hex'), 0.2)];

/** What is drawn is a part of another character than the one that is listed. */
function answer({ path, body }: StubRequest): StubAnswer | undefined {
  if (path !== '/v1/completions') return undefined;
  const drawn = [entry('e4bd', 0), entry('a0', 0.9)].slice(0, Number(body.max_tokens));
  const content = drawn.map((token, place) => ({
    ...token,
    top_logprobs: place === 0 ? LISTED : [entry('a0', 0.9)],
  }));
  const text = Buffer.from(drawn.flatMap(({ bytes }) => bytes)).toString('utf8');
  return {
    json: { id: 'x', model: 'm', choices: [{ index: 0, text, logprobs: { content }, finish_reason: 'length' }] },
  };
}

let stub: EndpointStub;
beforeAll(async () => {
  stub = await openEndpointStub(answer);
});
afterAll(() => stub.close());

const room = useRoom(() => ({ baseURL: stub.baseURL, defaultModel: 'm' }));

test('a part of a character that is drawn is not the listed one that looks like it', async () => {
  const { person } = room();
  const chart = await person.slash('nextword', { prompt: 'You:' }).settled();
  expect(picturesOf(chart)[0]?.alt).toContain('⟨F0 9F⟩ 60%');
  const rolled = await person.press(chart.id, 'Roll').settled((now) => readText(now).includes('→'));
  expect(readText(rolled)).toContain('`You:` → `⟨E4 BD⟩` ≤ 20% → `⟨A0⟩` 90% → ▮');
  expect(readText(rolled)).toContain('It is a part of a character, so 1 more token came with it.');
  const read = readText(await open(person, rolled, 'Details'));
  expect(read).toContain('**Path** `⟨E4 BD⟩` at most 20% (drawn) → `⟨A0⟩` 90% (drawn)');
});

test('the most likely part of a character is added with what makes it whole, and no other part is offered', async () => {
  const { person } = room();
  const chart = await person.slash('nextword', { prompt: 'You:' }).settled();
  expect(Object.keys(entriesOf(chart)).filter((label) => label.startsWith('Add'))).toEqual(['Add “a”']);
  const added = await person.press(chart.id, 'Add “⟨F0 9F⟩”').settled((now) => readText(now).includes('→'));
  expect(readText(added)).toContain('was chosen.');
});
