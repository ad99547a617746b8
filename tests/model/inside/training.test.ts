import { describe, expect, test } from 'vitest';
import type { HomeTraining } from '../../../src/domain/inside.js';
import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { startModel } from '../start-model.js';

const RECORD = {
  object: 'training',
  model: 'small',
  parameters: 1000,
  training_tokens: 500,
  held_out_tokens: 40,
  losses: [
    { step: 1, training: 3.5, held_out: 3.25 },
    { step: 50, training: 2 },
  ],
  checkpoints: [
    { step: 20, model: 'small@20' },
    { step: 50, model: 'small' },
  ],
};
const STAGES = ['base', 'tuned', 'preferred'].map((stage) => ({ id: `small-${stage}`, stage }));
const refuse = (status: number, message: string, code?: string): StubAnswer => ({
  status,
  json: { error: { message, code } },
});

/** @param listed the models that the endpoint lists */
const start = (answer: (request: StubRequest) => StubAnswer | undefined, listed: readonly object[] = STAGES) =>
  startModel((request) => (request.path === '/v1/models' ? { json: { data: listed } } : answer(request)), {
    defaultModel: 'm',
  });

describe('how a model was trained', () => {
  test('is read as it was told, of the base model where none is named', async () => {
    const { model, stub } = await start(() => ({ json: RECORD }));
    const { request, ...record } = await model.inside.training();
    expect(record).toEqual({
      model: 'small-base',
      parameters: 1000,
      trainingTokens: 500,
      heldOutTokens: 40,
      losses: [
        { step: 1, training: 3.5, heldOut: 3.25 },
        { step: 50, training: 2, heldOut: undefined },
      ],
      checkpoints: RECORD.checkpoints,
    });
    expect(request).toMatchObject({ path: '/training/small-base', body: {} });
    await model.inside.training('a/b');
    expect(stub.requests.at(-1)).toMatchObject({ method: 'GET', path: '/v1/training/a%2Fb' });
  });

  test.each([
    ['nothing at that path', () => refuse(404, 'Not Found'), STAGES],
    ['no record of that model', () => refuse(404, 'This server does not tell how it was trained.'), STAGES],
    ['no models in stages', () => undefined, [{ id: 'm' }]],
  ])('is unsupported where there is %s', async (_, answer, listed) => {
    const { model } = await start(answer, listed);
    await expect(model.inside.training()).rejects.toMatchObject({
      kind: 'unsupported',
      fact: { code: 'cannot-look-inside' },
    });
  });

  test.each([
    ['no list', { losses: undefined }],
    ['an empty list', { checkpoints: [] }],
    ['a loss that is no number', { losses: [{ step: 1, training: 'low' }] }],
    ['a loss below 0', { losses: [{ step: 1, training: -1 }] }],
    ['steps that go back', { losses: [...RECORD.losses].reverse() }],
    ['a checkpoint without a name', { checkpoints: [{ step: 1, model: '' }] }],
    ['half a parameter', { parameters: 0.5 }],
    ['a list without end', { losses: Array.from({ length: 6000 }, (__, at) => ({ step: at + 1, training: 1 })) }],
  ])('is not in the protocol with %s', async (_, odd) => {
    const { model } = await start(() => ({ json: { ...RECORD, ...odd } }));
    await expect(model.inside.training()).rejects.toMatchObject({ kind: 'protocol' });
  });
});

const EVENTS = [
  { waiting: 2 },
  { step: 0, text: 'xq' },
  { step: 1, seconds: 0.5, bits: 4 },
  { step: 9, seconds: 1, bits: 0.5 },
  { step: 9, text: 'the cat' },
];
const DONE = { done: true, parameters: 99, characters: 7 };
const stream =
  (...events: readonly unknown[]): StubAnswer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(
      events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join(''),
    );
  };

describe('training a model on a text', () => {
  const request = { text: 'a text', seconds: 3, seed: 5 };

  test('is told as it goes, and whole at the end', async () => {
    const { model, stub } = await start(() => stream(...EVENTS, DONE, '[DONE]'));
    const told: HomeTraining[] = [];
    const result = await model.inside.trainHere({ ...request, onProgress: (soFar) => told.push(soFar) });
    expect(stub.posted('/v1/training/run')).toEqual([{ input: 'a text', seconds: 3, seed: 5, stream: true }]);
    const losses = [
      { step: 1, seconds: 0.5, bits: 4 },
      { step: 9, seconds: 1, bits: 0.5 },
    ];
    const samples = [
      { step: 0, text: 'xq' },
      { step: 9, text: 'the cat' },
    ];
    expect(result).toMatchObject({ parameters: 99, characters: 7, losses, samples, ended: true });
    expect(told).toHaveLength(EVENTS.length);
    expect(told[0]).toMatchObject({ waiting: 2, losses: [], ended: false });
    expect(told[1]).toMatchObject({ waiting: undefined, samples: samples.slice(0, 1) });
    expect(told[3]).toMatchObject({ losses, ended: false });
  });

  test.each([
    ['ends before it is done', stream(...EVENTS, '[DONE]'), 'server', 'training-broke-off'],
    [
      'tells what is no number',
      stream({ step: 1, seconds: 1, bits: 'few' }, DONE),
      'protocol',
      'inside-not-in-protocol',
    ],
    ['tells what is no event', stream([1], DONE), 'protocol', 'inside-not-in-protocol'],
    ['does not know the path', refuse(404, 'Not Found'), 'unsupported', 'cannot-look-inside'],
    [
      'has too many to train',
      refuse(429, 'Too many wait.', 'too_many_trainings'),
      'rate-limited',
      'too-many-trainings',
    ],
  ])('fails with a sentence where the endpoint %s', async (_, answer, kind, code) => {
    const { model } = await start(() => answer);
    await expect(model.inside.trainHere(request)).rejects.toMatchObject({ kind, fact: { code } });
  });

  test('tells what the endpoint says went wrong', async () => {
    const { model } = await start(() => stream(EVENTS[1], { error: { message: 'The thread died.' } }));
    await expect(model.inside.trainHere(request)).rejects.toThrow('The thread died.');
  });

  test('ends at once when nobody wants it any more', async () => {
    let closed = false;
    const { model } = await start(() => (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(EVENTS[2])}\n\n`);
      response.on('close', () => {
        closed = true;
      });
    });
    const leaving = new AbortController();
    const training = model.inside.trainHere({ ...request, signal: leaving.signal, onProgress: () => leaving.abort() });
    await expect(training).rejects.toMatchObject({ kind: 'cancelled' });
    await expect.poll(() => closed).toBe(true);
  });
});
