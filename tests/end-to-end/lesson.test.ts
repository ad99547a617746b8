import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/playground/people/person.js';
import { buttonsOf, choose, componentsOf, entriesOf, open, picturesOf, plainText, useRoom } from './harness.js';

const room = useRoom();

const isPrivate = (message: APIMessage) => ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const says = (part: string) => (message: APIMessage) => plainText(message).includes(part);
const has = (button: string) => (message: APIMessage) => button in buttonsOf(message);

/** A lesson of the unit about tokens that was just opened, and its three people. */
async function openLesson() {
  const { playground } = room();
  const [ann, ben, cleo] = [playground.join('Ann'), playground.join('Ben'), playground.join('Cleo')] as const;
  const message = await ann.slash('lesson', { unit: 'What does a model read?' }).settled(has('Join'));
  const press = (person: Person, button: string, until: (now: APIMessage) => boolean) =>
    person.press(message.id, button).settled(until);
  const told = async (person: Person, button: string) => plainText(await person.press(message.id, button).followup(0));
  const now = () => ann.message(message.id) as APIMessage;
  return { ann, ben, cleo, id: message.id, message, press, told, now };
}

describe('the course', () => {
  test('shows all units, and starts a plan, one unit, or a lesson alone', async () => {
    const { playground } = room();
    const ann = playground.join('Ann');
    const course = await ann.slash('lesson').settled(has('45 minutes'));
    expect(altOf(course)).toContain('What do you want to learn?');
    expect(altOf(course)).toContain('What does a model read?');
    expect(Object.keys(buttonsOf(course))).toEqual(['20 minutes', '45 minutes', '90 minutes', 'On my own', 'Explain']);
    const started = await ann.press(course.id, '20 minutes').settled(has('Join'));
    expect(started.id).not.toBe(course.id);
    expect(plainText(started)).toMatch(/\d+ units · about \d+ minutes/);
    const unit = await open(ann, course, 'What comes next?', has('Join'));
    expect(plainText(unit)).toContain('1. What comes next?');
    const explained = await ann.press(course.id, 'Explain').settled(has('On my own'));
    expect(isPrivate(explained)).toBe(true);
  });

  test('takes a unit by its title or its id, and says where there is none', async () => {
    const { person } = room();
    expect(await person.autocomplete('lesson', { unit: 'comes' }, 'unit')).toEqual([
      { name: 'What comes next?', value: 'What comes next?' },
    ]);
    const unit = await person.slash('lesson', { unit: ' TOKENS ' }).settled(has('Join'));
    expect(plainText(unit)).toContain('1. What does a model read?');
    const none = await person.slash('lesson', { unit: 'astrology' }).settled(says('There is no unit'));
    expect(plainText(none)).toContain('There is no unit “astrology”. Run /lesson and choose one in the menu.');
  });
});

describe('a class', () => {
  test('answers privately, and the one who leads alone goes on', async () => {
    const { ann, ben, cleo, id, press, told, now } = await openLesson();
    expect(await told(ben, 'Join')).toContain(
      'The results call you Otter, so nobody knows who you are.'.replace('Otter', '**Otter**'),
    );
    expect(await told(ben, '🎓 Start')).toContain('Ann leads this lesson. You can answer');
    const question = await press(ann, '🎓 Start', says('question 1 of 4'));
    expect(picturesOf(question)).toEqual([]);
    expect(await told(cleo, 'Single letters')).toContain('You said: **Single letters**. You can change it');
    expect(await told(cleo, 'Whole sentences')).toContain('You said: **Whole sentences**.');
    await expect.poll(() => plainText(now())).toContain('**1 of 2** have answered.');
    expect(JSON.stringify(now())).not.toMatch(/Cleo|Otter|Heron/);
    await press(ann, '🎓 Next', says('question 2 of 4'));
    // A press on what was there before is told that it came too late.
    expect(
      plainText(
        await ben
          .press(id, 'Answer…')
          .modal()
          .then((form) => ben.submit(form, { answer: '9,5' }).followup(0)),
      ),
    ).toContain('You said: **9.5**');
    const revealed = await press(ann, '🎓 Reveal', has('🎓 Next'));
    expect(altOf(revealed)).toMatch(/What the room said/);
    expect(plainText(revealed)).toMatch(/It is \*\*\d+ tokens\*\*\./);
    expect(Object.keys(entriesOf(revealed))).toEqual(
      expect.arrayContaining(['Details', 'Open /tokenize', 'My answers']),
    );
    const details = await open(ben, revealed, 'Details', (shown) => plainText(shown) !== '');
    expect(isPrivate(details)).toBe(true);
    const explained = await ben.press(id, 'Explain').settled(says('With these numbers'));
    expect(isPrivate(explained)).toBe(true);
  });

  test('sees no answer that was given before an answer was shown change after it', async () => {
    const { ann, ben, id, press, told } = await openLesson();
    await press(ann, '🎓 Start', says('question 1 of 4'));
    await told(ben, 'Single letters');
    await press(ann, '🎓 Next', says('question 2 of 4'));
    const revealed = await press(ann, '🎓 Reveal', has('🎓 Next'));
    const back = await choose(ann, revealed, '🎓 Back').settled(says('question 1 of 4'));
    expect(plainText(back)).toContain('so this question is closed');
    expect(Object.keys(buttonsOf(back))).toEqual(['🎓 Next', 'Explain']);
    const again = await press(ann, '🎓 Next', says('question 2 of 4'));
    // What was shown before is there at once.
    expect(altOf(again)).toContain('What the room said');
    expect(ann.message(id)).toBeDefined();
  });

  test('puts a text of its own in the place of the unit’s', async () => {
    const { ann, ben, id, press, now } = await openLesson();
    await press(ann, '🎓 Start', says('question 1 of 4'));
    const question = await press(ann, '🎓 Next', says('question 2 of 4'));
    const form = await choose(ann, question, '🎓 Use a text of the class').modal();
    await ann.submit(form, { own: '@everyone **hello** 🦦' }).settled(says('The class’s text'));
    expect(plainText(now())).toContain('hello');
    const other = await choose(ben, question, '🎓 Use a text of the class').modal();
    expect(plainText(await ben.submit(other, { own: 'mine' }).followup(0))).toContain('Ann leads this lesson');
    const typed = await ben.press(id, 'Answer…').modal();
    await ben.submit(typed, { answer: '7' }).followup(0);
    const revealed = await press(ann, '🎓 Reveal', has('🎓 Next'));
    expect(altOf(revealed)).toContain('hello');
  });

  test('has real names in its results only where that was said before anybody joined', async () => {
    const { ann, ben, press, told } = await openLesson();
    const named = await press(ann, '🎓 Show real names in results', says('show your real name'));
    expect(Object.keys(buttonsOf(named))).toContain('🎓 Use made-up names');
    expect(await told(ben, 'Join')).toContain('The results call you **Ben**, which is your real name here.');
    expect(await told(ann, '🎓 Use made-up names')).toContain('this cannot be changed any more');
  });

  test('ends with its results, which each person has alone, and a table for the one who leads', async () => {
    const { ann, ben, cleo, id, press, told } = await openLesson();
    const start = await press(ann, '🎓 Start', says('question 1 of 4'));
    await told(ben, 'Single letters');
    await told(cleo, 'Whole sentences');
    const end = await choose(ann, start, '🎓 End the lesson').settled(has('🎓 Download results'));
    expect(plainText(end)).toContain('there is nothing to compare');
    expect(plainText(await ben.press(id, 'My answers').settled(says('What you said')))).toContain('**Single letters**');
    const nothing = await room().playground.join('Dan').press(id, 'My answers').settled(says('not answered'));
    expect(isPrivate(nothing)).toBe(true);
    expect(await plainOf(cleo.press(id, '🎓 Download results'))).toContain('Ann leads this lesson');
    const table = await ann.press(id, '🎓 Download results').settled(says('All answers as a table'));
    expect(isPrivate(table)).toBe(true);
    const file = componentsOf(table).find((component) => component.file !== undefined)?.file?.url ?? '';
    const rows = (await room().fetchFile(file)).toString().trim().split('\n');
    expect(rows).toHaveLength(3);
    expect(rows.join()).not.toMatch(/Ben|Cleo/);
  });

  test('finds its lesson again below, and in the course', async () => {
    const { ann, ben, id, press, now } = await openLesson();
    await press(ann, '🎓 Start', says('question 1 of 4'));
    const again = await open(ben, now(), 'Show it again below', says('question 1 of 4'));
    expect(again.id).not.toBe(id);
    await ben.press(again.id, 'Single letters').followup(0);
    const course = await ben.slash('lesson').settled(has('Go on with it'));
    const third = await ben.press(course.id, 'Go on with it').settled(says('question 1 of 4'));
    expect(plainText(third)).toContain('**1 of 1** have answered.');
  });

  test('is led on by whoever manages the place', async () => {
    const { ben, message } = await openLesson();
    const refused = await choose(ben, message, 'Lead on').followup(0);
    expect(plainText(refused)).toContain(
      'If Ann does nothing for 5 minutes, somebody else who takes part can lead on.',
    );
  });

  test('two lessons in one channel do not touch', async () => {
    const [one, other] = [await openLesson(), await openLesson()];
    await one.press(one.ann, '🎓 Start', says('question 1 of 4'));
    await one.told(one.ben, 'Single letters');
    await other.press(other.ann, '🎓 Start', says('question 1 of 4'));
    expect(plainText(other.now())).toContain('Nobody has answered yet.');
    await expect.poll(() => plainText(one.now())).toContain('**1 of 1** have answered.');
  });
});

describe('one person alone', () => {
  test('sees each answer at once, privately, and goes on in the same message', async () => {
    const { playground } = room();
    const ann = playground.join('Ann');
    const start = await ann.slash('lesson', { unit: 'tokens', pace: 'alone' }).followup(0);
    expect(isPrivate(start)).toBe(true);
    expect(Object.keys(buttonsOf(start))).toEqual(['Start', 'Explain']);
    const first = await ann.press(start.id, 'Start').settled(says('question 1 of 4'));
    expect(first.id).toBe(start.id);
    await ann.press(first.id, 'Single letters').settled(says('question 2 of 4'));
    const form = await ann.press(first.id, 'Answer…').modal();
    const revealed = await ann.submit(form, { answer: '11' }).settled((now) => altOf(now) !== '');
    expect(altOf(revealed)).toContain('What you said');
    expect(plainText(revealed)).toMatch(/It is \*\*\d+ tokens\*\*\. You (were right|said 11)\./);
    await ann.press(first.id, 'Next').settled(says('question 3 of 4'));
    await ann.press(first.id, '9 or more').settled((now) => altOf(now) !== '');
    await ann.press(first.id, 'Next').settled(says('question 4 of 4'));
    const after = await ann.press(first.id, 'It cannot read the word at all').settled(says('Right is'));
    expect(plainText(after)).toContain('Every text can be cut into tokens.');
    const end = await ann.press(first.id, 'Next').settled(has('My answers'));
    expect(altOf(end)).toContain('What did you learn?');
    expect(buttonsOf(end)).not.toHaveProperty('🎓 Download results');
  });
});

async function plainOf(invocation: ReturnType<Person['press']>): Promise<string> {
  return plainText(await invocation.settled((message) => plainText(message) !== ''));
}
