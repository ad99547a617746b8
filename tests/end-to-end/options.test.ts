import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openModel } from '../../src/model/open-model.js';
import type { Invocation } from '../../src/playground/people/invocation.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { chatCompletion, completion, tokens } from '../model/continuation-answers.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { testSeed } from '../setup/test-seed.js';
import { buttonsOf, choose, entriesOf, open, picturesOf, plainText, readText, useRoom } from './harness.js';

const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const isShown = (message: APIMessage) => altOf(message) !== '';
const isPrivate = (message: APIMessage) => ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;

/** The message that a press on another one opens, as it is when its picture is there. */
async function opened(pressed: Invocation, from: APIMessage, until = isShown): Promise<APIMessage> {
  const found = () => [...pressed.followups(), ...[pressed.original() ?? []].flat()].find(({ id }) => id !== from.id);
  await expect.poll(() => until(found() ?? from) && found() !== undefined).toBe(true);
  return found() ?? from;
}

/** What the picture says of each answer: its part in percent, and its own chance. */
function readAlt(message: APIMessage) {
  const rows = [...altOf(message).matchAll(/(?:: |; )([^;:]+?) ((?:[<>] )?[\d.]+%) \(own chance ([^)]+)\)/g)];
  return Object.fromEntries(rows.map(([, answer = '', part = '', own = '']) => [answer, { part, own }]));
}

describe('with the embedded model', () => {
  const room = useRoom();
  const options = (given: Record<string, string> = {}) => room().person.slash('options', given).settled(isShown);

  let chanceOf: (prompt: string, parts: readonly string[]) => Promise<number>;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const tiny = await openKeptTinyModel({ seed: testSeed });
    const model = openModel({ baseURL: tiny.baseURL });
    // The chances of next tokens, one after the other: another way to the same figure.
    chanceOf = async (prompt, parts) => {
      let product = 1;
      for (const [at, part] of parts.entries()) {
        const before = prompt + parts.slice(0, at).join('');
        const { candidates } = await model.nextToken({ prompt: before, candidates: 20, everyName: true });
        product *= Math.exp(candidates.find(({ text }) => text === part)?.logprob ?? Number.NaN);
      }
      return product;
    };
    close = async () => {
      model.close();
      await tiny.close();
    };
  });
  afterAll(() => close());

  test('/options compares yes, no and maybe behind a question, each as the product of its tokens', async () => {
    const message = await options();
    const prompt = 'Is the sky blue? Answer:';
    const chances = {
      yes: await chanceOf(prompt, [' yes']),
      no: await chanceOf(prompt, [' no']),
      maybe: await chanceOf(prompt, [' may', 'be']),
    };
    const sum = chances.yes + chances.no + chances.maybe;
    const read = readAlt(message);
    expect(Object.keys(read).sort()).toEqual(['maybe', 'no', 'yes']);
    for (const [answer, chance] of Object.entries(chances)) {
      expect(read[answer]?.part).toBe(`${Math.round((100 * chance) / sum)}%`);
      const oneIn = Number((1 / chance).toPrecision(2)).toLocaleString('en-US');
      expect(read[answer]?.own).toBe(`1 in ${oneIn}`);
    }
    expect(plainText(message)).toMatch(/^`Is the sky blue\? Answer:▮`\n\*\*Of these three, “yes” is the likeliest\*\*/);
    expect(buttonsOf(message)).toEqual({
      'Other answers': 'enabled',
      'Spell “yes” otherwise': 'enabled',
      Explain: 'enabled',
    });
    expect(Object.keys(entriesOf(message))).toEqual(
      expect.arrayContaining([
        'Tokens of “maybe”',
        'Ask it as a question',
        'Next word',
        'Surprise',
        'Ask',
        'Compare',
        'Details',
      ]),
    );

    const { person } = room();
    const seen = await choose(person, message, 'Tokens of “maybe”').followup(0);
    expect(isPrivate(seen)).toBe(true);
    expect(plainText(seen)).toContain('**“maybe” has 2 tokens**');
    const [, product] = /= \*\*([\d.]+) × 10⁻⁵\*\*/.exec(plainText(seen)) ?? [];
    expect(Number(product)).toBeCloseTo(chances.maybe * 1e5, 1);
  });

  test('other answers come as a new reply, and so does another spelling', async () => {
    const { person } = room();
    const first = await options({ prompt: 'The capital of France is', answers: 'Paris, London' });
    const form = await person.press(first.id, 'Other answers').modal();
    const second = await opened(person.submit(form, { answers: 'Rome | Paris, of course' }), first);
    expect(Object.keys(readAlt(second)).sort()).toEqual(['Paris, of course', 'Rome']);
    const spelled = await opened(person.press(first.id, 'Spell “Paris” otherwise'), first);
    expect(Object.keys(readAlt(spelled)).sort()).toEqual(['PARIS', 'Paris', 'paris']);
    const again = await person.press(first.id, 'Other answers').modal();
    const refused = await person.submit(again, { answers: 'one' }).followup(0);
    expect(plainText(refused)).toContain('“one” is only one answer');
  });

  test('it opens from /nextword with the likeliest words, and leads back', async () => {
    const { person } = room();
    const next = await person.slash('nextword', { prompt: 'The cat sat on the' }).settled(isShown);
    const message = await open(person, next, 'Options', isShown);
    expect(Object.keys(readAlt(message))).toContain('mat');
    expect(Object.keys(readAlt(message))).toHaveLength(3);
    expect(plainText(await open(person, message, 'Next word', isShown))).toMatch(/^`The cat sat on the▮`/);
  });

  test('a question to the chat model: how likely its reply begins with each', async () => {
    const { person } = room();
    const asked = await person
      .slash('ask', { question: 'Is the sky blue?', seed: 1 })
      .settled((message) => 'Options' in entriesOf(message));
    const message = await open(person, asked, 'Options', isShown);
    expect(Object.keys(readAlt(message)).sort()).toEqual(['Maybe', 'No', 'Yes']);
    expect(plainText(message)).toMatch(/^> Is the sky blue\?/);
    expect(plainText(message)).toContain('the beginning of a reply');
    const asText = await open(person, message, 'Let the text go on', isShown);
    expect(plainText(asText)).toMatch(/^`Is the sky blue\?▮`/);
  });

  test('Explain and Details have this reply’s figures', async () => {
    const { person } = room();
    const message = await options();
    const explanation = await person.press(message.id, 'Explain').settled();
    expect(plainText(explanation)).toMatch(/“maybe”: `·may` 0\.000\d+ × `be` 0\.\d+ = \*\*/);
    const tried = await person.press(explanation.id, 'Spell “yes” otherwise').settled(isShown);
    expect(Object.keys(readAlt(tried)).sort()).toEqual(['YES', 'Yes', 'yes']);
    const details = await open(person, message, 'Details', (now) => readText(now) !== '');
    expect(plainText(details)).toContain('Scored were exactly these texts: `·yes` `·no` `·maybe`');
  });

  test.each([
    ['emoji', '🍕, 🐈‍⬛', ['🍕', '🐈‍⬛']],
    ['another script', 'да, нет', ['да', 'нет']],
    ['markdown', '**no**, `yes`', ['**no**', '`yes`']],
  ])('takes %s', async (_, answers, expected) => {
    const message = await options({ prompt: 'I like', answers });
    for (const answer of expected) expect(altOf(message)).toContain(answer);
  });

  test('twice at once, both are answered', async () => {
    const both = await Promise.all([options(), options({ answers: 'yes, no' })]);
    expect(both.map((message) => Object.keys(readAlt(message)).length)).toEqual([3, 2]);
  });

  test.each([
    ['nothing', ',', 'There is no answer to look at.'],
    ['nine', '1,2,3,4,5,6,7,8,9', '9 answers are too many'],
    ['a very long one', `a, ${'long '.repeat(60)}`, '120 characters at most'],
  ])('refuses %s', async (_, answers, said) => {
    expect(plainText(await room().person.slash('options', { answers }).settled())).toContain(said);
  });
});

describe('with an endpoint that cannot score', () => {
  let stub: EndpointStub;
  beforeAll(async () => {
    stub = await openEndpointStub(({ path }) => {
      if (path === '/v1/models') return { json: { data: [{ id: 'chat-model' }] } };
      return path === '/v1/chat/completions' ? chatCompletion(null, 'Hello') : undefined;
    });
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  test('who asked is offered the embedded model alone', async () => {
    const { person } = room();
    const asked = person.slash('options', { answers: 'yes, no' });
    const refusal = await asked.followup(0);
    expect(isPrivate(refusal)).toBe(true);
    const message = await person.press(refusal.id, 'Use the embedded model').settled(isShown);
    expect(Object.keys(readAlt(message)).sort()).toEqual(['no', 'yes']);
    const label = Object.keys(buttonsOf(message)).find((one) => one.startsWith('Spell')) ?? '';
    const spelled = await opened(person.press(message.id, label), message);
    expect(plainText(spelled)).toContain('tokenscope-tiny');
  });
});

describe('with an endpoint that lists few tokens', () => {
  let stub: EndpointStub;
  beforeAll(async () => {
    stub = await openEndpointStub(({ path, body }) => {
      if (path === '/v1/models') return { json: { data: [{ id: 'm' }] } };
      if (path !== '/v1/completions' || 'echo' in body || 'prompt_logprobs' in body) return undefined;
      const top = tokens([' yes', 0.5], [' no', 0.3]);
      return completion({ content: [{ ...top[0], top_logprobs: top }] }, ' yes');
    });
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  test('what is not listed has a range, and the sentence is as sure as that', async () => {
    const message = await room().person.slash('options', {}).settled(isShown);
    expect(altOf(message)).toContain('maybe 0%–20% (own chance ≤ 20%)');
    expect(altOf(message)).toContain('yes 50%–63% (own chance 50%)');
    expect(plainText(message)).toContain('“yes” is the likeliest** (between 50% and 63%)');
  });
});
