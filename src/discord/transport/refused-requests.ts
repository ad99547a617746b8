import type { Logger } from 'pino';

/** What an answer of Discord says of a request, as far as it is counted. */
export interface CountedAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/**
 * Counts the requests that Discord refuses, because it locks an address out that has 10,000 of them in ten minutes: whoever is
 * behind the address, with all bots there. From some number on nothing is sent but what has to be.
 */
export interface RefusedRequests {
  note(answer: CountedAnswer): void;
  /** Whether there were so many that only what must be sent is sent. */
  isCareful(): boolean;
}

/** A fifth of what Discord allows: other bots may be behind the same address, and what is under way still comes. */
const CAREFUL_FROM = 2000;

/** Discord's time, in milliseconds, and the parts of it that are counted apart. */
const WINDOW_MS = 10 * 60_000;
const PART_MS = 15_000;

/** https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans */
const INVALID: ReadonlySet<number> = new Set([401, 403, 429]);

/**
 * Creates a count of none.
 *
 * @param options.now milliseconds of a clock that only goes forward
 * @param options.carefulFrom how many in ten minutes are too many; it is over once there are half of them
 */
export function createRefusedRequests(options: {
  readonly log: Pick<Logger, 'warn' | 'info'>;
  /** Told of the status of every answer, refused or not. */
  readonly onAnswer?: ((status: number) => void) | undefined;
  readonly now?: () => number;
  readonly carefulFrom?: number;
}): RefusedRequests {
  const { log, now = () => performance.now(), carefulFrom = CAREFUL_FROM } = options;
  const parts: { readonly since: number; count: number }[] = [];
  let isCareful = false;

  const count = (): number => {
    while (parts[0] !== undefined && parts[0].since <= now() - WINDOW_MS) parts.shift();
    return parts.reduce((sum, part) => sum + part.count, 0);
  };

  const judge = (): boolean => {
    if (!isCareful && parts.length === 0) return false;
    const refused = count();
    if (!isCareful && refused >= carefulFrom) {
      isCareful = true;
      log.warn(
        { refused },
        'Discord refuses many requests; replies are shown only when they are finished, for a while',
      );
    } else if (isCareful && refused < carefulFrom / 2) {
      isCareful = false;
      log.info({ refused }, 'Discord refuses few requests again; replies grow as before');
    }
    return isCareful;
  };

  return {
    note({ status, headers }) {
      options.onAnswer?.(status);
      // A limit that many share is nobody's fault.
      if (!INVALID.has(status) || headers.get('x-ratelimit-scope') === 'shared') return;
      const last = parts.at(-1);
      if (last !== undefined && now() - last.since < PART_MS) last.count += 1;
      else parts.push({ since: now(), count: 1 });
      judge();
    },
    isCareful: judge,
  };
}
