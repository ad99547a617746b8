import { UserError } from '../../errors.js';

/** Keeps one person from taking the model away from the rest of the room. */
export interface Limits {
  /** Counts a run of this person until the returned function is called; throws a `UserError` when there are too many. */
  enter(userId: string): () => void;
}

/** So many people are remembered before those who have nothing under way are forgotten. */
const MAX_REMEMBERED = 1000;

/**
 * Creates limits for runs per person.
 *
 * @param options.atOnce runs that may be under way
 * @param options.perMinute runs that may start in any 60 s
 * @param options.now milliseconds of a clock that only goes forward
 */
export function createLimits(options: {
  readonly atOnce: number;
  readonly perMinute: number;
  readonly now: () => number;
}): Limits {
  const people = new Map<string, { running: number; starts: number[] }>();
  let maxRemembered = MAX_REMEMBERED;

  const forgetIdle = (since: number): void => {
    for (const [id, person] of people) {
      if (person.running === 0 && (person.starts.at(-1) ?? 0) < since) people.delete(id);
    }
  };

  return {
    enter(userId) {
      const now = options.now();
      const since = now - 60_000;
      if (people.size > maxRemembered) {
        forgetIdle(since);
        // Those who stay are not looked through again until there are as many more.
        maxRemembered = Math.max(MAX_REMEMBERED, 2 * people.size);
      }
      const person = people.get(userId) ?? { running: 0, starts: [] };
      person.starts = person.starts.filter((start) => start > since);
      if (person.running >= options.atOnce) {
        throw new UserError('too-many-under-way', { underWay: person.running });
      }
      const [oldest] = person.starts;
      if (oldest !== undefined && person.starts.length >= options.perMinute) {
        const seconds = Math.max(1, Math.ceil((oldest - since) / 1000));
        throw new UserError('too-many-runs', { most: options.perMinute, seconds });
      }
      person.running += 1;
      person.starts.push(now);
      people.set(userId, person);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        person.running -= 1;
      };
    },
  };
}
