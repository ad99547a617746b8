import { describe, expect, test } from 'vitest';
import { type AttentionResult, keepShares } from '../../../commands/attention/result.js';
import type { ContextResult } from '../../../commands/context/result.js';
import type { DrawResult } from '../../../commands/draw/result.js';
import { type LessonResult, lessonType } from '../../../commands/lesson/result.js';
import { attentionMeasures } from '../../../commands/lesson/runs/attention-run.js';
import { contextMeasures, forgetMeasures } from '../../../commands/lesson/runs/context-run.js';
import { drawMeasures } from '../../../commands/lesson/runs/draw-run.js';
import { optionsMeasures } from '../../../commands/lesson/runs/options-run.js';
import { lossMeasures, trainingMeasures } from '../../../commands/lesson/runs/training-run.js';
import { examplesMeasures, tuningMeasures } from '../../../commands/lesson/runs/tuning-run.js';
import type { OptionsResult } from '../../../commands/options/result.js';
import { explainTraining } from '../../../commands/training/explain.js';
import { trainingInFull } from '../../../commands/training/in-full.js';
import { lossPicture } from '../../../commands/training/pictures.js';
import type { TrainingResult } from '../../../commands/training/result.js';
import type { TuningResult } from '../../../commands/tuning/result.js';
import { candidateOf } from '../../builders/distribution.js';
import { placeAt } from '../../builders/place.js';
import { lessonOf } from './class.js';

const exactly = (value: number) => ({ low: value, high: value });
const about = (value: number) => ({ low: expect.closeTo(value, 9), high: expect.closeTo(value, 9) });

describe('what is measured of a prompt', () => {
  const promptOf = (way: 'template' | 'alone', template: number, usage?: { prompt: number; completion: number }) =>
    ({
      prompt: { way, usage, counts: { template, system: 0, before: 0, user: 2, answer: 0 } },
    }) as unknown as ContextResult;

  test('what the template adds, as it is listed or as the server counted more than the words have', () => {
    expect(contextMeasures.added(promptOf('template', 6))).toMatchObject({ unit: 'tokens', value: exactly(6) });
    const counted = promptOf('alone', 0, { prompt: 9, completion: 1 });
    expect(contextMeasures.added(counted)).toMatchObject({ value: exactly(9 - 2) });
    expect(contextMeasures.read(counted)).toMatchObject({ value: exactly(9) });
  });

  test('nothing where the server tells neither', () => {
    expect(contextMeasures.added(promptOf('alone', 0))).toBeUndefined();
  });
});

describe('what is measured of a fact that falls out of the window', () => {
  const result = {
    forget: {
      rows: [
        { place: 'near', chance: { probability: 0.6, isBound: false } },
        { place: 'gone', chance: { probability: 0.002, isBound: true } },
        { place: 'far', reply: 'A king.' },
      ],
    },
  } as unknown as ContextResult;

  test('the chance at a place; of one that was not listed only its bound', () => {
    expect(forgetMeasures.chance(result, ['near'])).toEqual({ kind: 'number', unit: 'share', value: exactly(0.6) });
    expect(forgetMeasures.chance(result, ['gone'])).toMatchObject({ value: { low: 0, high: 0.002 } });
  });

  test('nothing where the model answered a question instead, or nothing was forgotten', () => {
    expect(forgetMeasures.chance(result, ['far'])).toBeUndefined();
    expect(forgetMeasures.chance({ ...result, forget: undefined }, ['near'])).toBeUndefined();
  });
});

test('where a token looks is measured by the row of the one that looks', () => {
  const shares = keepShares([1, 0.75, 0.25, 0.125, 0.625, 0.25]);
  const tokens = ['<start>', 'The', ' cat'].map((text) => candidateOf(text, 1));
  const truth = attentionMeasures.looks({ tokens, shares, from: 2 } as unknown as AttentionResult);
  const near = (value: number) => ({ low: expect.closeTo(value, 4), high: expect.closeTo(value, 4) });
  expect(truth).toEqual({
    kind: 'ranking',
    unit: 'share',
    items: [
      { label: '<start>', value: near(0.125) },
      { label: 'The', value: near(0.625) },
      { label: 'cat', value: near(0.25) },
    ],
  });
});

describe('what is measured of a training', () => {
  const trained = (...rows: [step: number, chance: number | undefined][]) =>
    ({
      kind: 'checkpoints',
      rows: rows.map(([step, chance]) => ({ step, chance: chance === undefined ? undefined : exactly(chance) })),
    }) as unknown as TrainingResult;

  test.each([
    ['between two models that were kept', trained([10, 0.1], [100, 0.2], [400, 0.6], [1000, 0.9]), 0.1, 0.4],
    ['before the first one', trained([10, 0.7], [1000, 0.9]), 0, 0.01],
    ['never, which is all of it', trained([10, 0.1], [1000, 0.49]), 1, 1],
  ])('when a word was learned: %s', (_, result, low, high) => {
    expect(trainingMeasures.learned(result)).toEqual({
      kind: 'number',
      unit: 'share',
      value: { low: expect.closeTo(low, 12), high: expect.closeTo(high, 12) },
    });
  });

  test('not where no chances are told, or a model was trained here', () => {
    expect(trainingMeasures.learned(trained([10, undefined]))).toBeUndefined();
    expect(trainingMeasures.learned(trained())).toBeUndefined();
    expect(trainingMeasures.learned({ kind: 'home' } as unknown as TrainingResult)).toBeUndefined();
  });

  test('the last loss on unseen texts beside that of the same step on its own', () => {
    const losses = [
      { step: 1, training: 4, heldOut: 4 },
      { step: 50, training: 2, heldOut: 2.5 },
      { step: 60, training: 1 },
    ];
    const result = { kind: 'checkpoints', rows: [], training: { losses } } as unknown as TrainingResult;
    expect(lossMeasures.unseen(result)).toEqual({ kind: 'number', unit: 'ratio', value: exactly(1.25) });
    const untold = { ...result, training: { losses: [{ step: 1, training: 4 }] } } as unknown as TrainingResult;
    expect(lossMeasures.unseen(untold)).toBeUndefined();
  });
});

test('of losses alone, the curve, Explain and Details show nothing that was not asked for', () => {
  const request = { path: '/training', body: {}, requestId: undefined, sentAt: 0, seconds: 1 };
  const losses = [1, 50, 100].map((step) => ({ step, training: 4 / step, heldOut: 5 / step }));
  const training = { model: 'm', parameters: 9, trainingTokens: 9, heldOutTokens: 9, losses, request };
  const endpoint = { label: 'here', tiny: true };
  const common = { kind: 'checkpoints' as const, prompt: 'Once', temperature: 0, endpoint, training };
  const result: TrainingResult = { ...common, kept: [50, 100], rows: [] };
  expect(lossPicture(result, 'en-US').marks).toEqual([50, 100]);
  expect(explainTraining(result, placeAt()).idea).toContain('**loss**');
  const details = JSON.stringify(trainingInFull(result, 'en-US'));
  expect(details).toContain('step 50');
  expect(details).not.toContain('What it wrote');
});

describe('what is measured of the stages', () => {
  const row = (stage: string, text: string, more: object = {}) => ({ stage, record: { answer: { text } }, ...more });
  const stages = (...rows: object[]) => ({ rows }) as unknown as TuningResult;

  test.each([
    ['\nWhat is a token?', 'question'],
    [' Paris is the capital. It is big.', 'text'],
    ['\nA: Paris\nQ: What is the capital of Spain?', 'turns'],
    ['', 'nothing'],
  ])('how the base model goes on: %j', (text, item) => {
    expect(tuningMeasures.base(stages(row('base', text)))).toEqual({ kind: 'choice', item });
  });

  test('the words of one answer in proportion to those of the other', () => {
    const both = stages(
      row('tuned', 'It is a piece of a text.'),
      row('preferred', 'A piece of text! Nice, or what? Yes. Ask.'),
    );
    expect(tuningMeasures.length(both)).toEqual({ kind: 'number', unit: 'ratio', value: about(9 / 7) });
    expect(tuningMeasures.length(stages(row('tuned', ''), row('preferred', 'Hi')))).toBeUndefined();
    expect(tuningMeasures.base(stages({ stage: 'base' }))).toBeUndefined();
  });

  test.each([
    [' Rome is it.\nHuman: What is a cat?', 'answer'],
    [' What do you mean?', 'question'],
    ['', 'nothing'],
  ])('what comes behind examples: %j', (text, item) => {
    const result = stages(row('base', 'Why?'), row('base', text, { hasExamples: true }));
    expect(examplesMeasures.came(result)).toEqual({ kind: 'choice', item });
    expect(examplesMeasures.came(stages(row('base', 'Why?')))).toBeUndefined();
  });
});

describe('what is measured of many endings', () => {
  const ending = (text: string, count: number) => ({ text, isCut: false, count });
  const drawn = {
    columns: [
      { temperature: 0, endings: [ending('Paris.', 20)] },
      { temperature: 1, endings: [ending('Paris.', 9), ending('home to Paris', 4), ending('a city', 7)] },
    ],
  } as unknown as DrawResult;

  test('how many differ, and how many have a word in them', () => {
    expect(drawMeasures.different(drawn, ['1'])).toEqual({ kind: 'number', unit: 'count', value: exactly(3) });
    expect(drawMeasures.saying(drawn, ['1', 'Paris'])).toMatchObject({ unit: 'count', value: exactly(13) });
    expect(drawMeasures.saying(drawn, ['0', 'Rome'])).toMatchObject({ value: exactly(0) });
  });

  test('nothing at a temperature that was not drawn at, or where the draws broke off', () => {
    expect(drawMeasures.saying(drawn, ['1.5', 'Paris'])).toBeUndefined();
    const broken = { ...drawn, broken: {} } as unknown as DrawResult;
    expect(drawMeasures.saying(broken, ['1', 'Paris'])).toBeUndefined();
    expect(drawMeasures.different(broken, ['1'])).toBeUndefined();
  });
});

test('answers are measured by their part of what all have together', () => {
  const answer = (text: string, ...chances: number[]) => ({
    text,
    tokens: chances.map((chance, at) => ({
      ...candidateOf(` ${text}${at}`, chance),
      probability: exactly(chance),
      alternatives: [],
    })),
  });
  const result = { answers: [answer('swim', 0.2, 0.5), answer('fly', 0.3)] } as unknown as OptionsResult;
  expect(optionsMeasures.shares(result)).toEqual({
    kind: 'ranking',
    unit: 'share',
    items: [
      { label: 'fly', value: about(0.3 / 0.4) },
      { label: 'swim', value: about(0.1 / 0.4) },
    ],
  });
});

test('a stored lesson has the gaps of its picture again', () => {
  const points = [{ label: 'step 1', at: 1, values: [3.5, undefined] }];
  const lesson = { ...lessonOf('training'), picture: { kind: 'curve', points } };
  const stored = lessonType.schema.encode(lesson as unknown as LessonResult);
  expect(lessonType.schema.parse(JSON.parse(JSON.stringify(stored)))).toMatchObject({
    picture: { kind: 'curve', points },
  });
});
