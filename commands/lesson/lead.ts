import type { RunContext } from '../../src/discord/command.js';
import { UserError } from '../../src/errors.js';
import { managesPlace } from '../../src/lesson/room/manages.js';
import { personKey } from '../../src/lesson/room/person.js';
import { memberOf } from './people.js';
import type { Lesson } from './result.js';

/** After so long without a press of the leader, anybody who takes part may lead on; milliseconds. */
export const LEADER_AWAY_MS = 5 * 60_000;

type Presser = Pick<RunContext, 'user' | 'channel' | 'server'>;

export function leads({ salt, leader }: Lesson, user: RunContext['user']): boolean {
  return personKey(salt, user) === leader.key;
}

/**
 * The lesson, once it is sure that this person may lead it.
 *
 * @throws UserError where somebody else leads, and the person does not manage the place
 */
export function led(lesson: Lesson, presser: Presser): Lesson {
  if (leads(lesson, presser.user)) return { ...lesson, leader: { ...lesson.leader, seenAt: Date.now() } };
  if (lesson.pace === 'alone' || !managesPlace(presser))
    throw new UserError('lesson-led-by-other', { name: lesson.leader.name });
  return lesson;
}

/**
 * The lesson with another leader: somebody who manages the place, or anybody who takes part once the leader has been away.
 *
 * @throws UserError where the person may not take it over yet
 */
export function takenOver(lesson: Lesson, presser: Presser): Lesson {
  const { user } = presser;
  const isAway = Date.now() - lesson.leader.seenAt > LEADER_AWAY_MS;
  if (!leads(lesson, user) && !managesPlace(presser) && !(isAway && memberOf(lesson, user) !== undefined)) {
    throw new UserError('lesson-not-taken-over', { name: lesson.leader.name, minutes: LEADER_AWAY_MS / 60_000 });
  }
  const key = personKey(lesson.salt, user);
  return { ...lesson, leader: { key, name: user.name, seenAt: Date.now() } };
}
