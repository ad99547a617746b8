import { UserError } from '../../src/errors.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { createResultStore } from '../../src/lesson/command/result.js';
import { createSalt, personKey } from '../../src/lesson/room/person.js';
import type { Services } from '../../src/services.js';
import { stationsIn } from './position.js';
import { type Lesson, lessonType } from './result.js';
import { knownUnits } from './units/read-units.js';

/** Under which name a channel keeps the lesson that is under way in it. */
const UNDER_WAY = 'lesson';

/** A lesson that has not started yet, led by who asks for it. */
export function beginLesson(
  units: readonly string[],
  pace: Lesson['pace'],
  { user }: Pick<AskContext, 'user'>,
): Lesson {
  const salt = createSalt();
  const key = personKey(salt, user);
  return {
    kind: 'lesson',
    pace,
    plan: [...units],
    salt,
    leader: { key, name: user.name, seenAt: Date.now() },
    withNames: false,
    people: {},
    at: 0,
    answers: {},
    own: {},
    outcomes: {},
    revealed: [],
  };
}

/**
 * The ids of units that somebody names by ids, titles or topics, with commas between several; in the order of the course.
 *
 * @throws UserError where there is no such unit
 */
export function unitsNamed(typed: string): readonly string[] {
  const { units } = knownUnits();
  const named = typed.split(',').map((name) => {
    const wanted = name.trim().toLowerCase();
    const found = units.find((unit) => [unit.id, unit.title, unit.topic].some((one) => one.toLowerCase() === wanted));
    if (found === undefined) throw new UserError('no-such-unit', { typed: name.trim() });
    return found.id;
  });
  return units.map(({ id }) => id).filter((id) => named.includes(id));
}

/** Remembers that a lesson is under way in a channel; where that cannot be kept, it is found by its message alone. */
export async function rememberUnderWay(
  runId: string,
  { pace }: Lesson,
  { channel }: Pick<AskContext, 'channel'>,
  { settings }: Services,
): Promise<void> {
  if (pace === 'together') await settings.set(channel.id, UNDER_WAY, runId).catch(() => undefined);
}

/** The lesson that is under way in a channel, and not over; undefined where it cannot be found now. */
export async function underWayIn(
  { channel }: Pick<AskContext, 'channel'>,
  services: Services,
): Promise<string | undefined> {
  try {
    const runId = (await services.settings.of(channel.id))[UNDER_WAY];
    if (typeof runId !== 'string') return undefined;
    const { result } = await createResultStore('lesson', lessonType, true).load(services, runId);
    const isUnderWay = result.kind === 'lesson' && result.at < stationsIn(result).length - 1;
    return isUnderWay ? runId : undefined;
  } catch {
    return undefined;
  }
}
