import type { Logger } from 'pino';
import type { NotDiscords } from './check-signature.js';

/** Why a request was refused: it is not signed, not Discord's, came before, or cannot be read. */
export type Refusal = NotDiscords | 'unsigned' | 'repeated' | 'unreadable';

/** Counts what is refused. */
export interface Refusals {
  note(why: Refusal): void;
  close(): void;
}

/** Everybody can send requests: however many there are, the log says so once in this time, in milliseconds. */
const TELL_EVERY_MS = 60_000;

/** Creates a count that tells the log: the first of a while at once, and how many there were when the while is over. */
export function createRefusals(log: Pick<Logger, 'warn'>, tellEveryMs = TELL_EVERY_MS): Refusals {
  let counts: Partial<Record<Refusal, number>> = {};
  let timer: NodeJS.Timeout | undefined;

  const tell = (): void => {
    timer = undefined;
    if (Object.keys(counts).length === 0) return;
    log.warn({ refused: counts, seconds: tellEveryMs / 1000 }, 'requests for interactions were refused');
    counts = {};
    wait();
  };
  const wait = (): void => {
    timer = setTimeout(tell, tellEveryMs).unref();
  };

  return {
    note(why) {
      counts[why] = (counts[why] ?? 0) + 1;
      if (timer === undefined) tell();
    },
    close: () => clearTimeout(timer),
  };
}
