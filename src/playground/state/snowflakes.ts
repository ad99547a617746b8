import { createHash } from 'node:crypto';

/** Discord's epoch: the first second of 2015, in Unix milliseconds. Source: the snowflake format of Discord's documentation. */
const EPOCH = 1_420_070_400_000;

/** Makes Discord ids: strings of 17 to 19 digits that rise with time. */
export interface Snowflakes {
  next(): string;
}

/**
 * Ids from a clock: 42 bits of milliseconds since 2015, then a counter, so that ids of one millisecond also rise.
 *
 * @param now Unix time in milliseconds
 */
export function createSnowflakes(now: () => number): Snowflakes {
  let last = 0n;
  return {
    next() {
      const fromClock = BigInt(Math.max(0, Math.floor(now()) - EPOCH)) << 22n;
      // A clock that stands still or runs backwards must not repeat an id.
      last = fromClock > last ? fromClock : last + 1n;
      return last.toString();
    },
  };
}

/** When an id was made, Unix milliseconds. */
export function snowflakeTime(id: string): number {
  return Number(BigInt(id) >> 22n) + EPOCH;
}

/**
 * An id that is the same after a restart, so that what a bot has kept of a channel or a person is found again.
 *
 * @param what it stands for; of a secret the id tells nothing
 */
export function lastingId(what: string): string {
  const hash = createHash('sha256').update(what).digest('hex');
  // 60 bits of which the first is set: as many digits as ids of these years have.
  return (BigInt(`0x${hash.slice(0, 15)}`) | (1n << 59n)).toString();
}
