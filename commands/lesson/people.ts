import type { RunContext } from '../../src/discord/command.js';
import { UserError } from '../../src/errors.js';
import { personKey } from '../../src/lesson/room/person.js';
import type { Answer, Lesson } from './result.js';

/** As many people as one lesson takes: all that they say has to fit into one stored result. */
export const MAX_PEOPLE = 120;

type Who = RunContext['user'];

/** One person of a lesson. */
export interface Member {
  readonly number: number;
  readonly name?: string | undefined;
}

/** The person as the lesson knows them; undefined where they have not joined. */
export function memberOf({ salt, people }: Lesson, user: Who): Member | undefined {
  const key = personKey(salt, user);
  return Object.hasOwn(people, key) ? people[key] : undefined;
}

/**
 * The lesson with this person among its people; who is there already stays as they are.
 *
 * @throws UserError where it is full
 */
export function joined(lesson: Lesson, user: Who): Lesson {
  if (memberOf(lesson, user) !== undefined) return lesson;
  // Nobody gets the number of somebody who has gone.
  const number = 1 + Math.max(0, ...Object.values(lesson.people).map((one) => one.number));
  if (countPeople(lesson) >= MAX_PEOPLE) throw new UserError('lesson-is-full', { most: MAX_PEOPLE });
  const member = lesson.withNames ? { number, name: user.name } : { number };
  return { ...lesson, people: { ...lesson.people, [personKey(lesson.salt, user)]: member } };
}

export function countPeople({ people }: Lesson): number {
  return Object.keys(people).length;
}

/** What was answered at a station, one entry a person. */
export function answersAt({ answers }: Lesson, key: string): readonly Answer[] {
  return Object.values(answers[key] ?? {});
}

/** What a person answered at a station; undefined where that is nothing. */
export function answerOf(lesson: Lesson, key: string, user: Who): Answer | undefined {
  const member = memberOf(lesson, user);
  return member && lesson.answers[key]?.[member.number];
}

/** The lesson with a person's answer in the place of what they said before. */
export function answered(lesson: Lesson, key: string, user: Who, answer: Answer): Lesson {
  const after = joined(lesson, user);
  const { number = 0 } = memberOf(after, user) ?? {};
  return { ...after, answers: { ...after.answers, [key]: { ...after.answers[key], [number]: answer } } };
}
