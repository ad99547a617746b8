import { expect, test } from 'vitest';
import { KERNELS_FILE } from '../../../scripts/kernels.mjs';
import { LINE_BREAK, readCharacters } from '../../../src/tiny-model/home-training/characters.js';
import { type HomeNews, learnText } from '../../../src/tiny-model/home-training/learn-text.js';

const SENTENCE = 'the cat sat on the mat and looked at the door. ';

async function learn(text: string, steps: number, seed = 3) {
  const news: HomeNews[] = [];
  await learnText(KERNELS_FILE, { text, until: { steps }, seed }, (one) => news.push(one));
  return {
    losses: news.flatMap((one) => ('bits' in one ? [{ step: one.step, bits: one.bits }] : [])),
    samples: news.flatMap((one) => ('text' in one ? [one] : [])),
    last: news.at(-1),
  };
}

test('a model that reads one sentence again and again learns it by heart, and writes it', async () => {
  const { losses, samples, last } = await learn(SENTENCE.repeat(10), 120);
  const characters = new Set(SENTENCE).size + 1;
  // At the start every character is about equally likely, and none is known.
  expect(losses[0]?.step).toBe(1);
  expect(losses[0]?.bits).toBeGreaterThan(Math.log2(characters) - 0.5);
  expect(losses.at(-1)?.step).toBe(120);
  expect(losses.at(-1)?.bits).toBeLessThan(0.3);
  expect(samples.map(({ step }) => step)).toEqual([0, 16, 64, 120]);
  expect(samples.at(-1)?.text).toContain('sat on the mat');
  expect(samples[0]?.text).not.toContain('the cat');
  // An embedding of 32 numbers each; in two layers two gains, attention's 3 + 1 squares, and the feed-forward part's two; a gain.
  const parameters = 32 * characters + 2 * (2 * 32 + 4 * 32 * 32 + 2 * 32 * 128) + 32;
  expect(last).toEqual({ done: true, parameters, characters });
});

test('the loss is told at first whenever the steps have doubled, and then in even parts of the way', async () => {
  const { losses } = await learn(SENTENCE.repeat(10), 100);
  const steps = losses.map(({ step }) => step);
  for (const step of [1, 2, 4, 8, 16, 32, 64]) expect(steps).toContain(step);
  expect(steps.filter((step) => step % 5 === 0)).toHaveLength(20);
});

test('the same seed comes to the same, and another to something else', async () => {
  const text = SENTENCE.repeat(5);
  const [one, same, other] = [await learn(text, 20), await learn(text, 20), await learn(text, 20, 4)];
  expect(same).toEqual(one);
  expect(other.losses).not.toEqual(one.losses);
});

test('it writes only characters that are in the text, whole ones of any script', async () => {
  const text = 'Γειά σου 🍕 κόσμε! '.repeat(12);
  const { samples } = await learn(text, 20);
  const known = new Set(`\n${text}`);
  for (const { text: written } of samples) {
    expect(written.isWellFormed()).toBe(true);
    for (const character of written) expect(known).toContain(character);
  }
});

test('a text begins with a line break, however its lines end', () => {
  const { all, ids } = readCharacters('  ab\r\nb\ra  ');
  expect(all[LINE_BREAK]).toBe('\n');
  expect(ids.map((id) => all[id]).join('')).toBe('\nab\nb\na');
});
