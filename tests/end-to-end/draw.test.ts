import { loadImage } from '@napi-rs/canvas';
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openModel } from '../../src/model/open-model.js';
import type { Invocation } from '../../src/playground/people/invocation.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { chatCompletion } from '../model/continuation-answers.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { testSeed } from '../setup/test-seed.js';
import { buttonsOf, entriesOf, ODD_PROMPTS, open, picturesOf, plainText, readText, useRoom } from './harness.js';

const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const isShown = (message: APIMessage) => altOf(message) !== '';

/** How many different endings the sentence tells of at a temperature. */
function differentAt(message: APIMessage, temperature: number): number {
  const read = plainText(message).replaceAll('*', '');
  const [, said = ''] = new RegExp(`[Aa]t ${temperature} (.*?)(?:\\.|$)`, 'm').exec(read) ?? [];
  if (said.includes('are the same')) return 1;
  return Number(/\d+/.exec(said)?.[0]);
}

async function opened(pressed: Invocation, from: APIMessage): Promise<APIMessage> {
  const found = () => [...pressed.followups(), ...[pressed.original() ?? []].flat()].find(({ id }) => id !== from.id);
  await expect.poll(() => found() !== undefined && isShown(found() ?? from)).toBe(true);
  return found() ?? from;
}

describe('with the embedded model', () => {
  const room = useRoom();
  const draw = (given: Record<string, string | number> = {}) => room().person.slash('draw', given).settled(isShown);

  test('/draw continues a text 20 times at each of three temperatures', async () => {
    const message = await draw({ seed: 5 });
    expect(plainText(message)).toMatch(/^`Once upon a time▮`\n\*\*At 0 all 20 are the same\.\*\* At 1 /);
    expect(plainText(message)).toContain('20 draws each · up to 4 tokens · seed 5');
    const image = await loadImage(await room().fetchFile(picturesOf(message)[0]?.url ?? ''));
    expect(image.width).toBe(1100);
    expect(differentAt(message, 2)).toBeGreaterThan(differentAt(message, 1));
    expect(differentAt(message, 1)).toBeGreaterThan(1);
    expect(buttonsOf(message)).toMatchObject({ 'Draw again': 'enabled', Explain: 'enabled' });
    expect(entriesOf(message)).toMatchObject({ Dice: expect.anything(), Temperature: expect.anything() });

    // The same draws, asked for one by one.
    const tiny = await openKeptTinyModel({ seed: testSeed });
    const model = openModel({ baseURL: tiny.baseURL });
    const counts = new Map<string, number>();
    for (let seed = 5; seed < 25; seed += 1) {
      const asked = { prompt: 'Once upon a time', temperature: 1, maxTokens: 4, candidates: 5, seed };
      const { text } = await model.generate(asked);
      const ending = /^\s*(.*?(?:[.!?]["”’)]*(?=\s|$)|$))/m.exec(text)?.[1] ?? '';
      counts.set(ending, (counts.get(ending) ?? 0) + 1);
    }
    expect(differentAt(message, 1)).toBe(counts.size);
    const details = plainText(await open(room().person, message, 'Details', (now) => readText(now) !== ''));
    const rows = details.split('\n').map((line) => /^ *(\d+) +[\d.]+% {2}(.*?)(?: …)?$/.exec(line)?.slice(1).join(' '));
    for (const [ending, count] of counts) expect(rows).toContain(`${count} ${ending}`);
    model.close();
    await tiny.close();
  });

  test('the same seed draws the same; Draw again takes other seeds, and the menu other temperatures', async () => {
    const { person } = room();
    const [first, second] = await Promise.all([draw({ seed: 8 }), draw({ seed: 8 })]);
    expect(altOf(first)).toBe(altOf(second));
    const again = await opened(person.press(first.id, 'Draw again'), first);
    expect(plainText(again)).toContain('seed 28');
    const milder = await open(person, first, 'At 0, 0.5, 1', isShown);
    expect(plainText(milder)).toMatch(/At 0\.5 /);
    expect(differentAt(milder, 1)).toBe(differentAt(first, 1));
  });

  test('it opens from /dice, with the cuts that were chosen there, and from a question', async () => {
    const { person } = room();
    const rolled = await person.slash('dice', { prompt: 'Once upon a time', rolls: 10, top_k: 1 }).settled(isShown);
    const message = await open(person, rolled, 'Draw', isShown);
    // With one token left to draw from, no temperature changes anything.
    expect([0, 1, 2].map((temperature) => differentAt(message, temperature))).toEqual([1, 1, 1]);
    expect(plainText(message)).toContain('top-k 1');
    const explanation = await person.press(message.id, 'Explain').settled();
    expect(plainText(explanation)).toContain('20 ÷ 20 = **100%**');
  });

  test.each(ODD_PROMPTS)('any text is continued or refused in a sentence: %s', async (_, prompt) => {
    const message = await room()
      .person.slash('draw', { prompt, seed: 1 })
      .settled((now) => isShown(now) || readText(now).length > 20);
    expect(plainText(message)).not.toBe('');
  });
});

describe('with a chat endpoint that gives no probabilities', () => {
  let stub: EndpointStub;
  let asked = 0;
  beforeAll(async () => {
    stub = await openEndpointStub(({ path }) => {
      if (path === '/v1/models') return { json: { data: [{ id: 'chat-model' }] } };
      if (path !== '/v1/chat/completions') return undefined;
      asked += 1;
      return chatCompletion(null, 'Hello there');
    });
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  test('texts are drawn all the same, one request a draw', async () => {
    const before = asked;
    const message = await room().person.slash('draw', { prompt: 'Say hello' }).settled(isShown);
    expect(plainText(message)).toContain('At 2 all 20 are the same.');
    expect(altOf(message)).toContain('“Hello there …” 20 of 20 (temperature 2, cut)');
    expect(asked - before).toBeLessThan(80);
  });
});
