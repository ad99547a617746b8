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
const MAX_IDS = 10_000;

/** Delays that are compared, and how few of them say nothing yet. */
const MAX_DELAYS = 63;
const MIN_DELAYS = 5;

/** For so long a delay is compared, in milliseconds: clocks run apart, in a day by seconds. */
const MAX_DELAY_AGE_MS = 10 * 60_000;

/** When an interaction came, and how long after it was made, by each clock. */
interface Seen {
  readonly times: readonly number[];
  readonly delays: readonly number[];
}

/**
 * Creates an empty list.
 *
 * This computer's clocks may be wrong, so an interaction is late against the others: the middle one of the last delays
 * between the time in an id and a clock holds what the clocks are apart. It has to be late by every clock, because a
 * clock may be set while the bot runs. Where a few in a row are late, the clocks may have been set all at once: these are
 * then what the next ones are compared with, so that in no case more than those few are late in a row.
 *
 * @param clocks each in milliseconds from any start
 */
export function createArrivals(clocks: readonly (() => number)[]): Arrivals {
  const ids = new Set<string>();
  let seen: Seen[] = [];
  let lateInRow = 0;

  const isRepeated = (id: string): boolean => {
    if (ids.has(id)) return true;
    ids.add(id);
    for (const oldest of ids) {
      if (ids.size <= MAX_IDS) break;
      ids.delete(oldest);
    }
    return false;
  };

  const isLate = (id: string): boolean => {
    const madeAt = Number(BigInt(id) >> 22n);
    const times = clocks.map((now) => now());
    const isFresh = (one: Seen) => times.every((time, at) => time - (one.times[at] ?? 0) <= MAX_DELAY_AGE_MS);
    seen = lateInRow < MIN_DELAYS ? seen.filter(isFresh) : seen.slice(-MIN_DELAYS);
    const delays = times.map((time) => time - madeAt);
    const isLateBy = (delay: number, at: number) => delay - middleOf(seen.map((one) => one.delays[at] ?? 0)) > LATE_MS;
    const mayJudge = clocks.length > 0 && lateInRow < MIN_DELAYS && seen.length >= MIN_DELAYS;
    const isAllLate = mayJudge && delays.every(isLateBy);
    lateInRow = isAllLate ? lateInRow + 1 : 0;
    seen = [...seen, { times, delays }].slice(-MAX_DELAYS);
    return isAllLate;
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
