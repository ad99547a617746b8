import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { readGif } from '../charts/gif.js';
import { buttonsOf, choose, entriesOf, ODD_PROMPTS, open, picturesOf, readText, useRoom } from './harness.js';
import { type ReadFigure, readTables } from './read-table.js';
import { useTinyModel } from './tiny-answers.js';

const room = useRoom();
const tiny = useTinyModel();

const FRANCE = 'The capital of France is';
const HEADS = /^ *T = /;

const isDone = (message: APIMessage) => 'Animate' in buttonsOf(message);

const askTemperatures = (options: Record<string, string | number>) =>
  room().person.slash('temperature', options).settled(isDone);

/** Opens **Details**, with the tables, the formula and the file. */
const detailsOf = (message: APIMessage) => open(room().person, message, 'Details');

/** The probabilities at a temperature in percent, from those of all tokens at temperature 1. */
function expectedAt(temperature: number, whole: readonly number[]): { low: number; high: number }[] {
  const weights = whole.map((probability) => probability ** (1 / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => ({ low: (100 * weight) / sum, high: (100 * weight) / sum }));
}

/** A printed figure holds each end as it is rounded. */
function expectShows(figure: ReadFigure | undefined, { low, high }: { low: number; high: number }): void {
  expect(figure?.low).toBeLessThanOrEqual(low);
  expect(figure?.high).toBeGreaterThanOrEqual(high);
  // And it is not wider than rounding makes it.
  expect((figure?.high ?? 0) - (figure?.low ?? 0)).toBeLessThan(high - low + 1.1);
}

describe('/temperature', () => {
  test('shows one distribution at five temperatures, with the figures that follow from the logprobs', async () => {
    const message = await askTemperatures({ prompt: FRANCE });
    const card = await detailsOf(message);
    const [table] = readTables(readText(card), HEADS);
    expect(table?.heads).toEqual(['T = 0.2', 'T = 0.7', 'T = 1', 'T = 1.5', 'T = 2']);
    const answer = await tiny.whole(FRANCE);
    for (const [column, temperature] of [0.2, 0.7, 1, 1.5, 2].entries()) {
      const expected = expectedAt(temperature, answer);
      for (let row = 0; row < 6; row += 1) {
        expectShows(table?.rows[row]?.figures[column], expected[row] ?? { low: -1, high: -1 });
      }
      // All others: what the six leave.
      const shown = expected.slice(0, 6);
      const left = (end: 'low' | 'high') => 100 - shown.reduce((sum, one) => sum + one[end], 0);
      expectShows(table?.rows[6]?.figures[column], { low: left('high'), high: left('low') });
    }
    expect(table?.rows.map(({ label }) => label).slice(-2)).toEqual(['3,997 other tokens together', 'bits of entropy']);
    const [picture] = picturesOf(message);
    for (const { label } of table?.rows.slice(0, 6) ?? []) expect(picture?.alt).toContain(label);
    expect(picture?.alt).toContain('in the columns 0.2, 0.7, 1, 1.5, 2');
    expect(readText(card)).toContain('all 4,003 tokens that the model has');
    expect(readText(message)).toMatch(
      /At temperature 0\.2, \*\*“Paris”\*\* has \*\*.*\*\*\. At 2 it has only \*\*[\d.]+%\*\*/,
    );
    expect(readText(message)).not.toMatch(/bits|z/);
    expect(buttonsOf(message)).toEqual({ Animate: 'enabled', Explain: 'enabled' });
  });

  test('fills the formula with numbers that can be worked through', async () => {
    const read = readText(await detailsOf(await askTemperatures({ prompt: FRANCE, temperatures: '0.5 1' })));
    const number = (pattern: RegExp) => Number(pattern.exec(read)?.[1]?.replace('−', '-'));
    expect(read).toContain('with the numbers of “Paris” at T = 0.5');
    const probability = number(/ln ([\d.]+) =/);
    const z = number(/ln [\d.]+ = (\S+)/);
    const scaled = number(/ \/ 0\.5 = (\S+)/);
    const above = number(/exp\(zᵢ\/T\) {3}= ([\d.]+)/);
    const below = number(/Σ exp\(zⱼ\/T\) = ([\d.]+)/);
    const quotient = number(/(?:\/ [\d.]+|Σ) = ([\d.]+)/);
    expect(Math.log(probability)).toBeCloseTo(z, 3);
    expect(z / 0.5).toBeCloseTo(scaled, 3);
    expect(Math.exp(scaled)).toBeCloseTo(above, 3);
    expect(above / below).toBeCloseTo(quotient, 3);
  });

  test('takes temperatures as people write them, and says that 0 is greedy', async () => {
    const message = await askTemperatures({ prompt: FRANCE, temperatures: '1,5; 0', candidates: 3 });
    expect(readText(message)).toContain('Temperature 0 always takes **“Paris”**.');
    const read = readText(await detailsOf(message));
    const [table] = readTables(read, HEADS);
    expect(table?.heads).toEqual(['T = 0', 'T = 1.5']);
    expect(table?.rows).toHaveLength(5);
    expect(table?.rows.map(({ figures }) => figures[0]?.high).slice(0, 4)).toEqual([100, 0, 0, 0]);
    expect(read).toContain('T = 0 is greedy');
    expect(read).toContain('at T = 1.5');
  });

  test.each(['hot', '1', '0.1 0.2 0.3 0.4 0.5 0.6', '1, 3', '@everyone **1**'])(
    'temperatures that are none are answered with how to write them: %s',
    async (temperatures) => {
      const message = await room().person.slash('temperature', { prompt: FRANCE, temperatures }).settled();
      expect(readText(message).replaceAll('\\', '')).toContain('Write 2 to 5 different numbers from 0 to 2');
      expect(message.mention_everyone).toBe(false);
    },
  );

  test('Animate posts a GIF that goes there and back, and leaves the picture where it is', async () => {
    const { person, playground, fetchFile } = room();
    const still = await askTemperatures({ prompt: 'Once upon a time' });
    const presses = [person, playground.join('Ben')].map((one) => one.press(still.id, 'Animate'));
    const [animated, other] = await Promise.all(
      presses.map((press) => press.settled((now) => picturesOf(now)[0]?.url.includes('.gif') ?? false, 60_000)),
    );
    if (animated === undefined || other === undefined) throw new Error('both are answered');
    expect(new Set([still.id, animated.id, other.id]).size).toBe(3);
    const [first] = presses[0]?.history.filter((now) => picturesOf(now).length > 0) ?? [];
    expect(picturesOf(first ?? animated)[0]?.alt).toContain('What comes next at temperature 1?');
    expect(readText(first ?? animated)).toBe(readText(animated));
    expect(picturesOf(person.message(still.id) ?? animated)).toEqual(picturesOf(still));

    const [picture] = picturesOf(animated);
    const file = await fetchFile(picture?.url ?? '');
    expect(file.length).toBeLessThan(2_000_000);
    const { frames, repeat } = readGif(file);
    expect(repeat).toBe(0);
    expect(frames).toHaveLength(19);
    for (const { ms } of frames) expect(ms).toBeGreaterThanOrEqual(600);
    expect(frames.at(-1)?.ms).toBeGreaterThanOrEqual(2000);
    expect(picture?.alt).toMatch(/At its lowest: .*at temperature 0\.1\?.*At its highest: .*at temperature 2\?/);

    const card = await detailsOf(animated);
    const tables = readTables(readText(card), HEADS);
    expect(tables.flatMap(({ heads }) => heads)).toEqual(
      [0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 1.75, 2].map((temperature) => `T = ${temperature}`),
    );
    const answer = await tiny.whole('Once upon a time');
    for (const { heads, rows } of tables) {
      for (const [column, head] of heads.entries()) {
        expectShows(rows[0]?.figures[column], expectedAt(Number(head.slice(4)), answer)[0] ?? { low: -1, high: -1 });
      }
    }
  });

  test('Explain is for who asks, with numbers that can be worked through, and opens what to try next', async () => {
    const { person } = room();
    const message = await askTemperatures({ prompt: FRANCE });
    const lesson = await person.press(message.id, 'Explain').settled();
    expect(Number(lesson.flags) & 64).toBe(64);
    const [, ...figures] =
      /([\d.]+)% ÷ ([\d.]+)% = about ([\d.]+),.*itself: \3 × \3 = about ([\d.]+)\..*root: about ([\d.]+)\./.exec(
        readText(lesson),
      ) ?? [];
    const [one = 0, other = 0, ratio = 0, squared = 0, root = 0] = figures.map(Number);
    for (const [worked, told] of [
      [one / other, ratio],
      [ratio ** 2, squared],
      [Math.sqrt(ratio), root],
    ] as const) {
      expect(Math.abs(worked / told - 1)).toBeLessThan(0.02);
    }
    expect(buttonsOf(lesson)).toEqual({ 'Compare whole texts': 'enabled' });
  });

  test('the other commands take the prompt over', async () => {
    const { person } = room();
    const message = await askTemperatures({ prompt: FRANCE });
    const cut = await open(person, message, 'Sampling');
    expect(readText(cut)).toContain(FRANCE);
    const back = await open(person, cut, 'Temperature');
    expect(picturesOf(back).map(({ alt }) => alt)).toEqual(picturesOf(message).map(({ alt }) => alt));
  });

  test('an entry of the menu takes other temperatures in the same message, and refuses nonsense', async () => {
    const { person } = room();
    const message = await askTemperatures({ prompt: FRANCE });
    const form = await choose(person, message, 'Show other temperatures…').modal();
    expect(JSON.stringify(form)).toContain('"value":"0.2 0.7 1 1.5 2"');
    const changed = await person
      .submit(form, { temperatures: '0,5 1' })
      .settled((now) => readText(now).includes('At temperature 0.5'));
    expect(changed.id).toBe(message.id);
    expect(picturesOf(changed)[0]?.alt).toContain('in the columns 0.5, 1:');
    expect(Object.keys(entriesOf(changed)).at(-1)).toBe('Details');
    const again = await choose(person, message, 'Show other temperatures…').modal();
    const refused = await person.submit(again, { temperatures: 'hot' }).followup(0);
    expect(readText(refused)).toContain('Write 2 to 5 different numbers from 0 to 2');
  });

  test.each(ODD_PROMPTS)('any prompt gets a chart or a sentence: %s', async (_, prompt) => {
    const message = await room()
      .playground.join('Dan')
      .slash('temperature', { prompt, candidates: 10 })
      .settled((now) => isDone(now) || /too long|context/.test(readText(now)));
    expect(message.mention_everyone).toBe(false);
  });
});
