import { get_encoding } from '@dqbd/tiktoken';
import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../src/playground/people/invocation.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import {
  buttonsOf,
  choose,
  entriesOf,
  open,
  openStage,
  picturesOf,
  plainText,
  readText,
  saysSomething,
  useRoom,
} from './harness.js';

const PATIENCE = 60_000;
const room = useRoom();

const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const bpe = (options: Record<string, string>, person = room().person) =>
  person.slash('bpe', options).settled(isDone, PATIENCE);

async function opened(form: Invocation): Promise<APIMessage> {
  await expect.poll(() => form.followups().some(saysSomething), { timeout: PATIENCE }).toBe(true);
  const message = form.followups().find(saysSomething);
  if (message === undefined) throw new Error('the form opened nothing');
  return message;
}

describe('/bpe', () => {
  test('goes forward, back, to the end and to the beginning in one message, and ends with the ids of tiktoken', async () => {
    const { person } = room();
    const text = 'I love pizza! 🍕';
    const first = await bpe({ text });
    expect(plainText(first)).toMatch(
      /^> I love pizza! 🍕\nThe space \(\*\*·\*\*\) and \*\*\w\*\* are joined next: .*\(rank \*\*\d+\*\*\)\.\n-# o200k_base \(GPT-4o, 4\.1, 5\)$/,
    );
    expect(buttonsOf(first)).toEqual({
      '◀ Back': 'enabled',
      'Merge ▶': 'enabled',
      Animate: 'enabled',
      'Learn merges': 'enabled',
      Explain: 'enabled',
    });
    const merges = Number(/merge 1 of (\d+)/.exec(altOf(first))?.[1]);
    const second = await person.press(first.id, 'Merge ▶').settled((now) => altOf(now).includes('merge 2 of'));
    expect(second.id).toBe(first.id);
    const back = await person.press(first.id, '◀ Back').settled((now) => altOf(now).includes('merge 1 of'));
    expect(altOf(back)).toBe(altOf(first));

    const reference = get_encoding('o200k_base');
    const ids = Array.from(reference.encode_ordinary(text));
    reference.free();
    const end = await choose(person, first, 'To the end').settled((now) => plainText(now).includes('After'));
    expect(end.id).toBe(first.id);
    expect(merges).toBe(Buffer.byteLength(text) - ids.length);
    expect(Array.from(altOf(end).matchAll(/ (\d+)(?=[;,]|$)/g), ([, id]) => Number(id))).toEqual(ids);
    expect(buttonsOf(end)).toMatchObject({ '◀ Back': 'enabled', 'Merge ▶': 'disabled' });
    expect(entriesOf(end)).not.toHaveProperty('To the end');

    const start = await choose(person, end, 'To the beginning').settled((now) => altOf(now).includes('the beginning'));
    expect(altOf(start)).toContain('“🍕” F0 9F 8D 95');
    expect(buttonsOf(start)).toMatchObject({ '◀ Back': 'disabled', 'Merge ▶': 'enabled' });
  });

  test('is opened from /tokenize on the same text and encoding, and leads back to it', async () => {
    const { person } = room();
    const text = 'Tokenization';
    const tokens = await person.slash('tokenize', { text, encoding: 'r50k_base' }).settled(isDone, PATIENCE);
    const merges = await open(person, tokens, 'Watch it merge', isDone);
    expect(plainText(merges)).toContain('> Tokenization\n');
    expect(plainText(merges)).toContain('-# r50k_base (GPT-3, GPT-2)');
    expect(Object.keys(entriesOf(merges))).toEqual(
      expect.arrayContaining(['Tokenize', 'Next word', 'Surprise', 'Details']),
    );
    const again = await open(person, merges, 'Tokenize', isDone);
    expect(altOf(again)).toBe(altOf(tokens));
    const other = await open(person, merges, 'Merge by cl100k_base', isDone);
    expect(plainText(other)).toContain('-# cl100k_base');
  });

  test('explains the stage that is shown, and Details have every merge', async () => {
    const { person } = room();
    const message = await bpe({ text: 'the cat' });
    const explained = await person.press(message.id, 'Explain').settled(saysSomething, PATIENCE);
    expect(readText(explained)).toContain('The text is 2 pieces: `the`, `·cat`.');
    const details = await open(person, message, 'Details', saysSomething);
    expect(readText(details)).toContain('**Each merge**');
    const isMoving = (now: APIMessage) => picturesOf(now)[0]?.url.includes('.gif') ?? false;
    const animated = await person.press(explained.id, 'Animate').settled(isMoving, PATIENCE);
    expect(altOf(animated)).toMatch(/^Animation of \d+ pictures, from the first merge to the tokens/);
  });

  test('learns merges from a story, from a pasted text, and from the text that is shown', async () => {
    const { person } = room();
    const message = await bpe({ text: 'low low low lower lowest' });
    const form = await person.press(message.id, 'Learn merges').modal();
    const pasted = await opened(person.submit(form, { text: 'na '.repeat(30), merges: '2' }));
    expect(altOf(pasted)).toMatch(/: n \+ a → na 30 times; /);
    expect(plainText(pasted)).toContain('-# 2 merges, learned here');

    const curve = await person.press(pasted.id, 'How much shorter?').settled((now) => altOf(now).includes('Curve'));
    expect(altOf(curve)).toContain('after 0 merges 90, 256');
    const cut = await person
      .press(pasted.id, 'The text now')
      .settled((now) => altOf(now).startsWith('How is the text cut'));
    const pairs = await person.press(cut.id, 'First pairs').settled((now) => altOf(now) === altOf(pasted));
    expect(pairs.id).toBe(pasted.id);

    const here = await open(person, message, 'Learn merges from this text', isDone);
    expect(altOf(here)).toContain('l + o → lo 5 times; lo + w → low 5 times');
    const explained = await person.press(here.id, 'Explain').settled(saysSomething, PATIENCE);
    expect(readText(explained)).toContain('24 − 5 = 19 parts');
  });

  test('says what it cannot learn from', async () => {
    const { person } = room();
    const message = await bpe({ text: 'the cat' });
    const answers: string[] = [];
    for (const entered of [
      { text: 'a', merges: '' },
      { text: 'abcdefghijklmnopqrstuvwxyz', merges: '' },
      { text: 'the cat sat on the mat', merges: 'many' },
      { text: 'the cat sat on the mat', merges: '301' },
    ]) {
      const form = await person.press(message.id, 'Learn merges').modal();
      answers.push(readText(await person.submit(form, entered).followup(0)));
    }
    expect(answers[0]).toContain('at least 20 characters');
    expect(answers[1]).toContain('No pair of neighbours comes twice');
    expect(answers.slice(2)).toEqual([
      expect.stringContaining('from 1 to 300'),
      expect.stringContaining('from 1 to 300'),
    ]);
  });

  test('takes whatever people write, several at once', async () => {
    const texts = [
      'مرحبا بالعالم',
      '👩‍👩‍👧‍👦'.repeat(30),
      '   ',
      '`**_@everyone_**`',
      'ไทย',
      'x'.repeat(3000),
      '\u200b',
    ];
    const { playground } = room();
    const people = ['Bob', 'Cleo', 'Dan'].map((name) => playground.join(name));
    const replies = await Promise.all(texts.map((text, at) => bpe({ text }, people[at % people.length])));
    for (const reply of replies) expect(altOf(reply).length).toBeGreaterThan(0);
    expect(plainText(replies[1] ?? ({} as APIMessage))).toContain('only the beginning of the text');
  });
});

test('its buttons outlive a restart', async () => {
  const stage = await openStage();
  const tiny = await openKeptTinyModel({ seed: 1 });
  const model = { baseURL: tiny.baseURL, tiny: true };
  const person = stage.playground.join('Ann');
  const bot = await stage.start(model);
  const first = await person.slash('bpe', { text: 'the cat' }).settled(isDone, PATIENCE);
  await bot.close();
  await stage.start(model);
  const second = await person.press(first.id, 'Merge ▶').settled((now) => altOf(now).includes('merge 2 of'), PATIENCE);
  expect(second.id).toBe(first.id);
  await tiny.close();
});
