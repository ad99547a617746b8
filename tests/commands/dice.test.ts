import { describe, expect, test } from 'vitest';
import { testOf } from '../../commands/dice/in-full.js';
import { comparable, createCategorizer, predictionOf, predictRolls } from '../../commands/dice/prediction.js';
import { addTally, type DiceResult, diceResult, type Fit, rollsOf } from '../../commands/dice/result.js';
import { rollMore } from '../../commands/dice/roll.js';
import { systemRandom } from '../../commands/dice/system-random.js';
import { diceWords } from '../../commands/dice/words.js';
import type { NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import { createResultStore } from '../../src/lesson/command/result.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import type { Services } from '../../src/services.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { asker } from '../builders/asker.js';
import { candidateOf, distributionOf } from '../builders/distribution.js';
import { commandNamed } from './command-named.js';
import { press, wordsOf } from './press.js';

const endpoint = { label: 'here', tiny: false };
const stored = createResultStore('dice', { version: 1, schema: diceResult }, true);

/** Nothing is rolled yet, 100 on a press. */
const resultOf = (answer: ReturnType<typeof distributionOf>, more: Partial<DiceResult> = {}): DiceResult => ({
  record: keepRecord(
    { kind: 'next-token', asked: { prompt: 'x', candidates: 2 }, answer },
    endpoint,
  ) as NextTokenRecord,
  temperature: 1,
  rollsEach: 100,
  asksModel: false,
  counts: [...answer.candidates.map(() => 0), 0],
  unlisted: [],
  handedOut: 0,
  requests: 0,
  fit: { verdict: 'too-few', p: 1, statistic: 0, method: 'simulation', groups: [] },
  ...more,
});

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
  const told: Pick<DiceResult, 'counts' | 'unlisted'> = {
    counts: [5, 3, 2, 1],
    unlisted: [{ what: 'token', label: '·z', count: 1 }],
  };
  expect(comparable(told, prediction)).toEqual({ result: told, prediction, hasUntold: false });

  const untold: typeof told = { counts: [1, 3, 0, 7], unlisted: [{ what: 'part', count: 7 }] };
  const { result, prediction: seen, hasUntold } = comparable(untold, prediction);
  expect(hasUntold).toBe(true);
  expect(result.counts).toEqual([3, 8]);
  expect(result.unlisted).toEqual([
    { what: 'part', count: 7 },
    { what: 'token', label: '⟨F0⟩', count: 1 },
  ]);
  expect(seen.categories.map(({ label }) => label)).toEqual(['·a']);
  expect(seen.probabilities.map(({ low }) => low)).toEqual([expect.closeTo(0.3, 9), expect.closeTo(0.7, 9)]);
});

test('a rolled part of a character that looks like a listed one may be any other, and is not taken for that one', async () => {
  const looksLikeOne = candidateOf('\uFFFD', 0.2);
  const rolls: Services['model']['rolls'] = async ({ onRolls }) => {
    const rolled = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? candidateOf(' a', 0.5) : looksLikeOne));
    onRolls?.(rolled);
    return rolled;
  };
  const services = { model: { endpoint, rolls } } as unknown as Services;
  const bare = resultOf(distributionOf([candidateOf(' a', 0.5), looksLikeOne]), { asksModel: true, handedOut: 100 });
  const { tally } = await rollMore(bare, press('-'), services, () => {});
  const { result, prediction, hasUntold } = comparable(addTally(bare, tally), predictionOf(bare));
  expect(hasUntold).toBe(true);
  expect(result.counts).toEqual([50, 50]);
  expect(result.unlisted).toEqual([{ what: 'part', count: 50 }]);
  expect(prediction.probabilities.map(({ low }) => low)).toEqual([expect.closeTo(0.5, 9), expect.closeTo(0.5, 9)]);
});

test('that some rolls were not told is kept, however many others have names', () => {
  const before = {
    counts: [0],
    unlisted: Array.from({ length: 300 }, (_, at) => ({ what: 'token', label: `${at}`, count: 1 }) as const),
    requests: 0,
  };
  const { unlisted } = addTally(before, { counts: [1], unlisted: [{ what: 'part', count: 1 }], requests: 1 });
  expect(unlisted[0]).toEqual({ what: 'part', count: 1 });
});

test('random numbers of the system spread over [0, 1)', () => {
  const numbers = Array.from({ length: 4000 }, systemRandom);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  // Five standard deviations of the mean of so many.
  expect(Math.abs(numbers.reduce((sum, number) => sum + number, 0) / 4000 - 0.5)).toBeLessThan((5 * 0.2887) / 63);
});

describe('a verdict', () => {
  const words = diceWords('en');
  const tested = (p: number, verdict: Fit['verdict'], more: Partial<Fit> = {}): Fit => ({
    p,
    verdict,
    statistic: 3,
    method: 'chi-square',
    groups: [],
    ...more,
  });
  const verdict = (of: Fit, more: Partial<Parameters<typeof words.verdict>[0]> = {}) =>
    words.verdict({
      fit: of,
      rolls: 100,
      impossible: [],
      isAsked: false,
      isLoose: false,
      isEachInside: false,
      ...more,
    });

  test('of rolls that fit', () => {
    expect(verdict(tested(0.43, 'fits'))).toBe(
      '**100 rolls, and all as expected:** luck alone can explain the differences.',
    );
  });

  test.each([
    [0.43, '43 of 100 tries', '0.430'],
    [0.999, 'more than 99 of 100 tries', '0.999'],
    [0.0001, 'fewer than 1 of 1,000 tries', 'under 0.001'],
  ])('has its p-value of %d in the details, in words', (p, tries, figure) => {
    expect(words.pValue(p)).toContain(`in ${tries}: the p-value is ${figure}.`);
  });

  test.each([
    [0.03, 'surprising', '3 of 100 tries'],
    [0.004, 'surprising', '4 of 1,000 tries'],
    [0.0001, 'does-not-fit', 'fewer than 1 of 1,000 tries'],
  ] as const)('of rolls with p %d', (p, kind, words) => {
    expect(verdict(tested(p, kind))).toContain(words);
    expect(verdict(tested(p, kind))).toContain('Here it was luck');
    expect(verdict(tested(p, kind), { isAsked: true })).toContain(words);
    expect(verdict(tested(p, kind), { isAsked: true })).not.toContain('Here it was luck');
    expect(verdict(tested(p, kind), { isEachInside: true })).toContain(
      'each bar alone is as expected, but luck gives all of them together in',
    );
  });

  test('of too few, of none, of exactly as many, and of what cannot come up', () => {
    expect(verdict(tested(1, 'too-few'), { rolls: 7 })).toContain('**Only 7 rolls: too few to tell.**');
    expect(verdict(tested(1, 'too-few'))).toContain('no result would be a surprise');
    expect(verdict(tested(1, 'too-few'), { rolls: 0 })).toBe('**Nothing was rolled yet.**');
    expect(verdict(tested(1, 'fits', { statistic: 0 }))).toContain('exactly as often as expected');
    expect(verdict(tested(0, 'does-not-fit'), { impossible: ['·x', '·`y'] })).toContain(
      '**The rolls do not fit:** `·x`, `` ·`y `` came up, but had a chance of 0%.',
    );
  });

  test('tells what was counted together', () => {
    const groups = [
      { categories: [0], observed: 60, expected: 58 },
      { categories: [1, 2, 3, 4, 5], observed: 12, expected: 10.26 },
    ];
    const labels = ['a', 'b', 'c', 'd', 'e'];
    expect(words.test(testOf(tested(0.5, 'fits', { groups }), labels, false))).toContain(
      '`b`, `c`, `d`, 1 more and all that are not listed. That group was rolled 12 times; expected was 10.',
    );
    // Where the server told every token, none is left that it does not list.
    expect(words.test(testOf(tested(0.5, 'fits', { groups }), labels, true))).toContain(
      '`b`, `c`, `d`, 1 more and all rarer ones. That group was rolled 12 times; expected was 10.',
    );
    expect(words.test(testOf(tested(0.5, 'fits', { method: 'simulation' }), [], false))).toContain(
      'too few rolls for the usual test',
    );
  });
});

const dice = commandNamed('dice');
const rollAgain = (runId: string, services: Services) => {
  if (dice.actions.more === undefined) throw new Error('/dice rolls again');
  return dice.actions.more.run(press(runId), services);
};

test('rolls go on for as long as their distribution is kept, and then say so', async () => {
  let now = 0;
  const storage = await openStorage({ url: 'file::memory:', now: () => now });
  const services = { runs: storage.runs, model: { endpoint } } as unknown as Services;
  const answer = distributionOf([candidateOf(' a', 0.5), candidateOf(' b', 0.3)]);
  const result = resultOf(answer, { rollsEach: 10, counts: [6, 3, 1], handedOut: 10 });
  const runId = await stored.create(services, result, asker);

  const { result: loaded } = await stored.load(services, runId);
  expect(loaded).toEqual(result);
  expect(loaded.record.answer.candidates.map(({ text }) => text)).toEqual([' a', ' b']);
  expect(wordsOf(await rollAgain(runId, services))).toContain('20 rolls');
  expect(rollsOf((await stored.load(services, runId)).result)).toBe(20);

  now = 31 * 86_400_000;
  const gone = 'no longer kept (they are kept for 30 days). Run /dice again.';
  await expect(rollAgain(runId, services)).rejects.toThrow(gone);
  await storage.close();
});

test.each([99_999_999, 1001, 9, 0.5, Number.NaN])('%d rolls are refused before the model is asked', (rolls) => {
  const given = [
    { name: 'prompt', value: 'x' },
    { name: 'rolls', value: rolls },
  ];
  expect(() => dice.prepare(given)).toThrow('The option “rolls” takes a whole number from 10 to 1,000. Type one.');
});

test('a table takes as many rolls as it holds, and a press on an earlier message no more', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  const services = { runs: storage.runs, model: { endpoint } } as unknown as Services;
  const answer = distributionOf([candidateOf(' a', 0.5), candidateOf(' b', 0.3)]);
  const runId = await stored.create(
    services,
    resultOf(answer, { rollsEach: 1000, seed: 1, counts: [9000, 0, 0], handedOut: 9000 }),
    asker,
  );
  await rollAgain(runId, services);
  expect(rollsOf((await stored.load(services, runId)).result)).toBe(10_000);
  await expect(rollAgain(runId, services)).rejects.toThrow('There is room for 10,000 rolls');
  expect((await stored.load(services, runId)).result.handedOut).toBe(10_000);
  await storage.close();
});

test('of many who roll again at once each counts once, and with a seed they roll what one would have', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  const services = { runs: storage.runs, model: { endpoint } } as unknown as Services;
  const answer = distributionOf([candidateOf(' a', 0.5), candidateOf(' b', 0.3)]);
  const rolled = async (rollsEach: number, presses: number) => {
    const runId = await stored.create(services, resultOf(answer, { rollsEach, seed: 5 }), asker);
    await Promise.all(Array.from({ length: presses }, () => rollAgain(runId, services)));
    return (await stored.load(services, runId)).result;
  };
  const [many, one] = [await rolled(40, 8), await rolled(320, 1)];
  expect(rollsOf(many)).toBe(320);
  expect(many.counts).toEqual(one.counts);
  expect(many.fit).toEqual(one.fit);
  expect(many.handedOut).toBe(320);
  await storage.close();
});

test('one seed rolls after each prompt in a way of its own', () => {
  const answer = distributionOf([candidateOf(' a', 0.5), candidateOf(' b', 0.3)]);
  const rolled = (prompt: string) => {
    const { record, ...result } = resultOf(answer, { seed: 5, handedOut: 100 });
    const asked = { ...record, asked: { ...record.asked, prompt } };
    return rollMore({ ...result, record: asked }, press('-'), {} as Services, () => {});
  };
  return Promise.all(['x', 'y', 'x'].map(rolled)).then(([one, other, again]) => {
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });
});

test('rolls that the model is asked for have other seeds on each press', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  const seeds: (number | undefined)[] = [];
  const rolls: Services['model']['rolls'] = async ({ seed, count, onRolls }) => {
    seeds.push(seed);
    const tokens = Array.from({ length: count }, () => candidateOf(' a', 0.5));
    onRolls?.(tokens);
    return tokens;
  };
  const services = { runs: storage.runs, model: { endpoint, rolls } } as unknown as Services;
  const result = resultOf(distributionOf([candidateOf(' a', 0.9)]), { rollsEach: 10, seed: 7, asksModel: true });
  const runId = await stored.create(services, result, asker);
  await Promise.all([rollAgain(runId, services), rollAgain(runId, services), rollAgain(runId, services)]);
  expect(new Set(seeds)).toEqual(new Set([7, 17, 27]));
  expect((await stored.load(services, runId)).result).toMatchObject({ counts: [30, 0], requests: 3 });
  await storage.close();
});
