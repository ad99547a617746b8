import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { buttonsOf, choose, entriesOf, open, picturesOf, readText, useRoom } from './harness.js';

const room = useRoom();

/** A finished answer has the button that a reply ends with. */
const isAnswered = (message: APIMessage) => 'Explain' in buttonsOf(message);

describe('/ask', () => {
  test('answers rightly at temperature 0, says how sure it was, and streams on the way', async () => {
    const { person } = room();
    const asked = person.slash('ask', { question: 'Why is the sky blue?', temperature: 0 });
    const message = await asked.settled(isAnswered);
    expect(readText(message)).toContain('> Why is the sky blue?');
    expect(readText(message)).toMatch(/scatter/);
    expect(readText(message)).toMatch(/had [\d.]+%/);
    expect(readText(message)).toMatch(/\n-# tokenscope\\-tiny · temperature 0$/);
    expect(asked.history.length).toBeGreaterThan(1);
    expect(buttonsOf(message)).toEqual({
      'Answer at temperature 0.7': 'enabled',
      'How sure was it?': 'enabled',
      'Why this word?': 'enabled',
      'Ask on…': 'enabled',
      Explain: 'enabled',
    });
    expect(Object.keys(entriesOf(message))).toEqual(
      expect.arrayContaining(['Side by side', 'Answer at temperature 1', 'Surprise', 'Compare', 'Details']),
    );
    const again = await person.slash('ask', { question: 'Why is the sky blue?', temperature: 0 }).settled(isAnswered);
    expect(readText(again).split('\n')[1]).toBe(readText(message).split('\n')[1]);
    const details = await open(person, message, 'Details');
    expect(readText(details)).toMatch(/\d+ tokens in, \d+ out · [\d.]+ s · perplexity [\d.]+/);
    const explained = await person.press(message.id, 'Explain').settled();
    expect(readText(explained)).toMatch(/[\d.]+ × [\d.]+ × [\d.]+ = about \*\*\d+%\*\*/);
    expect(buttonsOf(explained)).toHaveProperty('Side by side');
  });

  test('max_tokens that is reached is said, and the menu has a longer answer', async () => {
    const { person } = room();
    const message = await person
      .slash('ask', { question: 'What is a token?', temperature: 0, max_tokens: 5 })
      .settled(isAnswered);
    expect(readText(message)).toContain('It was cut after 5 tokens');
    const longer = await open(person, message, 'A longer answer');
    expect(readText(longer)).not.toContain('It was cut');
    expect(
      readText(longer)
        .split('\n')[1]
        ?.startsWith(readText(message).split('\n')[1] ?? '-'),
    ).toBe(true);
  });

  test('the same seed draws the same reply, another seed another one', async () => {
    const { person } = room();
    const reply = async (seed: number) => {
      const message = await person
        .slash('ask', { question: 'Tell me a story.', temperature: 1.3, seed, max_tokens: 30 })
        .settled(isAnswered);
      return readText(message).split('\n')[1];
    };
    const [first, same, other] = [await reply(7), await reply(7), await reply(8)];
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });

  test('another answer is a message of its own with a number, by button, menu and form, and counts on from any of them', async () => {
    const { person } = room();
    const first = await person.slash('ask', { question: 'What is temperature?', temperature: 0 }).settled(isAnswered);
    const second = await open(person, first, 'Answer at temperature 1.3');
    expect(readText(second)).toContain('temperature 1.3 · answer 2');
    expect(readText(person.message(first.id) ?? first)).toBe(readText(first));

    const other = 'Answer at another temperature…';
    const form = await choose(person, second, other).modal();
    const third = await person.submit(form, { temperature: '0,85' }).followup(0);
    await expect.poll(() => readText(person.message(third.id) ?? third)).toContain('temperature 0.85 · answer 3');

    const wrong = await choose(person, third, other).modal();
    const refused = await person.submit(wrong, { temperature: 'hot' }).followup(0);
    expect(readText(refused)).toContain('A temperature is a number from 0 to 2');
    const fourth = await person.press(third.id, 'Another answer').settled(isAnswered);
    expect(readText(fourth)).toContain('temperature 0.85 · answer 4');
  });

  test('Side by side answers three times in one message, with the details of each', async () => {
    const { person } = room();
    // Three that are drawn long are more than one message holds.
    const first = await person
      .slash('ask', { question: 'What is a language model?', temperature: 0, max_tokens: 100 })
      .settled(isAnswered);
    const three = await open(person, first, 'Side by side');
    expect(readText(three).match(/\*\*Temperature [\d.]+\*\*/g)).toEqual([
      '**Temperature 0**',
      '**Temperature 0.7**',
      '**Temperature 1.5**',
    ]);
    expect(Object.keys(buttonsOf(three)).length).toBeLessThanOrEqual(5);
    expect(readText(await open(person, three, 'Details at temperature 0.7'))).toContain('`temperature=0.7`');
  });

  test('How sure was it? draws the answer as a strip, names its least likely token, and looks at any', async () => {
    const { person } = room();
    const first = await person
      .slash('ask', { question: 'Why is the sky blue?', temperature: 1, seed: 3 })
      .settled(isAnswered);
    const shown = await person.press(first.id, 'How sure was it?').settled();
    const [strip] = picturesOf(shown);
    expect(strip?.alt).toMatch(/Tokens in order with their chances: “\S+” [\d.<> ]+%/);
    expect(readText(shown)).toMatch(/had (?:only |at least )?(?:less than |more than )?[\d.]+%/);
    const details = await open(person, shown, 'Details');
    const certainties = [...readText(details).matchAll(/^ +\d+\. .*? ([\d.]+)% \(([\d.]+) bits\) {3}else: /gm)];
    expect(certainties).not.toHaveLength(0);
    // Rounded figures: a percentage of two digits is off by at most a twentieth.
    for (const [, percent, bits] of certainties.filter(([, percent]) => Number(percent) >= 1)) {
      expect(Math.abs(Number(bits) + Math.log2(Number(percent) / 100))).toBeLessThan(0.08);
    }
    const form = await choose(person, shown, 'Look at one token…').modal();
    const token = await person.submit(form, { token: '1' }).followup(0);
    const [, name] = strip?.alt.match(/chances: “(\S+)”/) ?? [];
    expect(readText(token)).toMatch(/\*\*Token 1 of \d+:\*\*/);
    expect(readText(token)).toContain(`\`${name}\``);
    expect((token.flags ?? 0) & MessageFlags.Ephemeral).not.toBe(0);
  });

  test('a question full of markup shows as typed and pings nobody', async () => {
    const { person } = room();
    const question = '@everyone <@1> **what** is [a token](https://example.org)? `code` # x';
    const message = await person.slash('ask', { question, temperature: 0 }).settled(isAnswered);
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
        .settled(isAnswered);
      const shown = await person.press(message.id, 'How sure was it?').settled();
      expect(picturesOf(shown)).not.toHaveLength(0);
    }
  });

  test('ten people at once all get their answers', async () => {
    const { playground } = room();
    const answers = Array.from({ length: 10 }, (_, at) =>
      playground
        .join(`Student ${at}`)
        .slash('ask', { question: 'What is a token?', temperature: 1 })
        .settled(isAnswered),
    );
    expect((await Promise.all(answers)).length).toBe(10);
  });
});
