import { describe, expect, test } from 'vitest';
import { buttonsOf, componentsOf, ODD_PROMPTS, picturesOf, readText, useRoom } from './harness.js';

const room = useRoom();

const FRANCE = 'The capital of France is';

/** The listed probabilities in percent as the message tells them, where they are no range. */
function listed(text: string): { percent: number; token: string }[] {
  return [...text.matchAll(/^ *(?:< )?([\d.]+)% {2}(\S.*)$/gm)].map(([, percent, token = '']) => ({
    percent: Number(percent),
    token,
  }));
}

describe('/nextword', () => {
  test('charts the most likely next tokens first, and what is hidden last', async () => {
    const { person } = room();
    const message = await person.slash('nextword', { prompt: FRANCE }).settled();
    const rows = listed(readText(message));
    expect(rows[0]?.token).toBe('·Paris');
    expect(rows[0]?.percent).toBeGreaterThan(50);
    expect(rows).toHaveLength(11);
    expect(rows.at(-1)?.token).toMatch(/^1\d\d,\d{3} other tokens together$/);
    const tokens = rows.slice(0, -1).map(({ percent }) => percent);
    expect(tokens).toEqual([...tokens].sort((a, b) => b - a));
    // Rounded figures: each is off by at most half a percent.
    expect(Math.abs(rows.reduce((sum, { percent }) => sum + percent, 0) - 100)).toBeLessThan(6);
    expect(readText(message)).toMatch(/Entropy: \*\*(?:between )?[\d.]+ bits/);
    expect(readText(message)).toContain('a real language model, only very small');
    expect(readText(message)).toContain('/v1/completions');
    expect(picturesOf(message)[0]?.alt).toContain('·Paris');
    expect(buttonsOf(message)).toEqual({
      'Add “·Paris”': 'enabled',
      'Roll at temperature 1': 'enabled',
      Undo: 'disabled',
      Details: 'enabled',
      Temperature: 'enabled',
      'Cut the tail': 'enabled',
      'Roll dice': 'enabled',
      'Watch it write': 'enabled',
    });
  });

  test('other commands take over the text as it stands, and hand it back', async () => {
    const { person } = room();
    const chart = await person.slash('nextword', { prompt: FRANCE }).settled();
    const added = await person.press(chart.id, 'Add “·Paris”').settled((now) => readText(now).includes('Path:'));
    const writing = await person
      .press(added.id, 'Watch it write')
      .settled((now) => readText(now).includes('Next ▶'), 60_000);
    expect(readText(writing)).toContain(`${FRANCE} Paris`);
    expect(writing.id).not.toBe(chart.id);
    const back = await person.press(writing.id, 'Next word').settled();
    expect(readText(back)).toMatch(/^```\nThe capital of France is Paris\n```/);
  });

  test('Add, Roll and Undo go on in the same message, and the path keeps the probabilities', async () => {
    const { person } = room();
    const first = await person.slash('nextword', { prompt: FRANCE }).settled();
    const paris = listed(readText(first))[0]?.percent ?? 0;

    const added = await person.press(first.id, 'Add “·Paris”').settled((now) => readText(now).includes('Path:'));
    expect(added.id).toBe(first.id);
    expect(readText(added)).toContain('The capital of France is Paris');
    expect(readText(added)).toContain(`Path: \`·Paris\` ${paris}%`);
    const [, percent, bits] =
      readText(added).match(/exactly this path at temperature 1: ([\d.]+)% \(([\d.]+) bits\)/) ?? [];
    expect(Number(percent)).toBe(paris);
    expect(Math.abs(Number(bits) + Math.log2(paris / 100))).toBeLessThan(0.02);

    const rolled = await person
      .press(first.id, 'Roll at temperature 1')
      .settled((now) => readText(now).includes(' → ') || readText(now).includes('end of the text'));
    expect(readText(rolled)).toContain('Drawn');
    const undone = await person.press(first.id, 'Undo').settled((now) => !readText(now).includes(' → '));
    expect(readText(undone)).toContain('The capital of France is');
  });

  test('the temperature menu rescales what is on the chart, with ranges where tokens are hidden', async () => {
    const { person, exchanges } = room();
    const message = await person.slash('nextword', { prompt: FRANCE }).settled();
    const hot = await person
      .select(message.id, 'Temperature…', ['2'])
      .settled((now) => 'Roll at temperature 2' in buttonsOf(now));
    expect(readText(hot)).toMatch(/[\d.]+%–[\d.]+% {2}·Paris/);
    expect(readText(hot)).toContain('between');
    const cold = await person
      .select(message.id, 'Temperature…', ['0'])
      .settled((now) => 'Roll at temperature 0' in buttonsOf(now));
    expect(readText(cold)).toContain('100%  ·Paris');
    expect(exchanges.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  test('top-k and top-p mark what they cut, and say what is left', async () => {
    const { person } = room();
    const byK = await person.slash('nextword', { prompt: FRANCE, top_k: 2, candidates: 5 }).settled();
    // Three of five, and all that are not charted.
    expect(readText(byK).match(/cut by top-k/g)).toHaveLength(4);
    const kept = [...readText(byK).matchAll(/→ ([\d.]+)%/g)].map(([, share]) => Number(share));
    expect(kept).toHaveLength(2);
    expect(Math.abs(kept.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThanOrEqual(1);
    expect(picturesOf(byK)[0]?.alt).toContain('cut by top-k');
    const byP = await person.slash('nextword', { prompt: FRANCE, top_p: 0.5, candidates: 4 }).settled();
    expect(readText(byP).match(/cut by top-p/g)).toHaveLength(4);
  });

  test('of two people who press the same button at once, one moves on and the other changes nothing', async () => {
    const { person, playground } = room();
    const ben = playground.join('Ben');
    const message = await person.slash('nextword', { prompt: 'Once upon a time' }).settled();
    const add = Object.keys(buttonsOf(message)).find((label) => label.startsWith('Add')) ?? '';
    const presses = [person.press(message.id, add), ben.press(message.id, add)];
    await expect.poll(() => presses.map((press) => press.history.length), { timeout: 20_000 }).toEqual([1, 1]);
    const now = person.message(message.id) ?? message;
    expect(readText(now)).toContain('A press came from an earlier chart and changed nothing');
    expect(readText(now).match(/Path: .*/)?.[0]).not.toContain('→');
    const on = Object.keys(buttonsOf(now)).find((label) => label.startsWith('Add')) ?? '';
    const moved = await ben.press(message.id, on).settled((later) => /Path: .*→/.test(readText(later)));
    expect(readText(moved)).toContain('Added');
  });

  test('a temperature is used and shown to two decimals', async () => {
    const { person } = room();
    const message = await person
      .slash('nextword', { prompt: 'Once upon a time', temperature: 0.30000000000000004 })
      .settled();
    expect(buttonsOf(message)).toHaveProperty('Roll at temperature 0.3');
  });

  test('the model option suggests what the endpoint lists', async () => {
    const { person } = room();
    expect(await person.autocomplete('nextword', { prompt: 'x', model: 'TINY' }, 'model')).toEqual([
      { name: 'tokenscope-tiny', value: 'tokenscope-tiny' },
    ]);
    expect(await person.autocomplete('nextword', { prompt: 'x', model: 'gpt' }, 'model')).toEqual([]);
  });

  test.each(ODD_PROMPTS)('any prompt gets a chart or a sentence: %s', async (_, prompt) => {
    const { person } = room();
    const message = await person.slash('nextword', { prompt, candidates: 20 }).settled();
    expect(readText(message)).toMatch(/Entropy|too long|context|prompt/i);
    expect(message.mention_everyone).toBe(false);
    const codeBlocks = componentsOf(message).filter(({ content }) => content?.startsWith('```'));
    for (const { content = '' } of codeBlocks) expect(content.slice(3, -3)).not.toContain('```');
  });
});
