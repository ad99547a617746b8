import { describe, expect, test } from 'vitest';
import { buttonsOf, picturesOf, readText, useRoom } from './harness.js';

const room = useRoom();

describe('/ask', () => {
  test('answers rightly at temperature 0, with its facts under it, and streams on the way', async () => {
    const { person } = room();
    const asked = person.slash('ask', { question: 'Why is the sky blue?', temperature: 0 });
    const message = await asked.settled((now) => readText(now).includes('tokens in'));
    expect(readText(message)).toContain('> Why is the sky blue?');
    expect(readText(message)).toMatch(/scatter/);
    expect(readText(message)).toMatch(
      /-# `tokenscope-tiny` \(a real language model, only very small\) · temperature 0 · \d+ tokens in, \d+ out · [\d.]+ s · perplexity [\d.]+/,
    );
    expect(asked.history.length).toBeGreaterThan(1);
    expect(buttonsOf(message)).toEqual({
      'Side by side': 'enabled',
      'Show probabilities': 'enabled',
      'Why this word?': 'enabled',
      Compare: 'enabled',
      Details: 'enabled',
    });
    const again = await person
      .slash('ask', { question: 'Why is the sky blue?', temperature: 0 })
      .settled((now) => readText(now).includes('tokens in'));
    expect(readText(again).split('\n')[1]).toBe(readText(message).split('\n')[1]);
  });

  test('max_tokens that is reached is said', async () => {
    const { person } = room();
    const message = await person
      .slash('ask', { question: 'What is a token?', temperature: 0, max_tokens: 5 })
      .settled((now) => readText(now).includes('tokens in'));
    expect(readText(message)).toContain('It was cut at the limit of 5 tokens');
    expect(readText(message)).toContain(', 5 out');
  });

  test('the same seed draws the same reply, another seed another one', async () => {
    const { person } = room();
    const reply = async (seed: number) => {
      const message = await person
        .slash('ask', { question: 'Tell me a story.', temperature: 1.3, seed, max_tokens: 30 })
        .settled((now) => readText(now).includes('tokens in'));
      return readText(message).split('\n-#')[0];
    };
    const [first, same, other] = [await reply(7), await reply(7), await reply(8)];
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });

  test('Resample at… posts numbered samples, by menu and by form, and counts on from any of them', async () => {
    const { person } = room();
    const first = await person
      .slash('ask', { question: 'What is temperature?', temperature: 0 })
      .settled((now) => readText(now).includes('tokens in'));

    const hot = person.select(first.id, 'Resample at…', ['1.3']);
    const second = await hot.followup(0);
    await expect.poll(() => readText(person.message(second.id) ?? second), { timeout: 15_000 }).toContain('sample 2');
    expect(readText(person.message(second.id) ?? second)).toContain('temperature 1.3');
    expect(readText(person.message(first.id) ?? first)).toBe(readText(first));

    const form = await person.select(second.id, 'Resample at…', ['custom']).modal();
    const third = await person.submit(form, { temperature: '0,85' }).followup(0);
    await expect.poll(() => readText(person.message(third.id) ?? third), { timeout: 15_000 }).toContain('sample 3');
    expect(readText(person.message(third.id) ?? third)).toContain('temperature 0.85');

    const wrong = await person.select(third.id, 'Resample at…', ['custom']).modal();
    const refused = await person.submit(wrong, { temperature: 'hot' }).followup(0);
    expect(readText(refused)).toContain('A temperature is a number from 0 to 2');
    expect(readText(person.message(third.id) ?? third)).toContain('sample 3');
  });

  test('Side by side answers three times in one message', async () => {
    const { person } = room();
    const first = await person
      .slash('ask', { question: 'What is a language model?', temperature: 0 })
      .settled((now) => readText(now).includes('tokens in'));
    const three = await person
      .press(first.id, 'Side by side')
      .settled((now) => (readText(now).match(/tokens in/g) ?? []).length === 3);
    expect(readText(three).match(/\*\*Temperature [\d.]+\*\*/g)).toEqual([
      '**Temperature 0**',
      '**Temperature 0.7**',
      '**Temperature 1.5**',
    ]);
  });

  test('Show probabilities draws the reply as a strip and names the least certain tokens', async () => {
    const { person } = room();
    const first = await person
      .slash('ask', { question: 'Why is the sky blue?', temperature: 1, seed: 3 })
      .settled((now) => readText(now).includes('tokens in'));
    const shown = await person.press(first.id, 'Show probabilities').settled();
    expect(picturesOf(shown)[0]?.alt).toMatch(/Tokens in order with their probabilities: “\S+” [\d.<> ]+%/);
    const certainties = [...readText(shown).matchAll(/^ +\d+\. .*? ([\d.]+)% \(([\d.]+) bits\) {3}else: /gm)];
    expect(certainties).not.toHaveLength(0);
    // Rounded figures: a percentage of two digits is off by at most a twentieth.
    for (const [, percent, bits] of certainties.filter(([, percent]) => Number(percent) >= 1)) {
      expect(Math.abs(Number(bits) + Math.log2(Number(percent) / 100))).toBeLessThan(0.08);
    }
  });

  test('a question full of markup shows as typed and pings nobody', async () => {
    const { person } = room();
    const question = '@everyone <@1> **what** is [a token](https://example.org)? `code` # x';
    const message = await person
      .slash('ask', { question, temperature: 0 })
      .settled((now) => readText(now).includes('tokens in'));
    expect(message.mention_everyone).toBe(false);
    expect(message.mentions).toEqual([]);
    expect(readText(message)).toContain('\\*\\*what\\*\\*');
    expect(readText(message)).not.toContain('[a token](');
  });

  test('works in the bot’s direct messages and where the bot is only installed for oneself', async () => {
    const { person, playground } = room();
    for (const where of [person.dmId, person.privateId, playground.elsewhereId]) {
      const message = await person
        .slash('ask', { question: 'What is a token?', temperature: 0 }, where)
        .settled((now) => readText(now).includes('tokens in'));
      const shown = await person.press(message.id, 'Show probabilities').settled();
      expect(picturesOf(shown)).not.toHaveLength(0);
    }
  });

  test('ten people at once all get their answers', async () => {
    const { playground } = room();
    const answers = Array.from({ length: 10 }, (_, at) =>
      playground
        .join(`Student ${at}`)
        .slash('ask', { question: 'What is a token?', temperature: 1 })
        .settled((now) => readText(now).includes('tokens in')),
    );
    expect((await Promise.all(answers)).length).toBe(10);
  });
});
