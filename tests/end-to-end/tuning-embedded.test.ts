import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { buttonsOf, open, picturesOf, plainText, readText, useRoom } from './harness.js';
import { useTinyModel } from './tiny-answers.js';

const tiny = useTinyModel();

const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const hasText = (message: APIMessage) => readText(message) !== '';

describe('with the embedded models', () => {
  const room = useRoom();

  test('each stage writes what its server gives for the same words, temperature and seed', async () => {
    const { person } = room();
    const message = await person
      .slash('tuning', { prompt: 'What is a dog?', temperature: 1, seed: 11, tokens: 20 })
      .settled(isDone);
    const drawn = { temperature: 1, seed: 11, max_tokens: 20 };
    const messages = [{ role: 'user', content: 'What is a dog?' }];
    const base = await tiny.complete({ model: 'tokenscope-base', prompt: 'What is a dog?', ...drawn });
    const tuned = await tiny.chat({ model: 'tokenscope-tuned', messages, ...drawn });
    const preferred = await tiny.chat({ model: 'tokenscope-preferred', messages, ...drawn });
    const details = plainText(await open(person, message, 'Details', hasText));
    expect(details).toContain(`\`\`\`\n${base.text}\n\`\`\``);
    for (const text of [tuned, preferred]) expect(details).toContain(text.replaceAll('\\', '').trim().slice(0, 40));
    expect(plainText(message)).toContain(
      '-# tokenscope-base, tokenscope-tuned, tokenscope-preferred · temperature 1 · seed 11',
    );
    expect(picturesOf(message)).toHaveLength(1);
  });

  test('what the model may do is told in /model, which says of the one that looks answers up that it does', async () => {
    const { person } = room();
    const message = await person.slash('model', { name: 'tokenscope-tiny' }).settled(isDone);
    expect(plainText(message)).toContain('look up answers in its own texts (retrieval)');
    const other = await person.slash('model', { name: 'tokenscope-tuned' }).settled(isDone);
    expect(plainText(other)).not.toContain('retrieval');
  });
});

describe('with an endpoint that has no stages', () => {
  let stub: EndpointStub;
  beforeAll(async () => {
    stub = await openEndpointStub(({ path }) =>
      path === '/v1/models' ? { json: { object: 'list', data: [{ id: 'plain', object: 'model' }] } } : undefined,
    );
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  /** What came of the question there, besides what the bot finds out of an endpoint when it starts. */
  const asked = () => stub.requests.filter(({ body }) => JSON.stringify(body).includes('dog'));

  test('who asked is told alone, and the embedded models do it for this once, and go on with it', async () => {
    const { person } = room();
    const used = person.slash('tuning', { prompt: 'What is a dog?', seed: 3, tokens: 10, temperature: 0.7 });
    await expect.poll(() => used.followups().length).toBe(1);
    const refusal = used.followups()[0] as APIMessage;
    expect(plainText(refusal)).toMatch(
      /^This needs one model at three stages of its training, and 127\.0\.0\.1:\d+ does not have that\. The embedded model does\.$/,
    );
    expect(Number(refusal.flags) & 64).toBe(64);
    const message = await person.press(refusal.id, 'Use the embedded model').settled(isDone, 60_000);
    expect(plainText(message)).toContain(
      'tokenscope-base, tokenscope-tuned, tokenscope-preferred · temperature 0.7 · seed 3',
    );
    const examples = await person.press(message.id, 'Give it examples').settled(isDone);
    expect(plainText(examples)).toContain('-# tokenscope-base · temperature 0.7 · seed 3');
    expect(asked()).toEqual([]);
    // The same request once more goes where it went before.
    const card = await open(person, message, 'Details of the tuned model');
    const again = await person.press(card.id, 'Run again').settled((now) => 'Details' in buttonsOf(now));
    expect(plainText(again)).toContain('tokenscope-tuned');
    expect(asked()).toEqual([]);
  });
});
