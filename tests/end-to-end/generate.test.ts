import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { buttonsOf, ODD_PROMPTS, picturesOf, readText, saysSomething, useRoom } from './harness.js';
import { useTinyModel } from './tiny-answers.js';

const room = useRoom();
const tiny = useTinyModel();

const FRANCE = 'The capital of France is';

/** Drawing an animation takes its time on a busy machine. */
const PATIENCE = 60_000;

const isWritten = (message: APIMessage) => readText(message).includes('Next ▶');
const isAnimated = (message: APIMessage) => picturesOf(message)[0]?.alt.startsWith('Animation') ?? false;

async function generate(options: Record<string, string | number>): Promise<APIMessage> {
  return room().person.slash('generate', options).settled(isWritten, PATIENCE);
}

const atStep = (step: number) => (message: APIMessage) => readText(message).includes(`**Step ${step} of `);

/** The figures of a path line, in percent; those that are no plain figure as NaN. */
function pathOf(text: string): number[] {
  const [line = ''] = text.match(/^(?:Drawn|Taken), with .*$/m) ?? [];
  return [...line.matchAll(/(?:`+ ?.+? ?`+|\(end\)) (< |> )?([\d.]+)%/g)].map(([, bound, figure]) =>
    bound === undefined ? Number(figure) : Number.NaN,
  );
}

/** A figure as it is written: one decimal under 10% and from 99.5% on, else none. */
function expectPercent(figure: number, probability: number): void {
  expect(Math.abs(figure - probability * 100)).toBeLessThanOrEqual(figure < 10 || figure >= 99.5 ? 0.0501 : 0.501);
}

describe('/generate', () => {
  test('writes what the model draws for the seed, each token with the model’s own probability', async () => {
    const run = room().person.slash('generate', { prompt: FRANCE, seed: 7, tokens: 6, temperature: 0.8 });
    const message = await run.settled(isAnimated, PATIENCE);
    const raw = await tiny.complete({ prompt: FRANCE, seed: 7, max_tokens: 6, temperature: 0.8 });
    const text = readText(message);
    expect(text).toContain(`${FRANCE}${raw.text}`);
    const figures = pathOf(text);
    expect(figures).toHaveLength(raw.tokens.length);
    for (const [at, figure] of figures.entries()) {
      if (!Number.isNaN(figure)) expectPercent(figure, raw.probabilities[at] ?? Number.NaN);
    }
    const bits = raw.probabilities.reduce((sum, probability) => sum - Math.log2(probability), 0);
    expect(text).toContain(`perplexity ${(2 ** (bits / raw.tokens.length)).toFixed(2)}`);
    expect(text).toContain('temperature 0.8 · seed 7 · 6 tokens');
    // The text came with a picture, and the animation took its place.
    const still = run.history.find(isWritten);
    expect(picturesOf(still ?? message)[0]?.alt).toMatch(/Step 1 of 6/);
    expect(readText(still ?? message)).toContain('Drawing 12 pictures');
    expect(text).not.toContain('Drawing');
    expect(buttonsOf(message)).toEqual(buttonsOf(still ?? message));
    const [gif] = picturesOf(message);
    expect(gif?.alt).toMatch(/^Animation of 12 pictures/);
    const file = await room().fetchFile(gif?.url ?? '');
    expect(file.subarray(0, 6).toString()).toBe('GIF89a');
    expect(file.length).toBeLessThan(2_000_000);
  });

  test('the stepper shows each round: the text before it, what it was drawn from, and what was drawn', async () => {
    const { person } = room();
    const message = await generate({ prompt: FRANCE, seed: 7, tokens: 3 });
    const raw = await tiny.complete({ prompt: FRANCE, seed: 7, max_tokens: 3 });
    const press = (button: string, step: number) => person.press(message.id, button).settled(atStep(step), PATIENCE);
    const first = await press('Next ▶', 1);
    expect(first.id).toBe(message.id);
    expect(buttonsOf(first)).toMatchObject({ '⏮ First': 'disabled', '◀ Back': 'disabled', 'Next ▶': 'enabled' });
    const second = await press('Next ▶', 2);
    expect(readText(second)).toContain(`${FRANCE}${raw.tokens.slice(0, 2).join('')}\n`);
    const rows = [...readText(second).matchAll(/^ *([\d.]+)% {2}(\S+)( {3}◀ drawn)?$/gm)];
    const listed = raw.listed[1] ?? [];
    for (const [at, [, figure, token]] of rows.entries()) {
      const [rawToken = '', probability = Number.NaN] = listed[at] ?? [];
      expect(token).toBe(rawToken.replace(/^ /, '·'));
      expectPercent(Number(figure), probability);
    }
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.find(([, , , drawn]) => drawn !== undefined)?.[2]).toBe(raw.tokens[1]?.replace(/^ /, '·'));
    expect(picturesOf(second)[0]?.alt).toContain('Step 2 of 3');
    await press('Last ⏭', 3);
    await press('◀ Back', 2);
    await press('⏮ First', 1);
    const again = await person.press(message.id, 'Animation').settled(isAnimated, PATIENCE);
    expect(buttonsOf(again)).toHaveProperty('Still picture', 'enabled');
  });

  test('two people who press Next at once see the next round, and none is skipped', async () => {
    const { person, playground } = room();
    const message = await generate({ prompt: FRANCE, seed: 7, tokens: 2 });
    await person.press(message.id, 'Next ▶').settled(atStep(1), PATIENCE);
    const ben = playground.join('Ben');
    const presses = [person.press(message.id, 'Next ▶'), ben.press(message.id, 'Next ▶')];
    await Promise.all(presses.map((press) => press.settled(atStep(2), PATIENCE)));
    await expect
      .poll(() => presses.map((press) => press.state), { timeout: PATIENCE })
      .toEqual(['answered', 'answered']);
    expect(readText(person.message(message.id) ?? message)).toContain('**Step 2 of ');
  });

  test('temperature and top-k: the share of the drawn token among those that are kept', async () => {
    const { person } = room();
    const settings = { temperature: 1.6, top_k: 5, seed: 7 };
    const message = await generate({ prompt: 'Once upon a time', tokens: 2, ...settings });
    const raw = await tiny.complete({ prompt: 'Once upon a time', max_tokens: 2, ...settings });
    expect(readText(message)).toContain(`Once upon a time${raw.text}`);
    const step = readText(await person.press(message.id, 'Next ▶').settled(atStep(1), PATIENCE));
    const weights = (raw.listed[0] ?? []).map(([token, probability]) => ({ token, weight: probability ** (1 / 1.6) }));
    const kept = weights.slice(0, 5).reduce((sum, { weight }) => sum + weight, 0);
    const drawn = weights.find(({ token }) => token === raw.tokens[0])?.weight ?? Number.NaN;
    const [, after] = step.match(/after the cut \*\*([\d.]+)%\*\*/) ?? [];
    expectPercent(Number(after), drawn / kept);
    // The whole sum is at least that of the listed tokens.
    const [, low, high] = step.match(/at temperature 1\.6 that is \*\*([\d.]+)%–([\d.]+)%\*\*/) ?? [];
    const listedShare = drawn / weights.reduce((sum, { weight }) => sum + weight, 0);
    expectPercent(Number(high), listedShare);
    expect(Number(low)).toBeLessThan(Number(high));
    expect(step.match(/cut by top-k/g)).toHaveLength(2);
  });

  test('greedy beside it: both texts, where they part, and that greedy repeats nothing here', async () => {
    const { person } = room();
    const message = await generate({ prompt: FRANCE, seed: 7, tokens: 5 });
    const [sampled, greedy] = await Promise.all(
      [{ seed: 7 }, { temperature: 0 }].map((how) => tiny.complete({ prompt: FRANCE, max_tokens: 5, ...how })),
    );
    const beside = await person
      .press(message.id, 'Greedy beside it')
      .settled((now) => readText(now).includes('colours'), PATIENCE);
    const text = readText(beside);
    expect(text).toContain(`\n${sampled?.text}\n`);
    expect(text).toContain(`\n${greedy?.text}\n`);
    const parting = sampled?.tokens.findIndex((token, at) => token !== greedy?.tokens[at]) ?? -1;
    expect(parting).toBeGreaterThan(0);
    const label = (token = '') => `\`${token.replace(/^ /, '·')}\``;
    expect(text).toContain(`**They part after ${parting} token`);
    const [, drawn, taken] = text.match(/sampling drew .*? \(([\d.]+)%\), greedy took .*? \(([\d.]+)%\)/) ?? [];
    expect(text).toContain(`sampling drew ${label(sampled?.tokens[parting])} (`);
    expect(text).toContain(`greedy took ${label(greedy?.tokens[parting])} (`);
    const probabilities = new Map(sampled?.listed[parting]);
    expectPercent(Number(drawn), probabilities.get(sampled?.tokens[parting] ?? '') ?? Number.NaN);
    expectPercent(Number(taken), probabilities.get(greedy?.tokens[parting] ?? '') ?? Number.NaN);
    expect(text).toContain('Greedy does not repeat itself here: no run of 3 or more tokens comes twice');
    expect(text).toContain('greedy takes the same tokens, and so does sampling with the same seed');
    expect(picturesOf(beside)).toHaveLength(2);
    const watched = await person.press(beside.id, 'Watch greedy write').settled(isWritten, PATIENCE);
    expect(readText(watched)).toContain(`${FRANCE}${greedy?.text}`);
  });

  test('where greedy repeats itself, it is said with the tokens and their places', async () => {
    const { person } = room();
    const message = await generate({ prompt: 'Q:', tokens: 60, temperature: 0 });
    const { tokens } = await tiny.complete({ prompt: 'Q:', max_tokens: 60, temperature: 0 });
    const text = readText(
      await person.press(message.id, 'Sampled beside it').settled((now) => readText(now).includes('colours'), PATIENCE),
    );
    const [, length, words, places = ''] =
      text.match(/\*\*Greedy repeats itself:\*\* the (\d+) tokens `(.*?)` come twice, at tokens ([\d and]+)\./) ?? [];
    const runs = places.split(' and ').map((place) => {
      const start = Number(place) - 1;
      return tokens.slice(start, start + Number(length)).join('');
    });
    expect(runs).toHaveLength(2);
    for (const run of runs) expect(run.replace(/^ /, '·')).toBe(words);
    // No longer run comes twice.
    const joined = (start: number) => tokens.slice(start, start + Number(length) + 1).join('|');
    const longer = tokens.slice(Number(length)).map((_, start) => joined(start));
    expect(new Set(longer).size).toBe(longer.length);
  });

  test('Explain, Details and the way on to other commands are there', async () => {
    const { person } = room();
    const message = await generate({ prompt: FRANCE, seed: 7, tokens: 2 });
    const lesson = await person.press(message.id, 'Explain').settled();
    expect(readText(lesson)).toContain('**A tiny example**');
    const details = await person.press(message.id, 'Details').settled();
    expect(readText(details)).toContain('`seed=7`');
    expect(Object.keys(buttonsOf(message))).toEqual(
      expect.arrayContaining(['Next word', 'Temperature', 'Cut the tail', 'Roll dice', 'Why this word?']),
    );
  });

  test.each(ODD_PROMPTS)('any prompt is gone on with, or gets a sentence: %s', async (_, prompt) => {
    const message = await room()
      .person.slash('generate', { prompt, tokens: 1, temperature: 2, min_p: 0.01, top_p: 0.9 })
      .settled((now) => saysSomething(now) && !readText(now).includes(' token…'), PATIENCE);
    expect(readText(message)).toMatch(/min-p 0\.01|too long|context|prompt/i);
    expect(message.mention_everyone).toBe(false);
  });

  test('one token is enough', async () => {
    const message = await generate({ prompt: FRANCE, tokens: 1 });
    expect(readText(message)).toContain('1 token ·');
  });
});
