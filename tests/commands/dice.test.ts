import { describe, expect, test } from 'vitest';
import { comparable, createCategorizer, predictRolls } from '../../commands/dice/prediction.js';
import { rollMore } from '../../commands/dice/roll.js';
import {
  addTally,
  loadDice,
  replay,
  rollsOf,
  type StoredDice,
  storedDice,
  UNTOLD_PART,
} from '../../commands/dice/run.js';
import { systemRandom } from '../../commands/dice/system-random.js';
import { describeTest, describeVerdict } from '../../commands/dice/verdict.js';
import { dice } from '../../commands/dice.js';
import { checkOptions } from '../../src/discord/options.js';
import type { GoodnessOfFit } from '../../src/sampling/goodness-of-fit.js';
import type { Services } from '../../src/services.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { candidateOf, distributionOf } from '../builders/distribution.js';
import { press } from './press.js';

describe('what is rolled from', () => {
  const listed = distributionOf([candidateOf(' a', 0.5), candidateOf(' b', 0.3)]);

  test('is exact at temperature 1, all that is not listed being one category', () => {
    const { probabilities, local, width } = predictRolls({ distribution: listed, temperature: 1 });
    expect(width).toBe(0);
    for (const [place, probability] of [0.5, 0.3, 0.2].entries()) {
      expect(probabilities[place]?.low).toBeCloseTo(probability, 9);
      expect(probabilities[place]?.high).toBeCloseTo(probability, 9);
      expect(local?.[place]).toBeCloseTo(probability, 9);
    }
  });

  test('is not known well enough to roll here where a hidden tail may grow', () => {
    const { probabilities, local, width } = predictRolls({ distribution: listed, temperature: 2 });
    expect(local).toBeUndefined();
    expect(width).toBeGreaterThan(0.1);
    expect(probabilities.at(-1)?.high).toBe(1);
  });

  test('is exact again after a cut that leaves only listed tokens', () => {
    const { local, width } = predictRolls({ distribution: listed, temperature: 2, topK: 2 });
    const [a, b] = [Math.sqrt(0.5), Math.sqrt(0.3)];
    expect(width).toBe(0);
    expect(local?.[0]).toBeCloseTo(a / (a + b), 9);
    expect(local?.[2]).toBe(0);
  });

  test('tokens that a draw cannot tell apart are one category', () => {
    const alike = distributionOf([candidateOf('\uFFFD', 0.5), candidateOf('\uFFFD', 0.2), candidateOf('x', 0.1)]);
    const { categories, probabilities, local } = predictRolls({ distribution: alike, temperature: 1 });
    expect(categories.map(({ tokens }) => tokens.length)).toEqual([2, 1]);
    expect(probabilities[0]?.low).toBeCloseTo(0.7, 9);
    expect(local?.[0]).toBeCloseTo(0.7, 9);
  });
});

describe('a drawn token', () => {
  const { categories } = predictRolls({
    distribution: distributionOf([
      candidateOf('\uFFFD', 0.4, { id: 1, bytes: Uint8Array.of(0xf0) }),
      candidateOf('\uFFFD', 0.2, { id: 2, bytes: Uint8Array.of(0xe2) }),
      candidateOf('', 0.1, { id: 3 }),
    ]),
    temperature: 1,
  });

  test.each([
    ['by its id', { text: '\uFFFD', bytes: undefined, id: 2 }, 1],
    ['by its bytes where it has no id', { text: '\uFFFD', bytes: Uint8Array.of(0xe2), id: undefined }, 1],
    ['the end of the text, whatever its name', { text: '</s>', bytes: undefined, id: undefined }, 2],
    ['the end of the text, which the server does not name', undefined, 2],
    ['one that is not listed', { text: ' z', bytes: undefined, id: 9 }, 3],
    [
      'no listed part of a character where nothing else is told',
      { text: '\uFFFD', bytes: undefined, id: undefined },
      3,
    ],
  ])('%s', (_, drawn, place) => {
    expect(createCategorizer(categories)(drawn)).toBe(place);
  });
});

test('rolls of parts of characters that the server does not tell count with all such parts, among the others', () => {
  const part = (byte: number, p: number) => candidateOf('\uFFFD', p, { id: byte, bytes: Uint8Array.of(byte) });
  const prediction = predictRolls({
    distribution: distributionOf([part(0xf0, 0.4), candidateOf(' a', 0.3, { id: 1 }), part(0xe2, 0.2)]),
    temperature: 1,
  });
  const told = { counts: [5, 3, 2, 1], unlisted: [{ label: '·z', count: 1 }] };
  expect(comparable(told, prediction)).toEqual({ run: told, prediction, hasUntold: false });

  const untold = { counts: [1, 3, 0, 7], unlisted: [{ label: UNTOLD_PART, count: 7 }] };
  const { run, prediction: seen, hasUntold } = comparable(untold, prediction);
  expect(hasUntold).toBe(true);
  expect(run.counts).toEqual([3, 8]);
  expect(run.unlisted).toEqual([
    { label: UNTOLD_PART, count: 7 },
    { label: '⟨F0⟩', count: 1 },
  ]);
  expect(seen.categories.map(({ label }) => label)).toEqual(['·a']);
  expect(seen.probabilities.map(({ low }) => low)).toEqual([expect.closeTo(0.3, 9), expect.closeTo(0.7, 9)]);
});

test('a rolled part of a character that looks like a listed one may be any other, and is not taken for that one', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  const looksLikeOne = candidateOf('\uFFFD', 0.2);
  const answer = distributionOf([candidateOf(' a', 0.5), looksLikeOne]);
  const endpoint = { label: 'here', tiny: false };
  const rolls: Services['model']['rolls'] = async ({ onRolls }) => {
    const rolled = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? candidateOf(' a', 0.5) : looksLikeOne));
    onRolls?.(rolled);
    return rolled;
  };
  const services = { runs: storage.runs, model: { endpoint, rolls } } as unknown as Services;
  const recordId = await replay.keep(services, { kind: 'next-token', asked: { prompt: 'x', candidates: 2 }, answer });
  const stored = { prompt: 'x', temperature: 1, rollsEach: 100, asksModel: true, handedOut: 0, requests: 0 };
  const runId = await storedDice.create(services, { ...stored, recordId, counts: [0, 0, 0], unlisted: [] });
  const { run: rolled } = await rollMore(runId, press(runId), services, () => {});
  const { run, prediction, hasUntold } = comparable(rolled, predictRolls(rolled));
  expect(hasUntold).toBe(true);
  expect(run.counts).toEqual([50, 50]);
  expect(run.unlisted).toEqual([{ label: UNTOLD_PART, count: 50 }]);
  expect(prediction.probabilities.map(({ low }) => low)).toEqual([expect.closeTo(0.5, 9), expect.closeTo(0.5, 9)]);
  await storage.close();
});

test('that some rolls were not told is kept, however many others have names', () => {
  const run = {
    counts: [0],
    unlisted: Array.from({ length: 300 }, (_, at) => ({ label: `${at}`, count: 1 })),
    requests: 0,
  };
  const { unlisted } = addTally(run, { counts: [1], unlisted: [{ label: UNTOLD_PART, count: 1 }], requests: 1 });
  expect(unlisted[0]).toEqual({ label: UNTOLD_PART, count: 1 });
});

test('random numbers of the system spread over [0, 1)', () => {
  const numbers = Array.from({ length: 4000 }, systemRandom);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  // Five standard deviations of the mean of so many.
  expect(Math.abs(numbers.reduce((sum, number) => sum + number, 0) / 4000 - 0.5)).toBeLessThan((5 * 0.2887) / 63);
});

describe('a verdict', () => {
  const tested = (p: number, verdict: GoodnessOfFit['verdict'], more: Partial<GoodnessOfFit> = {}): GoodnessOfFit => ({
    p,
    verdict,
    statistic: 3,
    degreesOfFreedom: 2,
    method: 'chi-square',
    groups: [],
    ...more,
  });
  const verdict = (of: GoodnessOfFit, more: Partial<Parameters<typeof describeVerdict>[0]> = {}) =>
    describeVerdict({ fit: of, rolls: 100, impossible: [], isAsked: false, isLoose: false, ...more });

  test.each([
    [0.43, '43 of 100 tries'],
    [0.999, 'more than 99 of 100 tries'],
    [1, 'more than 99 of 100 tries'],
  ])('of rolls that fit with p %d', (p, words) => {
    expect(verdict(tested(p, 'fits'))).toBe(
      `**The rolls fit the prediction:** differences this large come up in ${words} by luck alone.`,
    );
  });

  test.each([
    [0.03, 'surprising', '3 of 100 tries'],
    [0.004, 'surprising', '4 of 1,000 tries'],
    [0.0001, 'does-not-fit', 'fewer than 1 of 1,000 tries'],
  ] as const)('of rolls with p %d', (p, kind, words) => {
    expect(verdict(tested(p, kind))).toContain(words);
    expect(verdict(tested(p, kind))).toContain('it was luck');
    expect(verdict(tested(p, kind), { isAsked: true })).toContain(words);
    expect(verdict(tested(p, kind), { isAsked: true })).not.toContain('it was luck');
  });

  test('of too few, of none, of exactly as many, and of what cannot come up', () => {
    expect(verdict(tested(1, 'too-few'), { rolls: 7 })).toContain('there are only 7');
    expect(verdict(tested(1, 'too-few'))).toContain('**Too few rolls to tell:**');
    expect(verdict(tested(1, 'too-few'), { rolls: 0 })).toBe('**Nothing was rolled yet.**');
    expect(verdict(tested(1, 'fits', { statistic: 0 }))).toContain('exactly as often as predicted');
    expect(verdict(tested(0, 'does-not-fit'), { impossible: ['·x', '·`y'] })).toContain(
      'do not fit the prediction:** `·x`, `` ·`y `` came up',
    );
  });

  test('tells what was counted together', () => {
    const groups = [
      { categories: [0], observed: 60, expected: 58 },
      { categories: [1, 2, 3, 4, 5], observed: 12, expected: 10.26 },
    ];
    expect(describeTest(tested(0.5, 'fits', { groups }), ['a', 'b', 'c', 'd', 'e', undefined])).toContain(
      '`b`, `c`, `d`, 1 more and all that are not listed; rolled 12 times, expected 10.',
    );
    expect(describeTest(tested(0.5, 'fits', { method: 'simulation' }), [])).toContain('simulated');
  });
});

test('rolls go on for as long as their distribution is kept, and then say so', async () => {
  let now = 0;
  const storage = await openStorage({ url: 'file::memory:', now: () => now });
  const endpoint = { label: 'here', tiny: false };
  const services = { runs: storage.runs, model: { endpoint } } as unknown as Services;
  const answer = distributionOf([candidateOf(' a', 0.5), candidateOf(' b', 0.3)]);
  const asked = { prompt: 'x', candidates: 2 };
  const recordId = await replay.keep(services, { kind: 'next-token', asked, answer });
  const rolls = { prompt: 'x', temperature: 1, rollsEach: 10, asksModel: false, handedOut: 0 };
  const run: StoredDice = { ...rolls, recordId, counts: [6, 3, 1], unlisted: [], requests: 0 };

  const loaded = await loadDice(run, services);
  expect(loaded).toMatchObject({ ...run, endpoint });
  expect(loaded.distribution.candidates.map(({ text }) => text)).toEqual([' a', ' b']);

  now = 31 * 86_400_000;
  await expect(loadDice(run, services)).rejects.toThrow('no longer kept (runs are kept for 30 days). Run /dice again.');
  await storage.close();
});

test.each([99_999_999, 1001, 9, 0.5, Number.NaN])('%d rolls are refused before the model is asked', async (rolls) => {
  const services = { channels: { modelOf: async () => undefined } } as unknown as Services;
  const options = { ...checkOptions(dice.options, [{ name: 'prompt', value: 'x' }]), rolls };
  const run = dice.run({ ...press('-'), options }, services);
  await expect(run).rejects.toThrow('The dice are rolled 10 to 1,000 times on one press');
});

test('a table takes as many rolls as it holds, and a press on an earlier message no more', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  const services = { runs: storage.runs, model: { endpoint: { label: 'here', tiny: false } } } as unknown as Services;
  const answer = distributionOf([candidateOf(' a', 0.5), candidateOf(' b', 0.3)]);
  const recordId = await replay.keep(services, { kind: 'next-token', asked: { prompt: 'x', candidates: 2 }, answer });
  const rolls = { prompt: 'x', temperature: 1, rollsEach: 1000, asksModel: false, handedOut: 9000, seed: 1 };
  const runId = await storedDice.create(services, {
    ...rolls,
    recordId,
    counts: [9000, 0, 0],
    unlisted: [],
    requests: 0,
  });
  const roll = () => rollMore(runId, press(runId), services, () => {});
  expect(rollsOf((await roll()).run)).toBe(10_000);
  await expect(roll()).rejects.toThrow('A table holds 10,000 rolls');
  expect((await storedDice.load(services, runId)).payload.handedOut).toBe(10_000);
  await storage.close();
});
