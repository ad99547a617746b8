import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresServer } from '../postgres/server.js';
import type { Bot } from './bot.js';
import type { CutProxy } from './cut-proxy.js';

export const FAULTS = ['kill', 'partition', 'alone', 'database', 'roll'] as const;
export type FaultKind = (typeof FAULTS)[number];

/** What was done, from when until when all was well again; milliseconds since 1970. */
export interface Fault {
  readonly kind: FaultKind;
  readonly what: string;
  readonly from: number;
  readonly until: number;
}

/** What can be broken. */
export interface Breakable {
  readonly bots: readonly Bot[];
  /** The way of each bot to the database, in the same order. */
  readonly proxies: readonly CutProxy[];
  readonly postgres: Pick<PostgresServer, 'stop' | 'start'>;
  /** How many replies a bot is in the middle of. */
  busyWith(bot: string): number;
  /** How long the database cannot be reached, in milliseconds. */
  readonly partitionMs: number;
}

/** What is to be broken off, and how long it is waited for, in milliseconds. */
const BUSY = 2;
const MAX_WAIT_MS = 20_000;

/** How long a bot that was killed, and a database that was, stay away, in milliseconds. */
const AWAY_MS = 2000;

/**
 * Breaks something, and mends it.
 *
 * `kill`: one bot ends with `kill -9`, another is started in its place. `partition`: nothing passes between all bots and the
 * database. `alone`: the same for one bot, while the others go on. `database`: its processes end without finishing
 * anything, and it is started again. `roll`: the bots are told to end one after another, and replaced.
 *
 * @param random a number from 0 to below 1, seeded
 */
export async function breakIt(kind: FaultKind, host: Breakable, random: () => number): Promise<Fault> {
  const { bots, proxies, postgres, partitionMs } = host;
  const at = Math.floor(random() * bots.length);
  const name = bots[at]?.name ?? '';
  const patient = Date.now() + (kind === 'kill' ? MAX_WAIT_MS : 0);
  while (host.busyWith(name) < BUSY && Date.now() < patient) await sleep(50);
  const from = Date.now();
  const cut = async (ways: readonly CutProxy[]): Promise<void> => {
    for (const proxy of ways) proxy.cut();
    await sleep(partitionMs);
    for (const proxy of ways) proxy.heal();
  };
  const does: Record<FaultKind, () => Promise<string>> = {
    async kill() {
      await bots[at]?.kill(AWAY_MS);
      return `kill -9 of ${name}`;
    },
    async partition() {
      await cut(proxies);
      return `nobody reaches the database for ${partitionMs / 1000} s`;
    },
    async alone() {
      await cut(proxies.slice(at, at + 1));
      return `${name} alone does not reach the database for ${partitionMs / 1000} s`;
    },
    async database() {
      await postgres.stop('SIGQUIT');
      await sleep(AWAY_MS);
      await postgres.start();
      return 'the database is ended at once and started again';
    },
    async roll() {
      for (const bot of bots) await bot.roll();
      return 'all bots are replaced one after another';
    },
  };
  const what = await does[kind]();
  return { kind, what, from, until: Date.now() };
}
