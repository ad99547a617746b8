import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { llamaCpp, llamaCppOwnOrder, llamaCppSentencePiece } from '../model/dialects/llama-cpp.js';
import { nextTokenTruth } from '../model/dialects/truth.js';
import { bytesOf, encode } from '../model/dialects/truth-vocabulary.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { neutralParameters } from '../model/neutral.js';
import { buttonsOf, componentsOf, entriesOf, open, readText, useRoom } from './harness.js';

let stub: EndpointStub;
let pieces: EndpointStub;
let ownOrder: EndpointStub;
beforeAll(async () => {
  stub = await openEndpointStub(llamaCpp.answer);
  pieces = await openEndpointStub(llamaCppSentencePiece.answer);
  ownOrder = await openEndpointStub(llamaCppOwnOrder.answer);
});
afterAll(() => Promise.all([stub.close(), pieces.close(), ownOrder.close()]));
beforeEach(() => {
  stub.requests.length = 0;
});

const room = useRoom(() => ({ baseURL: stub.baseURL }));

const isRolled = (message: APIMessage) =>
  Object.keys(buttonsOf(message)).some((label) => /^Roll \d+ more$/.test(label));

describe('where parts of characters are drawn of which the server tells nothing', () => {
  const EMOJI = 'Now an emoji:';
  /** Requests in which a chat model is asked about a text; what is asked at the start to find things out is none. */
  const questions = (text: string) =>
    stub.posted('/v1/chat/completions').filter((body) => JSON.stringify(body).includes(text));

  test('a chart is of the text itself, there and everywhere after', async () => {
    const { person } = room();
    for (const prompt of [EMOJI, 'The cat saw the mat']) {
      const message = await person.slash('nextword', { prompt }).settled();
      const read = readText(await open(person, message, 'Details'));
      expect(read).toContain('`POST /completions`');
      if (prompt === EMOJI) expect(read).toMatch(/^[> ]*[\d.]+% {2}⟨F0⟩$/m);
    }
    expect(questions(EMOJI)).toEqual([]);
  });

  test('a roll adds the whole character, each part with what is known of it', async () => {
    const { person } = room();
    const chart = await person.slash('nextword', { prompt: EMOJI }).settled();
    const rolled = await person.press(chart.id, 'Roll').settled((now) => readText(now).includes('→'));
    const read = readText(await open(person, rolled, 'Details'));
    const first = nextTokenTruth(Buffer.from(EMOJI))[encodeByte(0xf0)] ?? 0;
    expect(JSON.stringify(stub.posted('/v1/completions').map(({ prompt }) => prompt))).toContain(`${EMOJI}😀`);
    // What begins the character may be one token or several, none of them likelier than the first.
    const [, bound] = /\*\*Path\*\* `⟨F0 9F 98⟩` at most (?:> )?([\d.]+)% \(drawn\) → `⟨80⟩`/.exec(read) ?? [];
    expect(Number(bound)).toBeGreaterThan(100 * first - 0.1);
  });

  test('real rolls count them together, and fit', async () => {
    const { person } = room();
    const options = { prompt: EMOJI, rolls: 60, temperature: 1.5, ask_model: 'yes', seed: 3 };
    const rolled = await person.slash('dice', options).settled(isRolled);
    expect(readText(rolled)).toContain('**60 rolls, and all as expected:**');
    const read = readText(await open(person, rolled, 'Details'));
    expect(read).toContain('does not tell which part of a character it drew');
    expect(read).toContain('⟨part of a character⟩');
    expect(questions(EMOJI)).toEqual([]);
  });
});

function encodeByte(byte: number): number {
  return Array.from({ length: 200 }, (_, id) => id).find((id) => bytesOf([id]).equals(Buffer.of(byte))) ?? -1;
}

describe('what is drawn from is what is shown', () => {
  test.each([
    [1.6, 0.9],
    [0.3, 0.9],
  ])('real rolls at temperature %d with top-p %d fit', async (temperature, top_p) => {
    const options = { prompt: 'The cat saw the mat', rolls: 150, temperature, top_p, ask_model: 'yes', seed: 11 };
    const { person } = room();
    const rolled = await person.slash('dice', options).settled(isRolled);
    expect(readText(rolled)).toContain('**150 rolls, and all as expected:**');
    expect(readText(await open(person, rolled, 'Details'))).toContain('The model itself was asked for each roll');
  });

  test.each([
    ['ask', { question: 'Why?' }],
    ['compare', { prompt: 'Why?', values: '0.5, 1.5', tokens: 10 }],
    ['generate', { prompt: 'The cat saw', tokens: 6, temperature: 1.5 }],
  ])('/%s leaves no sampling parameter to the server', async (command, options) => {
    const { person } = room();
    await person.slash(command, options).settled((message) => 'Explain' in buttonsOf(message));
    const bodies = [...stub.posted('/v1/completions'), ...stub.posted('/v1/chat/completions')];
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) {
      expect(body).toMatchObject({ ...neutralParameters, temperature: expect.any(Number) });
    }
  });
});

describe('a vocabulary whose own space before a text is a token', () => {
  const piecesRoom = useRoom(() => ({ baseURL: pieces.baseURL }));

  test('each token has the probability that follows from exactly the tokens before it', async () => {
    const { person, fetchFile } = piecesRoom();
    const text = 'The cat sat';
    const isScored = (message: APIMessage) => 'All tokens as a list' in entriesOf(message);
    const message = await person.slash('surprise', { text }).settled(isScored);
    const details = readText(await open(person, message, 'Details'));
    expect(details).not.toContain('special token');
    expect(details).toContain('the first token is that space');
    const hasFile = (shown: APIMessage) => componentsOf(shown).some(({ file }) => file !== undefined);
    const list = await open(person, message, 'All tokens as a list', hasFile);
    const url = componentsOf(list).flatMap(({ file }) => file ?? [])[0]?.url ?? '';
    const [, ...rows] = (await fetchFile(url)).toString('utf8').trimEnd().split('\n');
    const ids = encode(` ${text}`);
    expect(rows).toHaveLength(ids.length);
    for (const [place, row] of rows.entries()) {
      const [, token, probability = ''] = row.split('\t');
      const truth = nextTokenTruth(bytesOf(ids.slice(0, place)))[ids[place] ?? -1] ?? Number.NaN;
      if (place === 0) expect(token).toBe('·');
      if (probability.startsWith('≤ ')) expect(truth).toBeLessThanOrEqual(Number(probability.slice(2)) * (1 + 1e-5));
      else expect(truth / Number(probability)).toBeCloseTo(1, 4);
    }
  });
});

describe('a server that keeps to its own order, with the temperature last', () => {
  const ownRoom = useRoom(() => ({ baseURL: ownOrder.baseURL }));
  const how = { prompt: 'The cat saw the mat', temperature: 1.6, top_p: 0.5 };

  /** What is drawn from, in percent, most likely first. */
  function drawnFrom(): number[] {
    const sorted = [...nextTokenTruth(Buffer.from(how.prompt))].toSorted((a, b) => b - a);
    const kept = sorted.filter((_, place) => sorted.slice(0, place).reduce((sum, p) => sum + p, 0) < how.top_p);
    const weights = kept.map((p) => p ** (1 / how.temperature));
    return weights.map((weight) => (100 * weight) / weights.reduce((sum, one) => sum + one, 0));
  }

  test('is shown in its order, and its rolls fit', async () => {
    const { person } = ownRoom();
    const expected = drawnFrom();
    const message = await person.slash('nextword', { ...how, candidates: 5 }).settled();
    const chart = readText(await open(person, message, 'Details'));
    const shown = [...chart.matchAll(/→ ([\d.]+)%/g)].map(([, percent]) => Number(percent));
    expect(shown.length).toBeGreaterThan(1);
    for (const [place, percent] of shown.entries()) {
      expect(Math.abs(percent - (expected[place] ?? 0))).toBeLessThanOrEqual(0.5);
    }
    expect(chart).toContain('This server cuts first and applies the temperature last');
    const options = { ...how, rolls: 150, ask_model: 'yes', seed: 2 };
    const rolled = readText(await person.slash('dice', options).settled(isRolled));
    expect(rolled).toContain('**150 rolls, and all as expected:**');
  });

  test('has its steps in that order', async () => {
    const { person } = ownRoom();
    const cut = await person
      .slash('sampling', { ...how, top_k: 20 })
      .settled((now) => 'Change the cut' in buttonsOf(now));
    const message = await open(person, cut, 'Details');
    const steps = readText(message).match(/^\d\. \*\*[\w-]+ [\d.]+\*\*/gm);
    expect(steps).toEqual(['1. **Top-k 20**', '2. **Top-p 0.5**', '3. **Temperature 1.6**']);
    expect(readText(message)).toContain('makes unlikely tokens likelier, in what is left.');
    const [, last] = /(\d+)% +[^\n]*$/m.exec(readText(message)) ?? [];
    expect(last).toBeDefined();
  });

  test('is not asked for its order where none makes a difference', async () => {
    const { person } = room();
    stub.requests.length = 0;
    await person.slash('nextword', { prompt: 'Home, a cat', temperature: 0.5, top_k: 3 }).settled();
    expect(stub.posted('/v1/completions').map(({ prompt }) => prompt)).toEqual(['Home, a cat']);
  });
});
