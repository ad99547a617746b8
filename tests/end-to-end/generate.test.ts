import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import {
  buttonsOf,
  choose as chooseEntry,
  entriesOf,
  ODD_PROMPTS,
  open,
  picturesOf,
  readText,
  useRoom,
} from './harness.js';
import { useTinyModel } from './tiny-answers.js';

const room = useRoom();
const tiny = useTinyModel();

const FRANCE = 'The capital of France is';

/** One that seldom ends soon. */
const STORY = 'Once upon a time, there was a';

/** Drawing an animation takes its time on a busy machine. */
const PATIENCE = 60_000;

const isWritten = (message: APIMessage) => 'Explain' in buttonsOf(message);
const isAnimated = (message: APIMessage) => picturesOf(message)[0]?.alt.startsWith('Animation') ?? false;

async function generate(options: Record<string, string | number>): Promise<APIMessage> {
  return room().person.slash('generate', options).settled(isWritten, PATIENCE);
}

const atStep = (step: number) => (message: APIMessage) => readText(message).includes(`Step ${step} of `);

/** What people read, without the marks of markdown. */
const plainText = (message: APIMessage) => readText(message).replaceAll('**', '').replaceAll('\\', '');

/** The figures of a path line, in percent; those that are no plain figure as NaN. */
function pathOf(text: string): number[] {
  const [, line = ''] = text.match(/^\*\*(?:Drawn|Taken)\*\*, with .*\n(.*)$/m) ?? [];
  return [...line.matchAll(/(?:`+ ?.+? ?`+|\(end of text\)) (less than |more than |at most )?([\d.]+)%/g)].map(
    ([, bound, figure]) => (bound === undefined ? Number(figure) : Number.NaN),
  );
}

/** A figure as it is written: one decimal under 10% and from 99.5% on, else none. */
function expectPercent(figure: number, probability: number): void {
  expect(Math.abs(figure - probability * 100)).toBeLessThanOrEqual(figure < 10 || figure >= 99.5 ? 0.0501 : 0.501);
}

describe('/generate', () => {
  test('writes what the model draws for the seed, each token with the model’s own probability', async () => {
    const run = room().person.slash('generate', { prompt: STORY, seed: 7, tokens: 6, temperature: 0.8 });
    const message = await run.settled(isAnimated, PATIENCE);
    const raw = await tiny.complete({ prompt: STORY, seed: 7, max_tokens: 6, temperature: 0.8 });
    expect(plainText(message)).toContain(`${STORY}${raw.text}`);
    expect(readText(message)).toMatch(/\n-# tokenscope\\-tiny · temperature 0\.8 · seed 7$/);
    const details = readText(await open(room().person, message, 'Details'));
    const figures = pathOf(details);
    expect(figures).toHaveLength(raw.tokens.length);
    for (const [at, figure] of figures.entries()) {
      if (!Number.isNaN(figure)) expectPercent(figure, raw.probabilities[at] ?? Number.NaN);
    }
    const bits = raw.probabilities.reduce((sum, probability) => sum - Math.log2(probability), 0);
    expect(details).toContain(`6 tokens · perplexity ${(2 ** (bits / raw.tokens.length)).toFixed(2)}`);
    // The text came with a picture, and the animation took its place.
    const still = run.history.find(isWritten);
    expect(picturesOf(still ?? message)[0]?.alt).toMatch(/Step 1 of 6/);
    expect(readText(still ?? message)).toBe(readText(message));
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
    const choose = (entry: string, step: number) => chooseEntry(person, message, entry).settled(atStep(step), PATIENCE);
    const first = await press('Step by step', 1);
    expect(first.id).toBe(message.id);
    expect(buttonsOf(first)).toMatchObject({ '◀ Back': 'disabled', 'Next ▶': 'enabled', Animation: 'enabled' });
    const second = await press('Next ▶', 2);
    expect(readText(second)).toContain(`${FRANCE}${raw.tokens.slice(0, 2).join('')}▮`);
    const details = readText(await open(person, second, 'Details'));
    const rows = [...details.matchAll(/^ *([\d.]+)% {2}(\S+)( {3}◀ drawn)?$/gm)];
    const listed = raw.listed[1] ?? [];
    for (const [at, [, figure, token]] of rows.entries()) {
      const [rawToken = '', probability = Number.NaN] = listed[at] ?? [];
      expect(token).toBe(rawToken.replace(/^ /, '·'));
      expectPercent(Number(figure), probability);
    }
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.find(([, , , drawn]) => drawn !== undefined)?.[2]).toBe(raw.tokens[1]?.replace(/^ /, '·'));
    expect(picturesOf(second)[0]?.alt).toContain('Step 2 of 3');
    await choose('The last step', 3);
    await press('◀ Back', 2);
    await choose('The first step', 1);
    const again = await person.press(message.id, 'Animation').settled(isAnimated, PATIENCE);
    expect(entriesOf(again)).toHaveProperty('Still picture');
  });

  test('two people who press Next at once see the next round, and none is skipped', async () => {
    const { person, playground } = room();
    const message = await generate({ prompt: FRANCE, seed: 7, tokens: 2 });
    await person.press(message.id, 'Step by step').settled(atStep(1), PATIENCE);
    const ben = playground.join('Ben');
    const presses = [person.press(message.id, 'Next ▶'), ben.press(message.id, 'Next ▶')];
    await Promise.all(presses.map((press) => press.settled(atStep(2), PATIENCE)));
    await expect
      .poll(() => presses.map((press) => press.state), { timeout: PATIENCE })
      .toEqual(['answered', 'answered']);
    expect(readText(person.message(message.id) ?? message)).toContain('Step 2 of ');
  });

  test('temperature and top-k: the share of the drawn token among those that are kept', async () => {
    const { person } = room();
    const settings = { temperature: 1.6, top_k: 5, seed: 7 };
    const message = await generate({ prompt: 'Once upon a time', tokens: 2, ...settings });
    const raw = await tiny.complete({ prompt: 'Once upon a time', max_tokens: 2, logprobs: 4003, ...settings });
    expect(plainText(message)).toContain(`Once upon a time${raw.text}`);
    const shown = await person.press(message.id, 'Step by step').settled(atStep(1), PATIENCE);
    const step = readText(shown);
    const weights = (raw.listed[0] ?? []).map(([token, probability]) => ({ token, weight: probability ** (1 / 1.6) }));
    const kept = weights.slice(0, 5).reduce((sum, { weight }) => sum + weight, 0);
    const drawn = weights.find(({ token }) => token === raw.tokens[0])?.weight ?? Number.NaN;
    const [, after] = step.match(/after the cut it is ([\d.]+)%/) ?? [];
    expectPercent(Number(after), drawn / kept);
    const [, tempered] = step.match(/temperature 1\.6 makes that ([\d.]+)%/) ?? [];
    const listedShare = drawn / weights.reduce((sum, { weight }) => sum + weight, 0);
    expectPercent(Number(tempered), listedShare);
    expect(readText(await open(person, shown, 'Details'))).toMatch(/cut by top-k/);
  });

  test('greedy beside it: both texts, where they part, and that greedy repeats nothing here', async () => {
    const { person } = room();
    const greedy = await tiny.complete({ prompt: STORY, max_tokens: 5, temperature: 0 });
    const drawWith = (seed: number) => tiny.complete({ prompt: STORY, max_tokens: 5, seed });
    const partingOf = ({ tokens }: typeof greedy) => tokens.findIndex((token, at) => token !== greedy.tokens[at]);
    let seed = 1;
    while (partingOf(await drawWith(seed)) <= 0) seed += 1;
    const sampled = await drawWith(seed);
    const message = await generate({ prompt: STORY, seed, tokens: 5 });
    const beside = await person.press(message.id, 'Greedy beside it').settled(isWritten, PATIENCE);
    const text = readText(beside);
    expect(plainText(beside)).toContain(`\n${sampled.text.trim()}\n`);
    expect(plainText(beside)).toContain(`\n${greedy.text.trim()}\n`);
    const parting = partingOf(sampled);
    const label = (token = '') => `**“${token.trim()}”**`;
    expect(text).toContain(`**They part after ${parting} token`);
    const [, drawn, taken] = text.match(/the draw gave .*? \(([\d.]+)%\), and greedy took .*? \(([\d.]+)%\)/) ?? [];
    expect(text).toContain(`the draw gave ${label(sampled.tokens[parting])} (`);
    expect(text).toContain(`greedy took ${label(greedy.tokens[parting])} (`);
    const probabilities = new Map(sampled.listed[parting]);
    expectPercent(Number(drawn), probabilities.get(sampled.tokens[parting] ?? '') ?? Number.NaN);
    expectPercent(Number(taken), probabilities.get(greedy.tokens[parting] ?? '') ?? Number.NaN);
    const details = readText(await open(person, beside, 'Details of the greedy text'));
    expect(details).toContain('Greedy does not repeat itself here: in its');
    expect(details).toContain('`temperature=0`');
    expect(picturesOf(beside)).toHaveLength(1);
    const watched = await person.press(beside.id, 'Watch greedy write').settled(isWritten, PATIENCE);
    expect(plainText(watched)).toContain(`${STORY}${greedy.text}`);
  });

  test('where greedy repeats itself, it is said with the tokens and their places', async () => {
    const { person } = room();
    const message = await generate({ prompt: 'Q:', tokens: 60, temperature: 0 });
    const { tokens } = await tiny.complete({ prompt: 'Q:', max_tokens: 60, temperature: 0 });
    const text = readText(await person.press(message.id, 'Drawn beside it').settled(isWritten, PATIENCE));
    const [, length, words] = text.match(/\*\*Greedy repeats itself:\*\* the (\d+) tokens `(.*?)` come twice\./) ?? [];
    const runs = tokens
      .map((_, start) =>
        tokens
          .slice(start, start + Number(length))
          .join('')
          .replace(/^ /, '·'),
      )
      .filter((run) => run === words);
    expect(runs).toHaveLength(2);
    // No longer run comes twice.
    const joined = (start: number) => tokens.slice(start, start + Number(length) + 1).join('|');
    const longer = tokens.slice(Number(length)).map((_, start) => joined(start));
    expect(new Set(longer).size).toBe(longer.length);
  });

  test('Explain, Details and the way on to other commands are there', async () => {
    const { person } = room();
    const message = await generate({ prompt: FRANCE, seed: 7, tokens: 2 });
    const lesson = await person.press(message.id, 'Explain').settled();
    expect(readText(lesson)).toContain('**With these numbers**');
    expect(buttonsOf(lesson)).toHaveProperty('Greedy beside it');
    const details = await open(person, message, 'Details');
    expect(readText(details)).toContain('`seed=7`');
    expect(Object.keys(entriesOf(message))).toEqual(
      expect.arrayContaining(['Next word', 'Temperature', 'Dice', 'Surprise', 'Compare']),
    );
    const hot = await open(person, message, 'Write at temperature 1.6');
    expect(readText(hot)).toContain('temperature 1.6 · seed 7');
  });

  test.each(ODD_PROMPTS)('any prompt is gone on with, or gets a sentence: %s', async (_, prompt) => {
    const message = await room()
      .person.slash('generate', { prompt, tokens: 1, temperature: 2, min_p: 0.01, top_p: 0.9 })
      .settled((now) => isWritten(now) || /too long|context/i.test(readText(now)), PATIENCE);
    expect(readText(message)).toMatch(/min-p 0\.01|too long|context|prompt/i);
    expect(message.mention_everyone).toBe(false);
  });

  test('one token is enough', async () => {
    const message = await generate({ prompt: FRANCE, tokens: 1, seed: 7 });
    expect(readText(message)).toMatch(/1 token/);
  });
});
