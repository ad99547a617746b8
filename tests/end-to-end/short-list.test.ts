import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShortList } from '../builders/short-list.js';
import type { EndpointStub } from '../model/endpoint-stub.js';
import { buttonsOf, choose, entriesOf, open, picturesOf, plainText, readText, useRoom } from './harness.js';
import { readTables } from './read-table.js';
import { useTinyModel } from './tiny-answers.js';

/** As many tokens as OpenAI lists. */
const LISTED = 20;
const FRANCE = 'The capital of France is';

let stub: EndpointStub;
beforeAll(async () => {
  stub = await openShortList(LISTED);
});
afterAll(() => stub.close());

const room = useRoom(() => ({ baseURL: stub.baseURL }));
const tiny = useTinyModel();

const isFinished = (message: APIMessage) => 'Explain' in buttonsOf(message);
const detailsOf = (message: APIMessage) => open(room().person, message, 'Details', (now) => readText(now) !== '');

/** The whole distribution at a temperature, from that at temperature 1. */
function wholeAt(temperature: number, own: readonly number[]): number[] {
  if (temperature === 0) return own.map((_, at) => (at === 0 ? 1 : 0));
  const weights = own.map((p) => p ** (1 / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** What the list can hide: all that is not listed on as few tokens as can hold it, on all others, or as it really is. */
function possible(whole: readonly number[], size: number): number[][] {
  const listed = whole.slice(0, LISTED);
  const hidden = 1 - listed.reduce((sum, one) => sum + one, 0);
  const cap = listed.at(-1) ?? 0;
  const full = Math.floor(hidden / cap);
  const few = [...Array.from({ length: full }, () => cap), hidden - full * cap];
  const even = Array.from({ length: size - LISTED }, () => hidden / (size - LISTED));
  return [[...listed, ...few], [...listed, ...even], [...whole]];
}

function overlap(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, each, at) => sum + Math.min(each, q[at] ?? 0), 0);
}

/** Half of each Kullback–Leibler divergence to the mean, in bits. */
function jensenShannon(p: readonly number[], q: readonly number[]): number {
  const part = (one: number, other: number) => (one === 0 ? 0 : (one * Math.log2((2 * one) / (one + other))) / 2);
  return p.reduce((sum, each, at) => sum + part(each, q[at] ?? 0) + part(q[at] ?? 0, each), 0);
}

describe('a server that lists 20 tokens', () => {
  test('/temperature: what is sure holds whatever the other tokens have, and estimates hold what they have', async () => {
    const message = await room().person.slash('temperature', { prompt: FRANCE }).settled(isFinished);
    const card = readText(await detailsOf(message));
    const tables = readTables(card, /^ *T = /);
    const table = tables.pop();
    const whole = await tiny.whole(FRANCE);
    const temperatures = [0.2, 0.7, 1, 1.5, 2];
    const estimated = [0, 1, 2, 3, 4, 5].map((row) => tables.flatMap(({ rows }) => rows[row]?.figures ?? []));
    for (const [column, temperature] of temperatures.entries()) {
      const truth = wholeAt(temperature, whole).map((share) => 100 * share);
      for (const [row, figures] of estimated.entries()) {
        expect(figures[column]?.low).toBeLessThanOrEqual(truth[row] ?? Number.NaN);
        expect(figures[column]?.high).toBeGreaterThanOrEqual(truth[row] ?? Number.NaN);
      }
    }
    for (const [column, temperature] of temperatures.entries()) {
      for (const spread of possible(whole, whole.length)) {
        const shares = wholeAt(temperature, spread).map((share) => 100 * share);
        for (const row of [0, 1, 2, 3, 4, 5]) {
          const figure = table?.rows[row]?.figures[column];
          expect(figure?.low).toBeLessThanOrEqual(shares[row] ?? Number.NaN);
          expect(figure?.high).toBeGreaterThanOrEqual(shares[row] ?? Number.NaN);
        }
      }
    }
    expect(card).toContain('The server lists only the 20 likeliest tokens.');
    expect(card).toContain('What is sure');
    expect(readText(message)).toMatch(
      /At temperature 0\.2, \*\*“Paris”\*\* has .* At 2 it has only \*\*about [\d.]+% \(/,
    );
    expect(picturesOf(message)[0]?.alt).toMatch(/“?·?Paris”? .*about [\d.]+% \([\d.]+–[\d.]+%\)/);
  });

  test('/compare: the figures hold whatever the other tokens have, of each token and of each two settings', async () => {
    const options = { prompt: FRANCE, values: '0; 0.7; 1; 1.5', tokens: 10 };
    const message = await room().person.slash('compare', options).settled(isFinished);
    const details = readText(await detailsOf(message));
    const [estimates, figures] = readTables(details, /^ *T = 0/);
    const [estimatedPairs, pairs] = readTables(details, /overlap {2}/);
    expect(estimates?.rows).toHaveLength(figures?.rows.length ?? 0);
    const temperatures = [0, 0.7, 1, 1.5];
    expect(pairs?.rows).toHaveLength(6);
    const own = await tiny.whole(FRANCE);
    for (const spread of possible(own, own.length)) {
      const whole = temperatures.map((temperature) => wholeAt(temperature, spread));
      for (const [row, { figures: shown }] of figures?.rows.slice(0, -1).entries() ?? []) {
        for (const [column, figure] of shown.entries()) {
          const truth = 100 * (whole[column]?.[row] ?? Number.NaN);
          expect(figure?.low).toBeLessThanOrEqual(truth);
          expect(figure?.high).toBeGreaterThanOrEqual(truth);
        }
      }
      for (const { label, figures: shown } of pairs?.rows ?? []) {
        const [p = [], q = []] = label.split(' and ').map((name) => whole[temperatures.indexOf(Number(name.slice(4)))]);
        for (const [at, truth] of [100 * overlap(p, q), jensenShannon(p, q)].entries()) {
          expect(shown[at]?.low).toBeLessThanOrEqual(truth);
          expect(shown[at]?.high).toBeGreaterThanOrEqual(truth);
        }
      }
    }
    for (const [at, { label, figures: shown }] of estimatedPairs?.rows.entries() ?? []) {
      const [p = [], q = []] = label.split(' and ').map((name) => wholeAt(Number(name.slice(4)), own));
      expect(shown[0]?.low).toBeLessThanOrEqual(100 * overlap(p, q));
      expect(shown[0]?.high).toBeGreaterThanOrEqual(100 * overlap(p, q));
      expect(shown[0]?.low).toBeGreaterThanOrEqual(pairs?.rows[at]?.figures[0]?.low ?? 0);
    }
    expect(plainText(message)).toMatch(
      /Temperatures 0 and 1\.5 agree on about \d+( \(\d+–\d+\))? of 100 first tokens\./,
    );
  });

  test('/dice: the model is asked, and it is said why, where too little is known to roll here', async () => {
    const message = await room()
      .person.slash('dice', { prompt: FRANCE, temperature: 2, rolls: 60 })
      .settled((now) => Object.keys(buttonsOf(now)).some((label) => /^Roll [\d,]+ more$/.test(label)));
    expect(picturesOf(message)[0]?.alt).toContain('What came up in 60 rolls?');
    const details = readText(await detailsOf(message));
    expect(details).toMatch(
      /asked for each roll.* lists only 20 tokens, so rolls of Tokenscope could be off by up to [\d.]+ perc/,
    );
    expect(details).toContain('Some expected counts are ranges');
    expect(details).toMatch(/^ *\d+ +about [\d.]+ \([\d.]+–[\d.]+\) .* all others$/m);
    expect(details).toContain('“About” marks an estimate');
    // All that came up without a row of its own is named, or counted where there are too many.
    expect(details).toMatch(/Among all others: .+ 1×/);
  });

  test('/generate: the share at a temperature is a range around the true one', async () => {
    const prompt = 'Once upon a time';
    const options = { prompt, temperature: 1.6, top_k: 5, seed: 7, tokens: 1 };
    const message = await room().person.slash('generate', options).settled(isFinished, 60_000);
    const shown = await room()
      .person.press(message.id, 'Step by step')
      .settled((now) => readText(now).includes('Step 1 of '), 60_000);
    const [, low, high] =
      readText(shown).match(/temperature 1\.6 makes that about [\d.]+% \(([\d.]+)–([\d.]+)%\)/) ?? [];
    const { tokens, probabilities } = await tiny.complete({ ...options, max_tokens: 1 });
    expect(tokens).toHaveLength(1);
    const weights = (await tiny.whole(prompt)).map((probability) => probability ** (1 / 1.6));
    const share = ((probabilities[0] ?? 0) ** (1 / 1.6) / weights.reduce((sum, weight) => sum + weight, 0)) * 100;
    expect(Number(low)).toBeLessThanOrEqual(share + 0.5);
    expect(Number(high)).toBeGreaterThanOrEqual(share - 0.5);
    expect(Number(low)).toBeLessThan(Number(high));
  });

  const SHARPEN = 'Sharpen the estimate';
  const first = /·Paris [^;]*?about [\d.]+% \(([\d.]+)–([\d.]+)%\)/;

  /** How far apart the ends are that a picture's description has for the first token. */
  function widthOf(message: APIMessage): number {
    const [, low, high] = first.exec(picturesOf(message)[0]?.alt ?? '') ?? [];
    return Number(high) - Number(low);
  }

  test.each([
    ['nextword', { prompt: FRANCE, temperature: 2 }],
    ['sampling', { prompt: FRANCE, temperature: 2, top_p: 0.99 }],
    ['temperature', { prompt: FRANCE, temperatures: '1, 2' }],
  ] as const)('/%s: draws of the model narrow the estimate, and are told', async (name, options) => {
    const { person } = room();
    const before = await person.slash(name, options).settled(isFinished);
    const sharper = await choose(person, before, SHARPEN).settled(
      (now) => isFinished(now) && plainText(now).includes('counted 200 draws'),
      60_000,
    );
    const truth = 100 * (wholeAt(2, await tiny.whole(FRANCE))[0] ?? Number.NaN);
    const [, low, high] = first.exec(picturesOf(sharper)[0]?.alt ?? '') ?? [];
    expect(Number(low)).toBeLessThanOrEqual(truth + 1);
    expect(Number(high)).toBeGreaterThanOrEqual(truth - 1);
    expect(widthOf(sharper)).toBeLessThan(widthOf(before));
    const details = readText(await detailsOf(sharper));
    expect(details).toMatch(
      /at temperature 2, with nothing cut, the model drew \d+ tokens\. \d+ of them are not listed/,
    );
  });

  test('nothing is to be sharpened where all is known', async () => {
    const message = await room().person.slash('nextword', { prompt: FRANCE, temperature: 1 }).settled(isFinished);
    expect(Object.keys(entriesOf(message))).not.toContain(SHARPEN);
    expect(readText(message)).not.toContain('about ');
  });
});

describe('a server of one model', () => {
  test.each([
    [{}, /lists only one model, tokenscope-tiny, .* Compare temperatures or system prompts/],
    [{ values: 'a, b' }, /lists only one model, tokenscope-tiny/],
  ])('models cannot be compared: %j', async (options, sentence) => {
    const message = await room()
      .person.slash('compare', { prompt: 'Hi', what: 'models', ...options })
      .settled();
    expect(plainText(message)).toMatch(sentence);
    expect(message.mention_everyone).toBe(false);
    expect(picturesOf(message)).toEqual([]);
  });
});
