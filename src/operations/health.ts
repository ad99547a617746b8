import { endsWithin } from '../ends-within.js';
import type { Vitals, WayState } from './vitals.js';

/** How the bot is, for whoever may ask: without a name, an address or a secret. */
export interface HealthReport {
  readonly status: 'ready' | 'starting' | 'draining' | 'failing';
  /** False where only a new process would help. */
  readonly live: boolean;
  /** Whether it is of use to send it interactions now. */
  readonly ready: boolean;
  readonly checks: {
    readonly discord: { readonly ok: boolean; readonly ways: Readonly<Record<string, WayState>> };
    readonly database: { readonly ok: boolean };
    readonly draining: boolean;
  };
}

/** Knows how the bot is. */
export interface Health {
  /** All parts are there. */
  started(vitals: Vitals): void;
  /** It was told to stop: no new interactions, though those under way still finish. */
  draining(): void;
  /** Discord has closed the connection for good. */
  lost(): void;
  /** What is known at once, without asking the database. */
  isLive(): boolean;
  /** Asks the database at most once in a few seconds, however many want to know. */
  report(): Promise<HealthReport>;
}

export interface HealthOptions {
  /** How long an answer of the database holds, in milliseconds; 2 s by default. */
  readonly holdsMs?: number | undefined;
  /** How long it may take, in milliseconds; 2 s by default, and those who probe wait longer. */
  readonly patienceMs?: number | undefined;
  /** A clock in milliseconds that never goes back. */
  readonly now?: (() => number) | undefined;
}

const HOLDS_MS = 2000;
const PATIENCE_MS = 2000;

/** Creates the health of a bot that starts. */
export function createHealth(options: HealthOptions = {}): Health {
  const { holdsMs = HOLDS_MS, patienceMs = PATIENCE_MS, now = () => performance.now() } = options;
  let vitals: Vitals | undefined;
  let isDraining = false;
  let isLost = false;
  let last: { readonly ok: boolean; readonly at: number } | undefined;
  let asking: Promise<unknown> | undefined;

  const askDatabase = async (ask: Vitals['askDatabase']): Promise<boolean> => {
    if (last !== undefined && now() - last.at < holdsMs) return last.ok;
    // One question at a time: a database that hangs is not asked ever more.
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    const ok = await endsWithin(patienceMs, asking).catch(() => false);
    last = { ok, at: now() };
    return ok;
  };

  // Who stops closes its connections itself.
  const isLive = (): boolean =>
    isDraining || (!isLost && (vitals?.discord() ?? []).every(({ state }) => state !== 'lost'));

  return {
    started(all) {
      vitals = all;
    },
    draining() {
      isDraining = true;
    },
    lost() {
      isLost = true;
    },
    isLive,
    async report() {
      const database = { ok: vitals !== undefined && (await askDatabase(vitals.askDatabase)) };
      const ways = vitals?.discord() ?? [];
      const discord = {
        ok: !isLost && ways.length > 0 && ways.every(({ state }) => state === 'ready'),
        ways: Object.fromEntries(ways.map(({ name, state }) => [name, state])),
      };
      const live = isLive();
      const isWell = live && discord.ok && database.ok;
      const status = isDraining ? 'draining' : vitals === undefined ? 'starting' : isWell ? 'ready' : 'failing';
      return { status, live, ready: status === 'ready', checks: { discord, database, draining: isDraining } };
    },
  };
}
