/** Discord's time, as far as Discord has told it: this computer's own clock may be wrong, and is never asked. */
export interface DiscordClock {
  /** Notes that Discord's clock showed this, in Unix milliseconds, not long ago. */
  note(time: number): void;
  /** How long ago something is at least that Discord dated so, in milliseconds; 0 as long as nothing is known. */
  leastAge(time: number): number;
  /** Forgets what was noted, because it cannot be right. */
  forget(): void;
}

/** Clocks of computers run apart by less than this part of the time. */
const MAX_DRIFT = 0.001;

/**
 * Creates a clock that knows nothing yet. What it says is a bound: since Discord's clock showed a time, it went on at least
 * by what has passed here.
 *
 * @param now milliseconds of a clock that only goes forward, from any start
 */
export function createDiscordClock(now: () => number): DiscordClock {
  let last: { readonly time: number; readonly at: number } | undefined;
  const earliest = () => (last === undefined ? 0 : last.time + (now() - last.at) * (1 - MAX_DRIFT));
  return {
    note(time) {
      // What is no time at all is not later either.
      if (time > earliest()) last = { time, at: now() };
    },
    leastAge: (time) => Math.max(0, earliest() - time),
    forget() {
      last = undefined;
    },
  };
}
