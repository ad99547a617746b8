import type { APIMessage } from 'discord-api-types/v10';
import { knownUnits } from '../commands/lesson/units/read-units.js';
import type { Playground } from '../src/playground/open-playground.js';
import type { Invocation } from '../src/playground/people/invocation.js';
import type { Person } from '../src/playground/people/person.js';

const NAMES = ['Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gia', 'Hana', 'Ivo', 'José', 'Kim', 'Lena', 'Max'];

/** What the twelve type where a word is asked. */
const WORDS = ['girl', 'dog', 'girl', 'boy', 'house', 'girl', 'dog', 'bear', 'cat', 'girl', 'boy', 'prince'];

type Keep = (invocation: Invocation, name: string, how?: { pressed?: APIMessage | undefined }) => Promise<void>;

const MARK = '🎓 ';

/** Saves what a class of twelve sees in a lesson: the course, what it said beside what is true, and what it learned. */
export async function saveClassPictures(playground: Playground, keep: Keep): Promise<void> {
  const leader = playground.join('Ada');
  const people = NAMES.map((name) => playground.join(name));
  await keep(leader.slash('lesson', {}), 'lesson-course.png');
  const unit = knownUnits().units.find(({ id }) => id === 'next-word');
  if (unit === undefined) throw new Error('there is a unit about the next word');
  const { id } = await leader.slash('lesson', { unit: unit.id }).settled(shows('Join'));
  const right = (options: typeof unit.before.options) => options.findIndex(({ isRight }) => isRight);
  /** So many know it; the others choose the options in turn. */
  const choose = (options: typeof unit.before.options, knowing: number) =>
    each(people, (person, number) => {
      const label = options[number < knowing ? right(options) : number % options.length]?.label ?? '';
      return person.press(id, label).followup(0);
    });
  await leader.press(id, `${MARK}Start`).settled(shows(unit.before.options[0]?.label ?? ''));
  await choose(unit.before.options, 4);
  for (const [at, { predict }] of unit.steps.entries()) {
    await leader.press(id, `${MARK}Next`).settled(shows(`${MARK}Reveal`));
    await each(people, async (person, number) => {
      if (predict.kind === 'poll') {
        return person.press(id, predict.options[number % predict.options.length]?.label ?? '').followup(0);
      }
      if (predict.kind === 'order') {
        return person.select(id, 'Choose the order…', [predict.items.join(' → ')]).followup(0);
      }
      const form = await person.press(id, 'Answer…').modal();
      return person.submit(form, { answer: WORDS[number] ?? '' }).followup(0);
    });
    const revealed = leader.press(id, `${MARK}Reveal`);
    if (at === 0) await keep(revealed, 'lesson-revealed.png', { pressed: leader.message(id) });
    await revealed.settled(shows(`${MARK}Next`));
  }
  await leader.press(id, `${MARK}Next`).settled(shows(`${MARK}Reveal`));
  await choose(unit.after.options, 10);
  await keep(leader.press(id, `${MARK}Reveal`), 'lesson-gain.png', { pressed: leader.message(id) });
}

function shows(label: string): (message: APIMessage) => boolean {
  return (message) => JSON.stringify(message.components).includes(JSON.stringify(label).slice(1, -1));
}

async function each(
  people: readonly Person[],
  act: (person: Person, number: number) => Promise<unknown>,
): Promise<void> {
  // One after the other, so that the pictures come out the same each time.
  for (const [number, person] of people.entries()) await act(person, number);
}
