/** What is to be done with an interaction that came over the gateway. */
export type Arrival = 'new' | 'repeated' | 'late';

/** Knows which interactions came already, and which came too late to be answered. */
export interface Arrivals {
  /** @param id the interaction's id, a snowflake: when it was made stands in it */
  judge(id: string): Arrival;
}

/** Beyond Discord's 3 s, in milliseconds: the clocks of Discord's own servers are not all the same. */
const LATE_MS = 3500;

/** Ids that are remembered: a gateway that resumes repeats far fewer. */
const REMEMBERED_IDS = 10_000;

/** Delays that are compared, and how few of them say nothing yet. */
const REMEMBERED_DELAYS = 63;
const LEAST_DELAYS = 5;

/**
 * Creates an empty list.
 *
 * This computer's clocks may be wrong, so an interaction is late against the others: the middle one of the last delays
 * between the time in an id and a clock holds what the clocks are apart. It has to be late by every clock, because a
 * clock may be set while the bot runs. What is late is remembered too, so that in no case everything is late for long.
 *
 * @param clocks each in milliseconds from any start
 */
export function createArrivals(clocks: readonly (() => number)[]): Arrivals {
  const ids = new Set<string>();
  const delays = clocks.map((): number[] => []);

  const isRepeated = (id: string): boolean => {
    if (ids.has(id)) return true;
    ids.add(id);
    for (const oldest of ids) {
      if (ids.size <= REMEMBERED_IDS) break;
      ids.delete(oldest);
    }
    return false;
  };

  const isLate = (id: string): boolean => {
    const madeAt = Number(BigInt(id) >> 22n);
    const verdicts = clocks.map((now, at) => {
      const before = delays[at] ?? [];
      const delay = now() - madeAt;
      const late = before.length >= LEAST_DELAYS && delay - middleOf(before) > LATE_MS;
      before.push(delay);
      if (before.length > REMEMBERED_DELAYS) before.shift();
      return late;
    });
    return verdicts.length > 0 && verdicts.every(Boolean);
  };

  return {
    judge(id) {
      if (isRepeated(id)) return 'repeated';
      return isLate(id) ? 'late' : 'new';
    },
  };
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
