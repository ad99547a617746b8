import type { APIMessage } from 'discord-api-types/v10';
import { expect } from 'vitest';
import { askOf, isQuestion, type QuestionStation, stationsOf } from '../../commands/lesson/stations.js';
import type { Unit } from '../../commands/lesson/units/unit.js';
import type { Person } from '../../src/playground/people/person.js';
import { buttonsOf, picturesOf, plainText } from './harness.js';

/** What a class does beside answering. */
export interface Playing {
  readonly leader: Person;
  /** Who answers from the beginning. */
  readonly people: readonly Person[];
  /** Joins at the second question. */
  readonly late: Person;
  /** Called before the question after the first: such as a restart of the bot. */
  readonly between?: () => Promise<void>;
  /** What a person types where a number or a word is asked; by the question's place in the unit. */
  readonly typed?: (station: QuestionStation, person: number) => string;
}

/** What was on the screen when an answer was shown. */
export interface Shown {
  readonly station: QuestionStation;
  readonly text: string;
  readonly alt: string;
}

const MARK = '🎓 ';

/** A model may draw for long on a busy machine. */
const WITHIN_MS = 60_000;

/**
 * Plays one unit as a class does, to its results: everybody answers at once, some press twice or type what is no answer,
 * somebody comes late, and the leader goes on.
 */
export async function playUnit(unit: Unit, { leader, people, late, between, typed = typedWord }: Playing) {
  const shown: Shown[] = [];
  let message = await leader.slash('lesson', { unit: unit.title }).settled(has('Join'));
  const { id } = message;
  const lead = (button: string, until: (now: APIMessage) => boolean) =>
    leader.press(id, `${MARK}${button}`).settled(until, WITHIN_MS);
  await Promise.all(people.map((person) => person.press(id, 'Join').followup(0)));
  const questions = stationsOf([unit]).filter(isQuestion);
  for (const [at, station] of questions.entries()) {
    const ask = askOf(station);
    message = await lead(at === 0 ? 'Start' : 'Next', (now) => plainText(now).includes(ask));
    if (at === 1) await between?.();
    const all = at === 0 ? people : [...people, late];
    const [first] = all;
    if (first !== undefined) await typeNonsense(first, message, station);
    await Promise.all(all.map((person, number) => answer(person, id, station, number, typed)));
    // Who presses once more counts once.
    if (first !== undefined) await answer(first, id, station, 0, typed);
    const answered = `**${all.length} of ${all.length}** have answered.`;
    await expect.poll(() => plainText(leader.message(id) as APIMessage)).toContain(answered);
    const refused = await late.press(id, `${MARK}${station.kind === 'before' ? 'Next' : 'Reveal'}`).followup(0);
    expect(plainText(refused)).toContain(`${leader.name} leads this lesson`);
    if (station.kind === 'before') continue;
    const [once, twice] = [leader.press(id, `${MARK}Reveal`), leader.press(id, `${MARK}Reveal`)];
    message = await once.settled(isRevealed, WITHIN_MS);
    message = await twice.settled(isRevealed, WITHIN_MS);
    shown.push({ station, text: plainText(message), alt: picturesOf(message)[0]?.alt ?? '' });
  }
  const end = await lead('Next', has('My answers'));
  return { shown, end, id };
}

function has(button: string): (message: APIMessage) => boolean {
  return (message) => button in buttonsOf(message);
}

/** Nothing is answered any more, and the leader goes on. */
function isRevealed(message: APIMessage): boolean {
  const labels = buttonsOf(message);
  return `${MARK}Next` in labels && picturesOf(message).length > 0;
}

/** Types something that is no answer where one types, and is told what is. */
async function typeNonsense(person: Person, { id }: APIMessage, station: QuestionStation): Promise<void> {
  const kind = station.kind === 'step' ? station.step.predict.kind : 'poll';
  if (kind !== 'number' && kind !== 'word') return;
  const form = await person.press(id, 'Answer…').modal();
  const refused = await person.submit(form, { answer: kind === 'number' ? '1e999; DROP' : 'two words' }).followup(0);
  expect(plainText(refused)).toMatch(/Type a number from|one word/);
}

async function answer(
  person: Person,
  id: string,
  station: QuestionStation,
  number: number,
  typed: (station: QuestionStation, person: number) => string,
): Promise<void> {
  const said = plainText(await answering(person, id, station, number, typed));
  expect(said).toMatch(/^You said: \*\*.+\*\*\. You can change it/);
}

async function answering(
  person: Person,
  id: string,
  station: QuestionStation,
  number: number,
  typed: (station: QuestionStation, person: number) => string,
): Promise<APIMessage> {
  if (station.kind !== 'step') return pressOne(person, id, station.question.options, number);
  const { predict } = station.step;
  switch (predict.kind) {
    case 'poll':
      return pressOne(person, id, predict.options, number);
    case 'order': {
      const turned = predict.items.map((_, at) => predict.items[(at + number) % predict.items.length]);
      return person.select(id, 'Choose the order…', [turned.join(' → ')]).followup(0);
    }
    default: {
      const form = await person.press(id, 'Answer…').modal();
      return person.submit(form, { answer: typed(station, number) }).followup(0);
    }
  }
}

function pressOne(
  person: Person,
  id: string,
  options: readonly { label: string }[],
  number: number,
): Promise<APIMessage> {
  return person.press(id, options[number % options.length]?.label ?? '').followup(0);
}

/** A number in the middle of what is taken, or one of three words. */
function typedWord(station: QuestionStation, person: number): string {
  const predict = station.kind === 'step' ? station.step.predict : undefined;
  if (predict?.kind !== 'number') return ['dog', 'girl', 'Boat!'][person % 3] ?? 'dog';
  return String(Math.round(predict.from + ((predict.to - predict.from) * (person + 1)) / 20));
}
