import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { KERNELS_FILE } from '../../../scripts/kernels.mjs';
import { openTinyModel, type TinyModel } from '../../../src/tiny-model/open-tiny-model.js';
import { temporaryFolder } from '../../builders/temporary-folder.js';
import { testSeed } from '../../setup/test-seed.js';
import { corpusDirectory } from '../fixtures.js';

const LOG = {
  base: {
    steps: 700,
    parameters: 1234,
    context: 64,
    trainingTokens: 5000,
    heldOutTokens: 300,
    losses: [
      { step: 1, training: 3.5, heldOut: 3.25 },
      { step: 50, training: 2.125 },
      { step: 700, training: 1, heldOut: 1.5 },
    ],
    checkpoints: [20, 700],
  },
};

/** A server of the small corpus, whose transformers lie in a folder with a log and the kernels alone. */
async function openServer(log: object = LOG): Promise<TinyModel> {
  const modelDirectory = temporaryFolder();
  await writeFile(join(modelDirectory, 'training.json'), JSON.stringify(log));
  await copyFile(KERNELS_FILE, join(modelDirectory, 'kernels.wasm'));
  const tiny = await openTinyModel({ corpusDirectory, modelDirectory, seed: testSeed });
  onTestFinished(() => tiny.close());
  return tiny;
}

const INPUT = 'The cat sat on the mat and looked at the door. '.repeat(6);
const run = ({ baseURL }: TinyModel, body: object, signal?: AbortSignal) =>
  fetch(`${baseURL}/training/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input: INPUT, seconds: 2, seed: 1, stream: true, ...body }),
    signal: signal ?? null,
  });

/** The events of a stream; the last is the text that ends it. */
async function eventsOf(response: Response): Promise<unknown[]> {
  const data = (await response.text()).split('\n\n').flatMap((event) => event.match(/^data: (.*)$/s)?.[1] ?? []);
  return data.map((text) => (text === '[DONE]' ? text : JSON.parse(text)));
}

describe('how a model was trained', () => {
  test('is told as the log has it, with the models on the way', async () => {
    const { baseURL } = await openServer();
    const response = await fetch(`${baseURL}/training/tokenscope-base`);
    expect(await response.json()).toEqual({
      object: 'training',
      model: 'tokenscope-base',
      parameters: 1234,
      training_tokens: 5000,
      held_out_tokens: 300,
      losses: [
        { step: 1, training: 3.5, held_out: 3.25 },
        { step: 50, training: 2.125 },
        { step: 700, training: 1, held_out: 1.5 },
      ],
      checkpoints: [
        { step: 20, model: 'tokenscope-base@20' },
        { step: 700, model: 'tokenscope-base' },
      ],
    });
  });

  test.each([
    ['another model', LOG, 'tokenscope-tiny'],
    ['a server without transformers', {}, 'tokenscope-base'],
  ])('is not found for %s', async (_, log, model) => {
    const { baseURL } = await openServer(log);
    const response = await fetch(`${baseURL}/training/${model}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'training_not_found', param: 'model' } });
  });
});

describe('training a model on a text', () => {
  let tiny: TinyModel;
  beforeAll(async () => {
    tiny = await openTinyModel({ corpusDirectory, seed: testSeed });
    return () => tiny.close();
  });

  test('is told as it goes, the same with the same seed, and lowers the loss', async () => {
    const [one, other] = [await eventsOf(await run(tiny, {})), await eventsOf(await run(tiny, {}))];
    const timeless = (events: unknown[]) => JSON.stringify(events).replace(/"seconds":[\d.e-]+/g, '');
    expect(timeless(other)).toBe(timeless(one));
    expect(one[0]).toEqual({ step: 0, text: expect.any(String) });
    const losses = one.filter((event): event is { step: number; bits: number } => Object.hasOwn(Object(event), 'bits'));
    // With a seed a second is thirty steps.
    expect(losses.at(-1)?.step).toBe(60);
    expect(losses.at(-1)?.bits).toBeLessThan((losses[0]?.bits ?? 0) / 2);
    expect(one.slice(-3)).toEqual([
      { step: 60, text: expect.any(String) },
      { done: true, parameters: expect.any(Number), characters: new Set(`\n${INPUT}`).size },
      '[DONE]',
    ]);
  });

  test.each([
    ['a text that is too short', { input: 'short' }, 'input'],
    ['a text that is too long', { input: 'x'.repeat(20_001) }, 'input'],
    ['too long a time', { seconds: 21 }, 'seconds'],
    ['an answer at once', { stream: false }, 'stream'],
  ])('is refused for %s', async (_, body, param) => {
    const response = await run(tiny, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param } });
  });

  test('ends with whoever hangs up, so that the next one begins; and where too many wait, another is refused', async () => {
    const leaving = new AbortController();
    const endless = { seconds: 20, seed: undefined };
    const running = await run(tiny, endless, leaving.signal);
    const waiting = await Promise.all(Array.from({ length: 4 }, () => run(tiny, endless, leaving.signal)));
    const refused = await run(tiny, {});
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: { code: 'too_many_trainings' } });
    expect(running.status).toBe(200);
    expect(waiting.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    leaving.abort();
    const next = async () => (await eventsOf(await run(tiny, { seconds: 1 }))).at(-1);
    await expect.poll(next).toBe('[DONE]');
    const health = async () => (await fetch(new URL('/health', tiny.baseURL))).json();
    await expect.poll(health).toMatchObject({ active: 0 });
  });

  test('leaves the server to everybody else meanwhile', async () => {
    const leaving = new AbortController();
    const response = await run(tiny, { seconds: 20, seed: undefined }, leaving.signal);
    const first = await response.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toContain('"step":0');
    const models = await fetch(`${tiny.baseURL}/models`);
    expect(models.status).toBe(200);
    leaving.abort();
  });
});
