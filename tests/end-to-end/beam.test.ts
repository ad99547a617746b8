import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { buttonsOf, open, picturesOf, plainText, readText, useRoom } from './harness.js';
import { useTinyModel } from './tiny-answers.js';

const tiny = useTinyModel();

const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';

interface Kept {
  readonly text: string;
  readonly chance: number;
  readonly ended: boolean;
}

/** The likeliest texts by asking the server itself, token by token: `width` of them at a time. */
async function searchAlone(prompt: string, width: number, steps: number): Promise<Kept[]> {
  let kept: Kept[] = [{ text: '', chance: 1, ended: false }];
  for (let step = 0; step < steps; step += 1) {
    const found = kept.map(async (one): Promise<Kept[]> => {
      if (one.ended) return [one];
      const { listed } = await tiny.complete({ prompt: prompt + one.text, max_tokens: 1 });
      return (listed[0] ?? []).map(([token, chance]) => {
        const ended = token === '<|endoftext|>';
        return { text: ended ? one.text : one.text + token, chance: one.chance * chance, ended };
      });
    });
    kept = (await Promise.all(found)).flat().toSorted((one, other) => other.chance - one.chance);
    kept = kept.slice(0, width);
  }
  return kept;
}

describe('/beam with the embedded model', () => {
  const room = useRoom();

  test.each([
    ['The cat sat on the', 3, 4],
    ['My dog likes to', 4, 3],
  ])('keeps the texts that a search of its own finds after “%s”, with their chances', async (prompt, width, tokens) => {
    const { person } = room();
    const message = await person.slash('beam', { prompt, width, tokens, seed: 1 }).settled(isDone);
    const [best] = await searchAlone(prompt, width, tokens);
    const words = plainText(message).replaceAll('*', '');
    expect(words).toContain(`“${best?.text.trim()}” has a chance of ${percent(best?.chance)}`);
    expect(altOf(message)).toContain('step 1: “·');
    const details = plainText(await open(person, message, 'Details', (one) => readText(one) !== ''));
    expect(details).toContain(percent(best?.chance));
  });

  test('lays the found text beside a drawn one, draws anew, and searches wider', async () => {
    const { person } = room();
    const first = await person.slash('beam', { prompt: 'Once upon a time', seed: 2 }).settled(isDone);
    const isBeside = (message: APIMessage) => 'Draw another text' in buttonsOf(message);
    const beside = await person.press(first.id, 'Beside a drawn text').settled(isBeside);
    expect(altOf(beside)).toMatch(/Search, 3 texts at a time.*Always the likeliest token.*Drawn at temperature 1/s);
    const drawn = (message: APIMessage) => /Drawn at temperature 1.*$/s.exec(altOf(message))?.[0];
    const isOther = (message: APIMessage) => drawn(message) !== drawn(beside);
    const again = await person.press(beside.id, 'Draw another text').settled(isOther);
    expect(again.id).toBe(first.id);
    const wider = await open(person, again, 'Keep 5 texts at each step');
    expect(wider.id).not.toBe(first.id);
    expect(plainText(wider)).toContain('5 texts kept');
  });

  test.each([
    ['an empty text', ' '],
    ['another script and emoji', '我爱 🍕'],
    ['a text that is over', 'The End.\n\n\n'],
  ])('finds something after %s', async (_what, prompt) => {
    const { person } = room();
    const message = await person.slash('beam', { prompt, width: 2, tokens: 3 }).settled(isDone);
    expect(picturesOf(message)).toHaveLength(1);
  });
});

function percent(chance = 0): string {
  return chance < 0.1 ? `${(100 * chance).toFixed(1)}%` : `${Math.round(100 * chance)}%`;
}
