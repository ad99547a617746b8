import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { llamaCpp, llamaCppSentencePiece } from '../model/dialects/llama-cpp.js';
import { nextTokenTruth } from '../model/dialects/truth.js';
import { bytesOf, encode } from '../model/dialects/truth-vocabulary.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { neutralParameters } from '../model/neutral.js';
import { buttonsOf, componentsOf, readText, useRoom } from './harness.js';

let stub: EndpointStub;
let pieces: EndpointStub;
beforeAll(async () => {
  stub = await openEndpointStub(llamaCpp.answer);
  pieces = await openEndpointStub(llamaCppSentencePiece.answer);
});
afterAll(() => Promise.all([stub.close(), pieces.close()]));
beforeEach(() => {
  stub.requests.length = 0;
});

const room = useRoom(() => ({ baseURL: stub.baseURL }));

const isRolled = (message: APIMessage) =>
  Object.keys(buttonsOf(message)).some((label) => label.startsWith('Roll again'));

describe('where parts of characters are drawn of which the server tells nothing', () => {
  const EMOJI = 'Now an emoji:';
  /** Requests in which a chat model is asked about a text; what is asked at the start to find things out is none. */
  const questions = (text: string) =>
    stub.posted('/v1/chat/completions').filter((body) => JSON.stringify(body).includes(text));

  test('a chart is of the text itself, there and everywhere after', async () => {
    const { person } = room();
    for (const prompt of [EMOJI, 'The cat saw the mat']) {
      const read = readText(await person.slash('nextword', { prompt }).settled());
      expect(read).toContain('(/v1/completions)');
      if (prompt === EMOJI) expect(read).toMatch(/^[> ]*[\d.]+% {2}⟨F0⟩$/m);
    }
    expect(questions(EMOJI)).toEqual([]);
  });

  test('a roll adds the whole character, each part with what is known of it', async () => {
    const { person } = room();
    const chart = await person.slash('nextword', { prompt: EMOJI }).settled();
    const hasPath = (message: APIMessage) => readText(message).includes('Path:');
    const rolled = await person.press(chart.id, 'Roll at temperature 1').settled(hasPath);
    const first = nextTokenTruth(Buffer.from(EMOJI))[encodeByte(0xf0)] ?? 0;
    expect(readText(rolled)).toContain(`${EMOJI}😀`);
    // What begins the character may be one token or several, none of them likelier than the first.
    const [, bound] = /Path: `⟨F0 9F 98⟩` at most (?:> )?([\d.]+)% → `⟨80⟩`/.exec(readText(rolled)) ?? [];
    expect(Number(bound)).toBeGreaterThan(100 * first - 0.1);
  });

  test('real rolls count them together, and fit', async () => {
    const { person } = room();
    const options = { prompt: EMOJI, rolls: 60, temperature: 1.5, ask_model: 'yes', seed: 3 };
    const read = readText(await person.slash('dice', options).settled(isRolled));
    expect(read).toContain('**The rolls fit the prediction:**');
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
    const read = readText(await room().person.slash('dice', options).settled(isRolled));
    expect(read).toContain('**The rolls fit the prediction:**');
    expect(read).toContain('The model was really asked each time');
  });

  test.each([
    ['ask', { question: 'Why?' }, 'Side by side'],
    ['compare', { prompt: 'Why?', values: '0.5, 1.5', tokens: 10 }, 'Another seed'],
    ['generate', { prompt: 'The cat saw', tokens: 6, temperature: 1.5 }, 'Next ▶'],
  ])('/%s leaves no sampling parameter to the server', async (command, options, button) => {
    const { person } = room();
    await person.slash(command, options).settled((message) => button in buttonsOf(message));
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
    const isScored = (message: APIMessage) => 'Full list' in buttonsOf(message);
    const message = await person.slash('surprise', { text }).settled(isScored);
    expect(readText(message)).not.toContain('special token');
    expect(readText(message)).toContain('the first token is that space');
    const list = await person.press(message.id, 'Full list').settled();
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
