import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/playground/people/person.js';
import { openEndpointStub } from '../model/endpoint-stub.js';
import { buttonsOf, choose, entriesOf, open, openStage, picturesOf, plainText, readText, useRoom } from './harness.js';
import { useTinyModel } from './tiny-answers.js';

const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const shows = (room: string) => (message: APIMessage) => altOf(message).includes(`(${room})`);
const hasText = (message: APIMessage) => readText(message) !== '';

/** Presses a button, and gives the changed message and what only who pressed is told. */
async function answer(person: Person, message: APIMessage, button: string, until: (now: APIMessage) => boolean) {
  const pressed = person.press(message.id, button);
  const changed = await pressed.settled(until);
  const told = await pressed.followup(0);
  return { changed, told: plainText(told) };
}

describe('two questions to a room', () => {
  const room = useRoom();

  test('a sample class first; then each answer counts once a person, privately, and the room is shown alone', async () => {
    const ann = room().person;
    const [bob, eve] = [room().playground.join('Bob'), room().playground.join('Eve')];
    const asked = await ann.slash('probability').settled(isDone);
    expect(altOf(asked)).toContain(
      '(a sample class of 14). Of 14: tennis: 5 yes (36%), 9 no; football: 10 yes (71%), 4 no.',
    );
    const one = await answer(bob, asked, 'Only tennis', shows('our room: 1'));
    expect(altOf(one.changed)).toContain(
      'Of 1: tennis: 1 yes (100%), 0 no; football: 0 yes (0%), 1 no. tennis given football: 0 of 0; football given tennis: 0 of 1 (0%).',
    );
    expect(plainText(one.changed)).toContain('nobody can say');
    expect(one.told).toContain('You said **yes** to tennis and **no** to football. Only you see this.');
    await answer(eve, asked, 'Only football', shows('our room: 2'));
    const both = await answer(ann, asked, 'Both', shows('our room: 3'));
    expect(both.told).toContain('**yes** to tennis and **yes** to football');
    // Changed, not added.
    const changed = await answer(bob, asked, 'Both', (now) => altOf(now).includes('Groups: both 2 of 3'));
    expect(altOf(changed.changed)).toContain('tennis: 2 yes (67%), 1 no; football: 3 yes (100%), 0 no');
    expect(plainText(changed.changed)).toContain(
      'Everybody with yes to tennis also said yes to football: **2 of 2, 100%**. But of the **3** with yes to football, the same 2 are **67%**.',
    );
    expect(plainText(changed.changed)).not.toMatch(/\b(Bob|Eve)\b/);

    const given = await choose(bob, asked, 'Only who said yes to football').settled((now) =>
      plainText(now).includes('Look only at the **3**'),
    );
    expect(altOf(given)).toContain('Only who said yes to football counts.');
    const sampled = await choose(bob, asked, 'The sample class').settled(shows('a sample class of 14'));
    expect(plainText(sampled)).toContain('3 people of our room answered, none is in this picture');
    expect(plainText(sampled)).toContain('Look only at the **10** who said yes to football: **4** of them');
    const back = await choose(bob, asked, 'Our room').settled(shows('our room: 3'));
    const details = plainText(await open(eve, back, 'Details', hasText));
    expect(details).toContain('2 of 3      67%  P(tennis given football)');
    expect(details).not.toMatch(/Bob|Ann/);

    // Who asked closes it, and nobody else.
    await expect.poll(() => 'Close the questions' in entriesOf(back)).toBe(true);
    const refused = choose(eve, asked, 'Close the questions');
    await expect
      .poll(() => refused.followups().map(plainText).join())
      .toContain('Only who started this round can close');
    const closed = await choose(ann, asked, 'Close the questions').settled((now) =>
      plainText(now).includes('· closed'),
    );
    expect(Object.keys(buttonsOf(closed))).toEqual(['Now with words', 'Given tennis', 'Everybody again', 'Explain']);
  });

  test('people who answer at the same time are all counted', async () => {
    const people = ['Cleo', 'Dan', 'Finn', 'Gus', 'Hal', 'Ida'].map((name) => room().playground.join(name));
    const [first] = people;
    if (first === undefined) throw new Error('there are people');
    const asked = await first.slash('probability', { first: 'Is it hot?', second: 'Is it late?' }).settled(isDone);
    const labels = ['Both', 'Only hot', 'Only late', 'Neither', 'Both', 'Both'];
    const pressed = people.map((person, at) => person.press(asked.id, labels[at] ?? ''));
    await Promise.all(pressed.map((one) => one.followup(0)));
    await expect
      .poll(() => altOf(pressed[0]?.original() ?? asked))
      .toContain('Of 6: hot: 4 yes (67%), 2 no; late: 4 yes (67%), 2 no.');
    expect(altOf(pressed[0]?.original() ?? asked)).toContain(
      'both 3 of 6 (50%); only hot 1 of 6 (17%); only late 1 of 6 (17%); neither 1 of 6 (17%)',
    );
  });

  test.each([
    ['emoji', '🙂?', '🍕🍕🍕?'],
    ['markdown and mentions', '**bold** `x` @everyone', '> quote <@1>'],
    ['another script', 'هل تحب التنس؟', '你喜欢足球吗？'],
    ['blanks', '   ', ' '],
    ['the longest', 'x'.repeat(100), 'y z '.repeat(25)],
  ])('questions with %s are asked', async (_, first, second) => {
    const asked = await room().person.slash('probability', { first, second }).settled(isDone);
    expect(altOf(asked)).toContain('Of 14:');
    const explained = await room()
      .person.press(asked.id, 'Explain')
      .settled((now) => plainText(now).includes('4/10 = 40%'));
    expect(plainText(explained)).toContain('4/5 = 80%');
  });
});

describe('the next word, given the words before', () => {
  const room = useRoom();
  const tiny = useTinyModel();

  test('is counted in the texts, beside what the model says of the same words', async () => {
    const { person } = room();
    const asked = await person.slash('probability').settled(isDone);
    const counted = await open(person, asked, 'Now with words');
    const { listed } = await tiny.complete({ prompt: 'a cup of', max_tokens: 1, logprobs: 4003 });
    const tea = new Map(listed[0]).get(' tea') ?? 0;
    expect(plainText(counted)).toContain(
      `“a cup of” stands **29 times** in the texts. Given these words, **“tea”** came next in **16 of 29**: 55%. The model says **${Math.round(100 * tea)}%**.`,
    );
    expect(altOf(counted)).toContain(`tea 55% (16 of 29), ${Math.round(100 * tea)}%;`);
    // A word of several tokens has the product of their chances.
    const sugar = await tiny.complete({ prompt: 'a cup of sugar', max_tokens: 0, echo: true, logprobs: 1 });
    const product = sugar.probabilities.slice(sugar.tokens.indexOf(' of') + 1).reduce((whole, one) => whole * one, 1);
    expect(altOf(counted)).toContain(`sugar 3.4% (1 of 29), ${(100 * product).toFixed(1)}%`);

    // A sign has all tokens that begin with it, because what comes after the sign is another word.
    const form = await person.press(counted.id, 'Other words…').modal();
    const signs = await person
      .submit(form, { prompt: 'once upon a time' })
      .settled((now) => altOf(now).includes('comma'));
    const after = (await tiny.complete({ prompt: 'once upon a time', max_tokens: 1, logprobs: 4003 })).listed[0] ?? [];
    const startingWith = (sign: string) =>
      after.reduce((sum, [token, chance]) => sum + (token.startsWith(sign) ? chance : 0), 0);
    expect(startingWith('"')).toBeGreaterThan(2 * (new Map(after).get('"') ?? 0));
    expect(altOf(signs)).toContain(`comma 75% (190 of 252), ${Math.round(100 * startingWith(','))}%`);
    expect(altOf(signs)).toContain(`quotation mark 1.2% (3 of 252), ${(100 * startingWith('"')).toFixed(1)}%`);
    await person.press(counted.id, 'Only “upon a time”').settled((now) => plainText(now).startsWith('`upon a time▮`'));

    const back = await person.press(counted.id, 'Other words…').modal();
    await person.submit(back, { prompt: 'a cup of' }).settled((now) => plainText(now).startsWith('`a cup of▮`'));
    const shorter = await person
      .press(counted.id, 'Only “cup of”')
      .settled((now) => plainText(now).startsWith('`cup of▮`'));
    expect(plainText(shorter)).toContain('stands **38 times**');
    const next = await open(person, shorter, 'Next word');
    expect(plainText(next)).toMatch(/^`cup of▮`/);
    expect(Object.keys(entriesOf(next))).toContain('Probability');
    const again = await open(person, next, 'Probability');
    expect(plainText(again)).toContain('“cup of” stands **38 times**');
  });

  test('where the words stand nowhere, it says so, and goes on with fewer of them', async () => {
    const { person } = room();
    const counted = await open(person, await person.slash('probability').settled(isDone), 'Now with words');
    const form = await person.press(counted.id, 'Other words…').modal();
    const never = await person
      .submit(form, { prompt: ' I like to play ' })
      .settled((now) => plainText(now).includes('nowhere'));
    expect(altOf(never)).toContain('I like to play 0 times; like to play 4 times; to play 37 times; play 139 times');
    const { listed } = await tiny.complete({ prompt: 'I like to play', max_tokens: 1 });
    const [guess, chance] = listed[0]?.[0] ?? ['', 0];
    expect(plainText(never)).toContain(`guesses **“${guess.trim()}”** (${Math.round(100 * chance)}%)`);
    const chosen = await choose(person, never, 'Only “to play”').settled((now) => plainText(now).includes('37 times'));
    expect(plainText(chosen)).toContain('**“.”** came next in **10 of 37**');
    const blank = person.submit(await person.press(counted.id, 'Other words…').modal(), { prompt: '  \n ' });
    await expect.poll(() => blank.followups().map(plainText).join()).toContain('There is no word to count');
  });

  test.each([
    ['emoji', '🙂🙂🙂'],
    ['right to left', 'مرحبا بالعالم'],
    ['markdown and mentions', '**x** @everyone `y`'],
    ['a long row of letters', 'x'.repeat(100)],
    ['signs alone', '?!'],
    ['many signs', '?!'.repeat(50)],
  ])('words with %s are counted or kindly refused', async (_, prompt) => {
    const { person } = room();
    const counted = await open(person, await person.slash('probability').settled(isDone), 'Now with words');
    const form = await person.press(counted.id, 'Other words…').modal();
    const other = await person.submit(form, { prompt }).settled((now) => !plainText(now).startsWith('`a cup of▮`'));
    expect(plainText(other)).toMatch(/nowhere|times|once/);
    // All that there is to see of it is on one picture.
    expect(Object.keys(buttonsOf(other))).not.toContain('▶');
  });
});

test('of a long text the last whole words are counted', async () => {
  const { playground, start } = await openStage();
  const bot = await start();
  const ann = playground.join('Ann');
  const counted = async (prompt: string) =>
    open(ann, await ann.slash('nextword', { prompt }).settled(isDone), 'Probability');
  const words = await counted(`${'incomprehensibilities '.repeat(7)}a cup of`);
  expect(altOf(words)).toContain(`${'incomprehensibilities '.repeat(4)}a cup of 0 times`);
  // A picture of one word that has more characters than are counted, each of two UTF-16 code units.
  expect(altOf(await counted(`x${'🙂'.repeat(60)}`))).toContain(`${'🙂'.repeat(50)} 0 times`);
  await bot.close();
});

test('answers, whom to look at, and what was counted outlive a restart', async () => {
  const { playground, start } = await openStage();
  const first = await start();
  const [ann, bob] = [playground.join('Ann'), playground.join('Bob')];
  const asked = await ann.slash('probability').settled(isDone);
  await answer(bob, asked, 'Only football', shows('our room: 1'));
  const counted = await open(bob, asked, 'Now with words');
  await first.close();

  const second = await start();
  const changed = await answer(bob, asked, 'Both', shows('our room: 1'));
  expect(changed.told).toContain('**yes** to tennis');
  const both = await answer(ann, asked, 'Neither', shows('our room: 2'));
  expect(altOf(both.changed)).toContain(
    'both 1 of 2 (50%); only tennis 0 of 2 (0%); only football 0 of 2 (0%); neither 1 of 2 (50%)',
  );
  await bob.press(counted.id, 'Only “cup of”').settled((now) => plainText(now).includes('38 times'));
  await choose(ann, asked, 'Close the questions').settled((now) => plainText(now).includes('· closed'));
  await second.close();
});

test('with another endpoint, the texts and the model beside them are the embedded ones', async () => {
  const stub = await openEndpointStub(({ path }) =>
    path === '/v1/models' ? { json: { object: 'list', data: [{ id: 'plain', object: 'model' }] } } : undefined,
  );
  try {
    const { playground, start } = await openStage();
    const bot = await start({ baseURL: stub.baseURL });
    const ann = playground.join('Ann');
    const counted = await open(ann, await ann.slash('probability').settled(isDone), 'Now with words');
    expect(plainText(counted)).toContain('came next in **16 of 29**');
    expect(plainText(counted)).toContain('texts of the embedded model · tokenscope-tiny');
    expect(stub.requests.filter(({ body }) => JSON.stringify(body ?? '').includes('a cup of'))).toEqual([]);
    await bot.close();
  } finally {
    await stub.close();
  }
});
