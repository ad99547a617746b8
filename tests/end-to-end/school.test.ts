import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { knownUnits } from '../../commands/lesson/units/read-units.js';
import { DEFAULT_LIMITS } from '../../src/limits/limit-settings.js';
import type { Person } from '../../src/playground/people/person.js';
import { buttonsOf, choose, open, picturesOf, plainText, readText, useRoom } from './harness.js';

// Ann does more in a minute here than a person would.
const room = useRoom(undefined, () => ({ limits: { ...DEFAULT_LIMITS, limits: [] } }));

let ann: Person;
let bob: Person;
beforeAll(() => {
  // Ann came first, so she manages the server and Bob does not.
  ann = room().person;
  bob = room().playground.join('Bob');
});

const says = (words: string | RegExp) => (message: APIMessage) =>
  typeof words === 'string' ? plainText(message).includes(words) : words.test(plainText(message));
const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const isPrivate = ({ flags }: APIMessage) => ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;
const channels = () => room().playground.channels.map(({ id }) => id);
const set = (options: Record<string, string | number>) =>
  ann.slash('settings', options).settled(says('Changed by Ann.'));
const refusal = (person: Person, name: string, options: Record<string, string | number>, where?: string) =>
  person.slash(name, options, where).settled((now) => readText(now) !== '' && !/Waiting|Asking/.test(readText(now)));

/** Chooses in the menu **Change…** of a message, and fills in the form that opens. */
async function fill(entry: string, fields: Record<string, string>): Promise<APIMessage> {
  const shown = await ann.slash('settings').settled(isDone);
  const form = await ann.select(shown.id, 'Change…', [entry]).modal();
  return ann.submit(form, fields).settled(says('Changed by Ann.'));
}

afterEach(async () => {
  const shown = await ann.slash('settings').settled(isDone);
  await ann.select(shown.id, 'Change…', ['Set everything back']).settled(says('Changed by Ann.'));
});

test('a command that is switched off is refused whichever way it is asked for, and stays for who manages the server', async () => {
  const words = await bob.slash('tokenize', { text: 'Hello' }).settled(isDone);
  const shown = await fill('Commands…', { add: '/nextword, generate' });
  expect(readText(shown)).toContain('without /nextword, /generate');
  const refused = await refusal(bob, 'nextword', { prompt: 'The' });
  expect(readText(refused)).toContain(
    '/nextword is switched off on this server. People who manage this server can change',
  );
  expect(isPrivate(refused)).toBe(true);
  const linked = await choose(bob, words, 'Next word').settled((now) => readText(now) !== '');
  expect(readText(linked)).toContain('/nextword is switched off');
  expect(await bob.autocomplete('nextword', { prompt: 'x', model: '' }, 'model')).toEqual([]);
  expect(await ann.autocomplete('nextword', { prompt: 'x', model: '' }, 'model')).not.toEqual([]);
  expect(readText(await refusal(bob, 'nextword', { prompt: 'The' }, bob.dmId))).not.toContain('switched off');
  expect(isDone(await ann.slash('nextword', { prompt: 'The' }).settled(isDone))).toBe(true);

  const again = await ann.slash('settings', { command: 'nextword' }).settled(says('without /generate'));
  await ann.select(again.id, 'Change…', ['Set back the last change']).settled(says('/nextword'));
  expect(readText(await refusal(bob, 'nextword', { prompt: 'The' }))).toContain('switched off');
  const stays = await refusal(ann, 'settings', { command: 'settings' });
  expect(readText(stays)).toContain('/settings cannot be switched off');
});

test('a lesson asks nothing that needs a command which is switched off, and says how to go on', async () => {
  await fill('Commands…', { add: '/tokenize' });
  const [unit] = knownUnits().units.filter(({ id }) => id === 'tokens');
  const start = await bob.slash('lesson', { unit: 'tokens', pace: 'alone' }).followup(0);
  const before = await bob.press(start.id, 'Start').settled(says('question 1 of'));
  const asked = await bob.press(before.id, unit?.before.options[0]?.label ?? '').settled(says('question 2 of'));
  const refused = await bob.press(asked.id, '4 to 9').followup(0);
  expect(plainText(refused)).toContain(
    'This question needs /tokenize, which is switched off on this server. Choose **Skip this unit** in the menu.',
  );
  const skipped = await choose(bob, asked, 'Skip this unit').settled((now) => !says('question 2 of')(now));
  expect(plainText(skipped)).not.toContain('switched off');
});

test('outside of the channels that are set, people are told where to go', async () => {
  const [first = '', second = ''] = channels();
  const shown = await set({ channel: second });
  expect(readText(shown)).toContain(`only in <#${second}>`);
  const refused = await refusal(bob, 'tokenize', { text: 'Hello' }, first);
  expect(readText(refused)).toContain(`On this server I answer only in <#${second}>. Go there and try again.`);
  expect(isPrivate(refused)).toBe(true);
  const said = bob.say(first, `<@${room().playground.bot.id}> Hello?`);
  await expect
    .poll(() => bob.messages(first).find((one) => one.message_reference?.message_id === said.id))
    .toSatisfy((one: APIMessage | undefined) => one !== undefined && readText(one).includes('I answer only in'));
  expect(isDone(await bob.slash('tokenize', { text: 'Hello' }, second).settled(isDone))).toBe(true);
  expect(isDone(await ann.slash('tokenize', { text: 'Hello' }, first).settled(isDone))).toBe(true);
  expect(isPrivate(await bob.slash('privacy', {}, first).settled(says('Kept of you now')))).toBe(true);
  await set({ channel: second });
  expect(isDone(await bob.slash('tokenize', { text: 'Hello' }, first).settled(isDone))).toBe(true);
});

test('replies are private where that is set, and a message is told that it cannot be', async () => {
  await set({ replies: 'private' });
  const reply = await bob.slash('tokenize', { text: 'Hello' }).settled(isDone);
  expect(isPrivate(reply)).toBe(true);
  expect(ann.message(reply.id)).toBeUndefined();
  expect(isPrivate(await choose(bob, reply, 'Surprise').settled(isDone))).toBe(true);
  expect(isPrivate(await bob.slash('lesson').settled((now) => readText(now) !== ''))).toBe(false);
  const [first = ''] = channels();
  const said = bob.say(first, `<@${room().playground.bot.id}> Hello?`);
  await expect
    .poll(() => bob.messages(first).find((one) => one.message_reference?.message_id === said.id))
    .toSatisfy(
      (one: APIMessage | undefined) => one !== undefined && readText(one).includes('only the person who asks'),
    );
});

test('what is chosen above the highest temperature is refused, and what nobody chose is lowered with a word', async () => {
  const shown = await fill('Temperature and length…', { temperature: '0,4', highest: '0.5', longest: '40' });
  expect(readText(shown)).toContain('temperature 0.4, at most temperature 0.5, replies up to 40 tokens');
  const refused = await refusal(bob, 'ask', { question: 'Hi?', temperature: 0.9 });
  expect(readText(refused)).toContain('The highest temperature on this server is 0.5, and this asks for 0.9.');
  const long = await refusal(bob, 'ask', { question: 'Hi?', max_tokens: 500 });
  expect(readText(long)).toContain('The longest reply on this server has 40 tokens, and this asks for 500.');
  const answer = await bob.slash('ask', { question: 'Why is the sky blue?' }).settled(isDone);
  expect(readText(answer)).toContain('temperature 0.4');
  expect(readText(answer)).toContain('The longest reply on this server has 40 tokens, so 512 became 40.');
  const chart = await bob.slash('nextword', { prompt: 'The cat' }).settled(isDone);
  expect(readText(chart)).toContain('temperature 0.5');
  expect(readText(chart)).toContain('The highest temperature on this server is 0.5, so 1 became 0.5.');
  const compared = await bob.slash('compare', { prompt: 'The cat', tokens: 10 }).settled(isDone);
  expect(readText(compared)).toMatch(/Temperature 0:[\s\S]*Temperature 0\.5:/);
  expect(readText(compared)).not.toMatch(/Temperature (?:0\.7|1\.5)/);
  expect(isDone(await bob.slash('prefer').settled(isDone))).toBe(true);

  const wrong = await refusal(ann, 'settings', { temperature: 1 });
  expect(readText(wrong)).toContain('above the highest one here, which is 0.5');
});

test('a withheld word is covered in texts, pictures, labels, files and names; the numbers stay', async () => {
  const word = 'nincompoop';
  const before = await bob.slash('tokenize', { text: `What a ${word} he is` }).settled(isDone);
  const tokens = /\*\*(\d+) tokens\*\*/.exec(readText(before))?.[1];
  const form = await fill('Withheld words…', { add: `${word}, cat` });
  expect(readText(form)).toContain('2 words are withheld');
  const { exchanges } = room();
  const from = exchanges.length;
  const sent = () => JSON.stringify(exchanges.slice(from).map(({ body }) => body)).toLowerCase();
  const after = await bob.slash('tokenize', { text: `What a N1ncom\u200bpoop he is` }).settled(isDone);
  expect(readText(after)).toContain('1 word is withheld here because of this server’s list.');
  expect(picturesOf(after)[0]?.alt).toContain('▇▇▇');
  const plain = await bob.slash('tokenize', { text: `What a ${word} he is` }).settled(isDone);
  expect(readText(plain)).toContain(`**${tokens} tokens**`);
  await open(bob, plain, 'Details', (now) => readText(now) !== '');
  const chart = await bob.slash('nextword', { prompt: 'The dog chased the' }).settled(isDone);
  expect(picturesOf(chart)[0]?.alt).toMatch(/\d+%/);
  await open(bob, chart, 'Details', (now) => readText(now) !== '');
  await bob.slash('ask', { question: `Is ${word} a word, and cat?` }).settled(isDone);
  await bob.slash('generate', { prompt: `The cat sat on the` }).settled(isDone);
  expect(sent()).not.toContain(word);
  expect(sent()).not.toMatch(/(?<![\p{L}\p{N}])cat(?![\p{L}\p{N}])/u);
  expect(sent()).toContain('▇▇▇');

  const missing = await ann.slash('settings').settled(isDone);
  const opened = await ann.select(missing.id, 'Change…', ['Withheld words…']).modal();
  expect(readText(await ann.submit(opened, { remove: 'dog' }).followup(0))).toContain('is not on the list');
});

test('who may not manage the server changes nothing, and odd entries are refused with a way out', async () => {
  const shown = await bob.slash('settings').settled(isDone);
  expect(readText(await bob.select(shown.id, 'Change…', ['Make replies private']).followup(0))).toContain(
    'Only people who may manage this server',
  );
  expect(readText(await refusal(bob, 'settings', { highest_temperature: 1 }))).toContain('may manage this server');
  for (const [entry, fields, sentence] of [
    ['Temperature and length…', { highest: 'hot' }, 'takes a number from 0 to 2'],
    ['Temperature and length…', { longest: '3' }, 'takes a number from 32 to 8192'],
    ['Language…', { language: 'klingon!' }, 'I do not know a language “klingon!”'],
    ['Channels…', { add: 'general' }, 'I cannot read “general”'],
    ['Commands…', { add: 'dance' }, 'There is no command “dance”'],
    ['Withheld words…', { add: '7' }, 'needs at least two letters'],
    ['Days…', { days: '-1' }, 'takes a number from 1'],
    ['No limits for…', { add: '@Teachers' }, '@Teachers” as an entry of “Roles without limits”'],
  ] as const) {
    const form = await ann.select(shown.id, 'Change…', [entry]).modal();
    expect(readText(await ann.submit(form, fields).followup(0))).toContain(sentence);
  }
  expect(readText(await set({ language: 'de', keep_days: 7 }))).toMatch(/language de[\s\S]*7 days/);
});
