import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TinyModel } from '../../src/tiny-model/open-tiny-model.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { testSeed } from '../setup/test-seed.js';
import { buttonsOf, open, picturesOf, plainText, readText, useRoom } from './harness.js';

const PATIENCE = 60_000;
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const hasText = (message: APIMessage) => readText(message) !== '';

let tiny: TinyModel;
beforeAll(async () => {
  tiny = await openKeptTinyModel({ seed: testSeed });
});
afterAll(() => tiny.close());

/** What the embedded server itself answers, and the mean surprise of its tokens, read without any of the bot's code. */
async function askServer(body: Readonly<Record<string, unknown>>) {
  const response = await fetch(`${tiny.baseURL}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ max_tokens: 120, logprobs: true, ...body }),
  });
  const { choices } = (await response.json()) as {
    choices: [
      {
        message: { content: string };
        logprobs: { content: { token: string; logprob: number; bytes: number[] | null }[] };
      },
    ];
  };
  const [{ message, logprobs }] = choices;
  const tokens = logprobs.content.filter(({ bytes }) => bytes !== null && bytes.length > 0);
  const bits = tokens.reduce((sum, { logprob }) => sum - logprob / Math.log(2), 0) / tokens.length;
  return { text: message.content.trim(), tokens: tokens.length, bits };
}

describe('with the embedded models', () => {
  const room = useRoom();

  test('a pair is what the server answers, and its features are what the server tells', async () => {
    const { person } = room();
    const prompt = 'Why is the sky blue?';
    const message = await person.slash('prefer', { prompt, seed: 5 }).settled(isDone, PATIENCE);
    const closed = await person
      .press(message.id, 'Close and reveal')
      .settled((now) => 'Next pair' in buttonsOf(now), PATIENCE);
    const details = plainText(await open(person, closed, 'Details', hasText));
    const found = [
      ...details.matchAll(
        /\*\*([AB])\*\* · \w+ model, temperature ([\d.]+) · `(tokenscope-\w+)` · seed (\d+)\n(.*)\n-# (\d+) tokens · \d+ words · mean surprise ([\d.]+) bits/g,
      ),
    ];
    expect(found.map(([, side]) => side)).toEqual(['A', 'B']);
    for (const [, , temperature, model, seed, text, tokens, bits] of found) {
      const messages = [{ role: 'user', content: prompt }];
      const own = await askServer({ model, messages, temperature: Number(temperature), seed: Number(seed) });
      expect(own.text.replaceAll('\\', '')).toBe(text);
      expect(own.tokens).toBe(Number(tokens));
      expect(own.bits.toFixed(2)).toBe(bits);
    }
  });

  test('a reward that was learned from one vote chooses among eight answers', async () => {
    const { person } = room();
    const message = await person.slash('prefer', { seed: 5 }).settled(isDone, PATIENCE);
    expect(plainText(message)).toMatch(/^> Why is the sky blue\?/);
    await person.press(message.id, 'A').followup(0);
    const press = (label: string, until: (now: APIMessage) => boolean) =>
      person.press(message.id, label).settled(until, PATIENCE);
    await press('Close and reveal', (now) => 'Next pair' in buttonsOf(now));
    await press('Results', (now) => altOf(now).startsWith('Who wins'));
    await press('Learn a reward', (now) => altOf(now).startsWith('What makes'));
    const best = await person
      .press(message.id, 'Best of 8')
      .settled((now) => '8 other answers' in buttonsOf(now), PATIENCE);
    const [, high, low] = /Best: reward (\S+) .*Worst: reward (\S+) /s.exec(altOf(best)) ?? [];
    const number = (figure = '') => Number(figure.replace('−', '-'));
    expect(number(high)).toBeGreaterThanOrEqual(number(low));
    const details = plainText(await open(person, best, 'Details', hasText));
    const rewards = [...details.matchAll(/\*\*\d\. Reward (\S+)\*\*/g)].map(([, figure]) => number(figure));
    expect(rewards).toHaveLength(8);
    expect(rewards).toEqual([...rewards].sort((one, other) => other - one));
    // The reward is a weighted sum, worked out here from the tables: weight × (feature − mean) / step.
    const table = [
      ...details.matchAll(/^\s*([−\d.]+)\s+([−\d.]+)\s+(\d+)\s+(length in tokens|mean surprise|number of)/gm),
    ];
    if (table.every(([, , , , name]) => name === 'length in tokens')) {
      const [[, weight, mean, step] = []] = table;
      const lengths = [...details.matchAll(/-# (\d+) tokens?/g)].map(([, tokens]) => Number(tokens));
      for (const [at, length] of lengths.entries()) {
        expect(rewards[at]).toBeCloseTo((number(weight) * (length - number(mean))) / number(step), 1);
      }
    }
  });
});

describe('with an endpoint that answers no questions', () => {
  let stub: EndpointStub;
  beforeAll(async () => {
    stub = await openEndpointStub(({ path }) =>
      path === '/v1/models' ? { json: { object: 'list', data: [{ id: 'plain', object: 'model' }] } } : undefined,
    );
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  test('who asked is told alone, and the embedded models do it, and go on with it', async () => {
    const { person } = room();
    const used = person.slash('prefer', { prompt: 'What is a dog?' });
    const seen = () => [used.original(), ...used.followups()].flatMap((one) => one ?? []);
    const isRefusal = (one: APIMessage) => 'Use the embedded model' in buttonsOf(one);
    await expect.poll(() => seen().some(isRefusal)).toBe(true);
    const refusal = seen().find(isRefusal) as APIMessage;
    expect(plainText(refusal)).toMatch(/^plain takes no questions at 127\.0\.0\.1:\d+\./);
    expect(Number(refusal.flags) & 64).toBe(64);
    const message = await person.press(refusal.id, 'Use the embedded model').settled(isDone, PATIENCE);
    await person.press(message.id, 'Close and reveal').settled((now) => 'Next pair' in buttonsOf(now), PATIENCE);
    const next = await person
      .press(message.id, 'Next pair')
      .settled((now) => 'About the same' in buttonsOf(now), PATIENCE);
    expect(plainText(next)).toContain('pair 2 ·');
  });
});
