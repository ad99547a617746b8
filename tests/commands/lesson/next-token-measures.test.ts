import { describe, expect, test } from 'vitest';
import { drawMeasures } from '../../../commands/lesson/runs/draw-run.js';
import { nextwordMeasures, possibleIn } from '../../../commands/lesson/runs/nextword-run.js';
import { samplingMeasures } from '../../../commands/lesson/runs/sampling-run.js';
import { surpriseMeasures } from '../../../commands/lesson/runs/surprise-run.js';
import { temperatureMeasures } from '../../../commands/lesson/runs/temperature-run.js';
import type { NextwordResult } from '../../../commands/nextword/result.js';
import type { SamplingResult } from '../../../commands/sampling/result.js';
import type { SurpriseResult } from '../../../commands/surprise/result.js';
import type { Distribution } from '../../../src/domain/distribution.js';
import type { ScoredTextToken } from '../../../src/domain/scored-text.js';
import type { NextTokenRecord } from '../../../src/lesson/asking/next-token.js';
import { keepRecord } from '../../../src/lesson/record/record.js';
import { candidateOf, distributionOf } from '../../builders/distribution.js';

const SHARES = [0.5, 0.25, 0.125, 0.0625, 0.0625];

/** A vocabulary of five tokens, all of which are listed. */
const whole = distributionOf(
  SHARES.map((share, at) => candidateOf(` word${at}`, share)),
  { vocabularySize: SHARES.length },
);

/** The first two of them, and nobody tells how many others there are. */
const open = distributionOf(
  SHARES.slice(0, 2).map((share, at) => candidateOf(` word${at}`, share)),
  { hiddenMass: 0.25, cap: 0.125 },
);

const recordOf = (answer: Distribution) =>
  keepRecord(
    { kind: 'next-token', asked: { prompt: 'I like', candidates: 100 }, answer },
    { label: 'here', tiny: false },
  ) as NextTokenRecord;

describe('how many tokens are possible', () => {
  const possible = (distribution: Distribution) => nextwordMeasures.possible({ distribution } as NextwordResult);

  test('where all are told: those with a chance above nothing', () => {
    const withNothing = { ...whole, candidates: [...whole.candidates, candidateOf(' never', 0)] };
    expect(possible(withNothing)).toEqual({ kind: 'number', unit: 'tokens', value: { low: 5, high: 5 } });
  });

  test('of bins that have a least chance, all', () => {
    const tail = [
      { count: 40, mass: 0.2, greatest: 0.006, least: 0.004 },
      { count: 60, mass: 0.05, greatest: 0.001, least: 1e-9 },
    ];
    expect(possibleIn({ ...open, tail })).toEqual({ low: 102, high: 102 });
  });

  test('of others at least as many as their chance takes; without an end another endpoint is asked', () => {
    // 0.25 in portions of at most 0.125 is two tokens or more.
    expect(possibleIn(open)).toEqual({ low: 4, high: Number.POSITIVE_INFINITY });
    expect(possible(open)).toBeUndefined();
  });
});

describe('what a temperature makes of chances', () => {
  const at = (...temperatures: number[]) => ({ record: recordOf(whole), temperatures, candidates: 3 });
  const shared = (temperature: number) => {
    const weights = SHARES.map((share) => share ** (1 / temperature));
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return weights.map((weight) => weight / sum);
  };

  test('who gains from the lowest to the highest', () => {
    const measured = temperatureMeasures.gains(at(0.5, 1, 2), ['first', 'second', 'others']);
    const [cold, hot] = [shared(0.5), shared(2)];
    const gains = cold.map((share, place) => (hot[place] ?? 0) - share);
    const [first = 0, second = 0, ...others] = gains;
    expect(measured).toMatchObject({ kind: 'ranking', unit: 'points' });
    const expected = { first, second, others: others.reduce((sum, gain) => sum + gain, 0) };
    for (const { label, value } of measured.items) {
      const wanted = expected[label as keyof typeof expected];
      expect(value.low).toBeCloseTo(wanted, 9);
      expect(value.high).toBeCloseTo(wanted, 9);
    }
  });

  test('the chance of the likeliest at the highest', () => {
    const { value, unit } = temperatureMeasures['best-when-hot'](at(1, 2));
    expect(unit).toBe('share');
    expect(value.low).toBeCloseTo(shared(2)[0] ?? 0, 9);
    expect(value.high).toBeCloseTo(shared(2)[0] ?? 0, 9);
  });
});

describe('what a cut leaves', () => {
  const cut = (answer: Distribution, cuts: Partial<SamplingResult>): SamplingResult => ({
    temperature: 1,
    record: recordOf(answer),
    candidates: 3,
    isExample: false,
    ...cuts,
  });

  test.each([
    // 0.5 + 0.25 is 0.75; a tenth of 0.5 is 0.05, and a quarter of it 0.125.
    ['top-k', { topK: 2 }, 0.25, 2],
    ['top-p', { topP: 0.75 }, 0.25, 2],
    ['min-p', { minP: 0.1 }, 0, 5],
    ['a higher min-p', { minP: 0.25 }, 0.125, 3],
  ])('%s', (_, cuts, lost, left) => {
    const { value } = samplingMeasures.cut(cut(whole, cuts));
    expect(value.low).toBeCloseTo(lost, 12);
    expect(value.high).toBeCloseTo(lost, 12);
    expect(samplingMeasures.left(cut(whole, cuts))).toEqual({
      kind: 'number',
      unit: 'tokens',
      value: { low: left, high: left },
    });
  });

  test('where nobody tells how many others there are, another endpoint is asked', () => {
    expect(samplingMeasures.left(cut(open, { topP: 0.9 }))).toBeUndefined();
    // At most 0.25 / 0.0005 of them have a thousandth of what the likeliest one has.
    expect(samplingMeasures.left(cut(open, { minP: 0.001 }))?.value).toEqual({ low: 2, high: 502 });
  });
});

test('how many different endings came at a temperature', () => {
  const ending = (text: string, count: number) => ({ text, isCut: false, count });
  const result = {
    columns: [
      { temperature: 0, endings: [ending('doctor.', 20)] },
      { temperature: 1, endings: [ending('doctor.', 12), ending('teacher.', 7), ending('cloud', 1)] },
    ],
  } as Parameters<typeof drawMeasures.different>[0];
  expect(drawMeasures.different(result, ['1'])).toEqual({
    kind: 'number',
    unit: 'count',
    value: { low: 3, high: 3 },
  });
  expect(drawMeasures.different(result, ['1.5'])).toBeUndefined();
});

describe('how surprising words are', () => {
  const token = (text: string, low: number, high = low): ScoredTextToken => ({
    text,
    bytes: undefined,
    id: undefined,
    probability: { low, high },
    rank: undefined,
    alternatives: [],
  });
  const scored = (...tokens: ScoredTextToken[]) =>
    ({
      record: { kind: 'score', answer: { tokens } },
    }) as unknown as SurpriseResult;

  test('the bits of all their tokens together, without signs behind them', () => {
    const result = scored(
      token('The', 0.5),
      token(' cap', 0.25),
      token('ital', 0.5),
      token(' is', 0.5),
      token(' Paris', 0.125),
      token('.', 0.5),
    );
    expect(surpriseMeasures.bits(result, ['Paris', 'capital'])).toEqual({
      kind: 'ranking',
      unit: 'bits',
      items: [
        { label: 'Paris', value: { low: expect.closeTo(3, 9), high: expect.closeTo(3, 9) } },
        { label: 'capital', value: { low: expect.closeTo(3, 9), high: expect.closeTo(3, 9) } },
      ],
    });
  });

  test('one that is only known to be at least so surprising, or is not there, is asked of another endpoint', () => {
    expect(surpriseMeasures.bits(scored(token('The', 0.5), token(' cat', 0, 0.01)), ['cat'])).toBeUndefined();
    expect(surpriseMeasures.bits(scored(token('The', 0.5)), ['cat'])).toBeUndefined();
  });
});
