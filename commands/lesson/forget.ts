import type { RunContext } from '../../src/discord/command.js';
import { personKey } from '../../src/lesson/room/person.js';
import { leads } from './lead.js';
import type { Lesson, LessonResult } from './result.js';

/**
 * The lesson without somebody: their answers, their name and their place among its people. Where they had taken it over
 * from who began it, whoever takes part may lead on at once.
 */
export function forgetPerson(result: LessonResult, person: RunContext['user']): LessonResult {
  if (result.kind !== 'lesson') return result;
  const key = personKey(result.salt, person);
  const member = Object.hasOwn(result.people, key) ? result.people[key] : undefined;
  const { [key]: _, ...people } = result.people;
  const leader = leads(result, person) ? { key: '', name: '…', seenAt: 0 } : result.leader;
  return {
    ...result,
    leader,
    people,
    answers: member === undefined ? result.answers : without(result.answers, member.number),
  };
}

function without(answers: Lesson['answers'], number: number): Lesson['answers'] {
  return Object.fromEntries(
    Object.entries(answers).map(([station, given]) => {
      const { [number]: _, ...others } = given;
      return [station, others];
    }),
  );
}
