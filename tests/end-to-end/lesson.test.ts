import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { knownUnits } from '../../commands/lesson/units/read-units.js';
import type { Prediction } from '../../commands/lesson/units/unit.js';
import type { Invocation } from '../../src/playground/people/invocation.js';
import type { Person } from '../../src/playground/people/person.js';
import { buttonsOf, choose, componentsOf, entriesOf, open, picturesOf, plainText, useRoom } from './harness.js';

const room = useRoom();

const isPrivate = (message: APIMessage) => ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const says = (part: string) => (message: APIMessage) => plainText(message).includes(part);
const has = (button: string) => (message: APIMessage) => button in buttonsOf(message);

const found = knownUnits().units.find(({ id }) => id === 'tokens');
if (found === undefined) throw new Error('there is a unit about tokens');
const unit = found;
const of = unit.steps.length + 2;
const question = (number: number) => says(`question ${number} of ${of}`);
const [first = '', second = ''] = unit.before.options.map(({ label }) => label);
/** The question at which a number is typed, and the one where the class may have its own text. */
const typed = unit.steps.findIndex(({ predict }) => predict.kind === 'number') + 2;
const owned = unit.steps.findIndex(({ run }) => run.own !== undefined) + 2;

/** A lesson of the unit about tokens that was just opened, and its three people. */
async function openLesson() {
  const { playground } = room();
  const [ann, ben, cleo] = [playground.join('Ann'), playground.join('Ben'), playground.join('Cleo')] as const;
  const message = await ann.slash('lesson', { unit: unit.title }).settled(has('Join'));
  const press = (person: Person, button: string, until: (now: APIMessage) => boolean) =>
    person.press(message.id, button).settled(until);
  const told = async (person: Person, button: string) => plainText(await person.press(message.id, button).followup(0));
  const now = () => ann.message(message.id) as APIMessage;
  /** The leader goes on to a question, and shows the answers on the way. */
  const goTo = async (number: number) => {
    for (let at = 1; at < number; at += 1) {
      if (at > 1) await press(ann, '🎓 Reveal', has('🎓 Next'));
      await press(ann, '🎓 Next', question(at + 1));
    }
    return now();
  };
  return { ann, ben, cleo, id: message.id, message, press, told, now, goTo };
}

describe('the course', () => {
  test('shows all units, and starts a plan, one unit, or a lesson alone', async () => {
    const { playground } = room();
    const ann = playground.join('Ann');
    const course = await ann.slash('lesson').settled(has('45 minutes'));
    expect(altOf(course)).toContain('What do you want to learn?');
    expect(altOf(course)).toContain('Cutting the tail');
    expect(Object.keys(buttonsOf(course))).toEqual(['20 minutes', '45 minutes', '90 minutes', 'On my own', 'Explain']);
    const started = await ann.press(course.id, '20 minutes').settled(has('Join'));
    expect(started.id).not.toBe(course.id);
    expect(plainText(started)).toMatch(/\d+ units · about \d+ minutes/);
    const alone = await open(ann, course, 'What comes next?', has('Join'));
    expect(plainText(alone)).toContain('1. What comes next?');
    const explained = await ann.press(course.id, 'Explain').settled(has('On my own'));
    expect(isPrivate(explained)).toBe(true);
  });

  test('takes a unit by its title or its id, and says where there is none', async () => {
    const { person } = room();
    expect(await person.autocomplete('lesson', { unit: 'comes' }, 'unit')).toEqual([
      { name: 'What comes next?', value: 'What comes next?' },
    ]);
    const named = await person.slash('lesson', { unit: ' TOKENS ' }).settled(has('Join'));
    expect(plainText(named)).toContain(`1. ${unit.title}`);
    const several = await person.slash('lesson', { unit: 'Temperature, tokens,chance' }).settled(has('Join'));
    expect(plainText(several)).toMatch(
      /3 units[\s\S]*1\. What does a chance count\?[\s\S]*2\. What does a model read\?[\s\S]*3\. /,
    );
    const none = await person.slash('lesson', { unit: 'astrology' }).settled(says('There is no unit'));
    expect(plainText(none)).toContain('There is no unit “astrology”. Run /lesson and choose one in the menu.');
  });
});

describe('a class', () => {
  test('answers privately, and the one who leads alone goes on', async () => {
    const { ann, ben, cleo, id, press, told, now, goTo } = await openLesson();
    expect(await told(ben, 'Join')).toContain('The results call you **Otter**, so nobody knows who you are.');
    expect(await told(ben, '🎓 Start')).toContain('Ann leads this lesson. You can answer');
    const asked = await press(ann, '🎓 Start', question(1));
    expect(picturesOf(asked)).toEqual([]);
    expect(await told(cleo, first)).toContain(`You said: **${first}**. You can change it`);
    expect(await told(cleo, second)).toContain(`You said: **${second}**.`);
    await expect.poll(() => plainText(now())).toContain('**1 of 2** have answered.');
    expect(JSON.stringify(now())).not.toMatch(/Cleo|Otter|Heron/);
    await goTo(typed);
    const form = await ben.press(id, 'Answer…').modal();
    expect(plainText(await ben.submit(form, { answer: '9,5' }).followup(0))).toContain('You said: **9.5**');
    const stillOpen = await ben.press(id, 'Answer…').modal();
    const revealed = await press(ann, '🎓 Reveal', has('🎓 Next'));
    expect(altOf(revealed)).toMatch(/What the room said/);
    expect(plainText(revealed)).toMatch(/It is \*\*\d+ tokens\*\*\./);
    // What comes after the answer is there comes too late.
    const late = await ben.submit(stillOpen, { answer: '7' }).followup(0);
    expect(plainText(late)).toContain('The lesson has moved on, so this answer came too late.');
    expect(Object.keys(entriesOf(revealed))).toEqual(
      expect.arrayContaining(['Details', 'Open /tokenize', 'My answers', '🎓 Back']),
    );
    const details = await open(ben, revealed, 'Details', (shown) => plainText(shown) !== '');
    expect(isPrivate(details)).toBe(true);
    const explained = await ben.press(id, 'Explain').settled(says('With these numbers'));
    expect(isPrivate(explained)).toBe(true);
  });

  test('sees no answer that was given before an answer was shown change after it', async () => {
    const { ann, ben, press, told, goTo } = await openLesson();
    await press(ann, '🎓 Start', question(1));
    await told(ben, first);
    await goTo(2);
    const revealed = await press(ann, '🎓 Reveal', has('🎓 Next'));
    const back = await choose(ann, revealed, '🎓 Back').settled(question(1));
    expect(plainText(back)).toContain('so this question is closed');
    expect(Object.keys(buttonsOf(back))).toEqual(['🎓 Next', 'Explain']);
    const again = await press(ann, '🎓 Next', question(2));
    // What was shown before is there at once.
    expect(altOf(again)).toContain('What the room said');
  });

  test('puts a text of its own in the place of the unit’s', async () => {
    const { ann, ben, id, press, now, goTo } = await openLesson();
    await press(ann, '🎓 Start', question(1));
    const asked = await goTo(owned);
    const form = await choose(ann, asked, '🎓 Use a text of the class').modal();
    await ann.submit(form, { own: '@everyone **hello** 🦦' }).settled(says('The class’s text'));
    expect(plainText(now())).toContain('hello');
    const other = await choose(ben, asked, '🎓 Use a text of the class').modal();
    expect(plainText(await ben.submit(other, { own: 'mine' }).followup(0))).toContain('Ann leads this lesson');
    const empty = await choose(ann, asked, '🎓 Use a text of the class').modal();
    expect(plainText(await ann.submit(empty, { own: ' ' }).followup(0))).toContain('There is no text.');
    const revealed = await press(ann, '🎓 Reveal', has('🎓 Next'));
    expect(altOf(revealed)).toContain('hello');
    expect(id).toBe(revealed.id);
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
    const start = await press(ann, '🎓 Start', question(1));
    await told(ben, first);
    await told(cleo, second);
    const end = await choose(ann, start, '🎓 End the lesson').settled(has('🎓 Download results'));
    expect(plainText(end)).toContain('there is nothing to compare');
    expect(plainText(await ben.press(id, 'My answers').settled(says('What you said')))).toContain(`**${first}**`);
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
    await press(ann, '🎓 Start', question(1));
    const again = await open(ben, now(), 'Show it again below', question(1));
    expect(again.id).not.toBe(id);
    await ben.press(again.id, first).followup(0);
    const course = await ben.slash('lesson').settled(has('Go on with it'));
    const third = await ben.press(course.id, 'Go on with it').settled(question(1));
    expect(plainText(third)).toContain('**1 of 1** have answered.');
  });

  test('is led on by whoever manages the place, and by others only when the leader is away', async () => {
    const { ann, ben, id, message, press, told } = await openLesson();
    const refused = await choose(ben, message, 'Lead on').followup(0);
    expect(plainText(refused)).toContain(
      'If Ann does nothing for 5 minutes, somebody else who takes part can lead on.',
    );
    await press(ann, '🎓 Start', question(1));
    // Who came first into the playground manages its channels.
    const manager = room().person;
    await choose(manager, manager.message(id) as APIMessage, 'Lead on').settled(question(1));
    expect(await told(ann, '🎓 Next')).toContain(`${manager.name} leads this lesson`);
    await press(manager, '🎓 Next', question(2));
  });

  test('two lessons in one channel do not touch', async () => {
    const [one, other] = [await openLesson(), await openLesson()];
    await one.press(one.ann, '🎓 Start', question(1));
    await one.told(one.ben, first);
    await other.press(other.ann, '🎓 Start', question(1));
    expect(plainText(other.now())).toContain('Nobody has answered yet.');
    await expect.poll(() => plainText(one.now())).toContain('**1 of 1** have answered.');
  });
});

describe('one person alone', () => {
  test('sees each answer at once, privately, and goes on in the same message', async () => {
    const ann = room().playground.join('Ann');
    const start = await ann.slash('lesson', { unit: unit.id, pace: 'alone' }).followup(0);
    const { id } = start;
    expect(isPrivate(start)).toBe(true);
    expect(Object.keys(buttonsOf(start))).toEqual(['Start', 'Explain']);
    await ann.press(id, 'Start').settled(question(1));
    let now = await ann.press(id, first).settled(question(2));
    for (const [at, { predict }] of unit.steps.entries()) {
      const answering = await answerAny(ann, now, predict);
      now = await answering.settled((after) => altOf(after) !== '');
      expect(altOf(now)).toContain('What you said');
      expect(plainText(now)).toMatch(/You were right\.|You said /);
      now = await ann.press(id, 'Next').settled(question(at + 3));
    }
    const wrong = unit.after.options.find(({ isRight }) => !isRight);
    const after = await ann.press(id, wrong?.label ?? '').settled(says(' is right, because'));
    expect(plainText(after)).toContain(wrong?.because);
    const end = await ann.press(id, 'Next').settled(has('My answers'));
    expect(end.id).toBe(id);
    expect(altOf(end)).toContain('What did you learn?');
    expect(buttonsOf(end)).not.toHaveProperty('🎓 Download results');
  });

  test('leads nobody else, whatever they know of it', async () => {
    const { playground } = room();
    const [ann, ben] = [playground.join('Ann'), playground.join('Ben')];
    const start = await ann.slash('lesson', { unit: unit.id, pace: 'alone' }).followup(0);
    expect(() => ben.press(start.id, 'Start')).toThrow();
  });
});

/** Answers a prediction in whatever way it takes. */
async function answerAny(person: Person, message: APIMessage, predict: Prediction): Promise<Invocation> {
  switch (predict.kind) {
    case 'poll':
      return person.press(message.id, predict.options[0]?.label ?? '');
    case 'order':
      return person.select(message.id, 'Choose the order…', [predict.items.join(' → ')]);
    default:
      return person.submit(await person.press(message.id, 'Answer…').modal(), {
        answer: predict.kind === 'number' ? String(predict.from) : 'cat',
      });
  }
}

async function plainOf(invocation: ReturnType<Person['press']>): Promise<string> {
  return plainText(await invocation.settled((message) => plainText(message) !== ''));
}
