import { readFileSync } from 'node:fs';
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Invocation } from '../../src/playground/people/invocation.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { buttonsOf, choose, entriesOf, open, picturesOf, plainText, readText, useRoom } from './harness.js';
import { useTinyModel } from './tiny-answers.js';

const PATIENCE = 60_000;
const tiny = useTinyModel();
const LOG = JSON.parse(readFileSync(new URL('../../assets/model/training.json', import.meta.url), 'utf8')) as {
  base: {
    checkpoints: number[];
    losses: { step: number; training: number; heldOut?: number }[];
  };
};
const { checkpoints, losses } = LOG.base;
const nameOf = (step: number) => (step === checkpoints.at(-1) ? 'tokenscope-base' : `tokenscope-base@${step}`);

const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const hasText = (message: APIMessage) => readText(message) !== '';
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const inSteps = (step: number) => `after ${step.toLocaleString('en')} steps`;

/** What a form opens whose reply is a message of its own. */
async function opened(form: Invocation): Promise<APIMessage> {
  await expect.poll(() => form.followups().some(isDone), { timeout: PATIENCE }).toBe(true);
  const message = form.followups().find(isDone);
  if (message === undefined) throw new Error('the form opened nothing');
  return message;
}

/** The chance of a text's last token by a checkpoint's server, as pictures write it. */
async function chanceOfLast(step: number, prompt: string): Promise<string> {
  const { probabilities } = await tiny.complete({
    model: nameOf(step),
    prompt,
    echo: true,
    max_tokens: 0,
    logprobs: 1,
  });
  const share = 100 * (probabilities.at(-1) ?? Number.NaN);
  if (share < 0.1) return '< 0.1%';
  if (share > 99.95) return '> 99.9%';
  return `${share < 9.95 || share >= 99.5 ? share.toFixed(1) : Math.round(share)}%`;
}

describe('with the embedded models', () => {
  const room = useRoom();
  const train = (options: Record<string, string | number> = {}) =>
    room().person.slash('training', options).settled(isDone, PATIENCE);

  test('every checkpoint goes on with the prompt, and its chance of the last token is its server’s', async () => {
    const { person } = room();
    const prompt = 'The cat sat on the mat';
    const greedy = await train({ prompt, temperature: 0 });
    const alt = altOf(greedy);
    for (const step of checkpoints) {
      const { text } = await tiny.complete({ model: nameOf(step), prompt, temperature: 0, max_tokens: 20 });
      const start = text.trim().split('\n')[0] ?? '';
      expect(alt).toContain(`${inSteps(step)} (gave “mat” ${await chanceOfLast(step, prompt)}): “${start}`);
    }
    expect(plainText(greedy)).toMatch(/^`The cat sat on the mat▮`\n.*“mat”.*\n-# tokenscope-base · temperature 0$/s);

    const bars = await person.press(greedy.id, 'Chances').settled((now) => altOf(now) !== alt);
    expect(altOf(bars)).toMatch(/^How likely was “mat” after “The cat sat on the”\? /);
    const last = checkpoints.at(-1) ?? 0;
    expect(altOf(bars)).toContain(`${inSteps(last)} ${await chanceOfLast(last, prompt)}`);

    const form = await choose(person, bars, 'Name the right next word…').modal();
    const named = await opened(person.submit(form, { word: 'and' }));
    expect(plainText(named)).toContain('· temperature 0');
    expect(altOf(named)).toContain(`${inSteps(last)} (gave “and” ${await chanceOfLast(last, `${prompt} and`)}): `);
  });

  test('the curve has the figures of the log, and the menu leads on with the same text', async () => {
    const { person } = room();
    const message = await train();
    expect(plainText(message)).toMatch(/^`Once upon a time▮`\n/);
    const curve = await person.press(message.id, 'Loss curve').settled((now) => altOf(now).startsWith('How much'));
    const told = [...altOf(curve).matchAll(/step ([\d,]+) ([\d.]+)(?:, ([\d.]+))?/g)].map(
      ([, step = '', ...figures]) => {
        const [training, heldOut] = figures.map((figure) => figure && Number(figure));
        return { step: Number(step.replaceAll(',', '')), training, heldOut };
      },
    );
    expect(told.length).toBeGreaterThan(3);
    for (const { step, training, heldOut } of told) {
      const logged = losses.find((entry) => entry.step === step);
      expect(training).toBe(Number(logged?.training.toFixed(2)));
      expect(heldOut).toBe(logged?.heldOut && Number(logged.heldOut.toFixed(2)));
    }
    expect(told[0]?.step).toBe(1);
    expect(told.at(-1)?.step).toBe(losses.at(-1)?.step);

    const explained = await person.press(curve.id, 'Explain').settled(hasText);
    expect(plainText(explained)).toContain('Without any model it would be 8 bits');
    const details = plainText(await open(person, curve, 'Details', hasText));
    for (const { step, training } of told) {
      const figure = losses.find((entry) => entry.step === step)?.training.toFixed(3) ?? String(training);
      expect(details).toMatch(new RegExp(`${figure}.*step ${step.toLocaleString('en')}\\n`));
    }
    expect(Object.keys(entriesOf(curve))).toEqual(expect.arrayContaining(['Next word', 'Generate', 'Surprise']));
    const next = await open(person, curve, 'Next word');
    expect(plainText(next)).toMatch(/^`Once upon a time▮`/);
  });

  test('a model is trained here, in view of everybody; stopped, it shows what it has learned so far', async () => {
    const { person } = room();
    const message = await train();
    const training = person.press(message.id, 'Train one here');
    const growing = await training.settled((now) => /per character/.test(readText(now)), PATIENCE);
    expect(plainText(growing)).toContain('> This is the house that Jack');
    // The curve needs two steps, which a busy machine has not made when Stop comes.
    const hasSteps = (now: APIMessage) => /after (?:[2-9]|\d[\d,]+) steps/.test(plainText(now));
    const stoppable = await training.settled((now) => 'Stop' in buttonsOf(now) && hasSteps(now), PATIENCE);
    person.press(stoppable.id, 'Stop');
    const stopped = await training.settled(isDone, PATIENCE);
    expect(plainText(stopped)).toContain('**Not everything is there.** Stopped by Ann.');
    expect(plainText(stopped)).toMatch(/the right next character now gets about \*\*/);
    expect(plainText(stopped)).toContain('-# written by a model that knows only this text');
    // Nothing is drawn any more for who stopped it.
    expect(plainText(stopped)).toContain('What does the new model write? Texts, one below the other: after 0 steps “');
    const curve = await person.press(stopped.id, 'Loss curve').settled((now) => altOf(now).startsWith('How much'));
    expect(altOf(curve)).toMatch(/at the end: step 1 [\d.]+; step 2 /);
    const details = plainText(await open(person, curve, 'Details', hasText));
    expect(details).toContain('This is the malt that lay in the house that Jack built.');
    const back = await open(person, curve, 'A model of many texts');
    expect(plainText(back)).toMatch(/^`Once upon a time▮`/);
  });

  test('a word is named at once, and the same seed draws the same texts again', async () => {
    const { person } = room();
    const options = { prompt: 'The cat sat on the', next: 'mat', seed: 5 };
    const [one, same] = [await train(options), await train(options)];
    expect(altOf(same)).toBe(altOf(one));
    const last = checkpoints.at(-1) ?? 0;
    const chance = await chanceOfLast(last, 'The cat sat on the mat');
    expect(altOf(one)).toContain(`${inSteps(last)} (gave “mat” ${chance}): `);
    expect(plainText(one)).toContain('-# tokenscope-base · temperature 0.7 · seed 5');
    const other = await open(person, one, 'Draw once more');
    expect(plainText(other)).toMatch(/temperature 0\.7 · seed \d+$/);
    expect(altOf(other)).toContain(`(gave “mat” ${chance})`);
  });

  test('a text that is too short is refused with a way out', async () => {
    const { person } = room();
    const message = await train();
    const form = await choose(person, message, 'Train on another text…').modal();
    const refused = await person.submit(form, { text: 'Too short.' }).followup(0);
    expect(plainText(refused)).toContain('This text has 10 characters. A model needs at least 200 characters');
  });
});

describe('with an endpoint that cannot be looked into', () => {
  let stub: EndpointStub;
  beforeAll(async () => {
    stub = await openEndpointStub(({ path }) =>
      path === '/v1/models' ? { json: { object: 'list', data: [{ id: 'plain', object: 'model' }] } } : undefined,
    );
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  test('who asked is told alone, and the embedded models do it for this once, and train there', async () => {
    const { person } = room();
    const used = person.slash('training', { prompt: 'The dog ran home' });
    await expect.poll(() => used.followups().length, { timeout: PATIENCE }).toBe(1);
    const refusal = used.followups()[0] as APIMessage;
    expect(plainText(refusal)).toContain('The embedded model shows it.');
    expect(Number(refusal.flags) & 64).toBe(64);
    const message = await person.press(refusal.id, 'Use the embedded model').settled(isDone, PATIENCE);
    expect(altOf(message)).toContain(inSteps(checkpoints.at(-1) ?? 0));
    const training = person.press(message.id, 'Train one here');
    const stoppable = await training.settled(
      (now) => 'Stop' in buttonsOf(now) && /per char/.test(readText(now)),
      PATIENCE,
    );
    person.press(stoppable.id, 'Stop');
    expect(plainText(await training.settled(isDone, PATIENCE))).toContain('after 0 steps');
    expect(stub.requests.filter(({ body }) => JSON.stringify(body).includes('dog'))).toEqual([]);
  });
});

describe('with an endpoint that trains', () => {
  const EVENTS = [
    { waiting: 1 },
    { step: 0, text: 'qx' },
    { step: 1, seconds: 0.5, bits: 4 },
    { step: 9, seconds: 1, bits: 0.25 },
    { step: 9, text: 'the **cat** <@1>' },
    { done: true, parameters: 99, characters: 7 },
  ];
  let tinyModel: Awaited<ReturnType<typeof openKeptTinyModel>>;
  let stub: EndpointStub;
  beforeAll(async () => {
    tinyModel = await openKeptTinyModel();
    // What it is asked is passed on to the embedded server, save for what is trained.
    stub = await openEndpointStub(({ path, method, body }) => (response) => {
      if (path === '/v1/training/run') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`${EVENTS.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`);
        return;
      }
      const headers = { 'content-type': 'application/json' };
      const sent = method === 'POST' ? { method, headers, body: JSON.stringify(body) } : {};
      const pass = async () => {
        const answer = await fetch(new URL(path, tinyModel.baseURL), sent);
        const whole = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        response.end(whole);
      };
      // A connection that the server has just closed, because it was idle, is closed here too: the bot asks again.
      pass().catch(() => response.destroy());
    });
  });
  afterAll(async () => {
    await stub.close();
    await tinyModel.close();
  });
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  test('a pasted text is learned, and what is written is only text', async () => {
    const { person } = room();
    const message = await person.slash('training', {}).settled(isDone, PATIENCE);
    const form = await choose(person, message, 'Train on another text…').modal();
    const pasted = 'A line of mine.\nAnother **line**. '.repeat(9);
    const done = await opened(person.submit(form, { text: pasted }));
    expect(stub.posted('/v1/training/run')).toMatchObject([{ input: pasted, seconds: 10, stream: true }]);
    expect(plainText(done)).toContain(
      '**It knows the text nearly by heart**: the right next character now gets about **84%**, and it got **6.3%** at the start.',
    );
    expect(plainText(done)).toContain('99 numbers in it');
    expect(altOf(done)).toContain('after 9 steps “the **cat** <@1>”');
    const again = await open(person, done, 'Train once more');
    expect(altOf(again)).toBe(altOf(done));
    expect(stub.posted('/v1/training/run')).toHaveLength(2);
    const own = await open(person, again, 'Train on a rhyme');
    expect(plainText(own)).toContain('> This is the house that Jack');
  });

  test('a long prompt is itself the text that is learned', async () => {
    const { person } = room();
    const prompt = 'My own story goes on and on. '.repeat(12).trim();
    const message = await person.slash('training', { prompt }).settled(isDone, PATIENCE);
    await person.press(message.id, 'Train one here').settled(isDone, PATIENCE);
    expect(stub.posted('/v1/training/run').at(-1)).toMatchObject({ input: prompt });
  });
});
