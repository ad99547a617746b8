import { setTimeout as wait } from 'node:timers/promises';
import type { WebSocketOptions } from 'discord.js';
import type { Logger } from 'pino';

/**
 * So long a turn lasts, in milliseconds: Discord lets one shard of each bucket identify in five seconds, and what was sent
 * later may come sooner. https://discord.com/developers/docs/events/gateway#rate-limiting
 */
const TURN_MS = 5500;

/** Those that wait for one turn do not all ask at the same time. */
const MAX_JITTER_MS = 300;

/** Whose turn it is to log in, among all processes of one bot. */
export interface LoginTurns {
  /**
   * Takes the turn of a name for some time. It rejects where it cannot be said now whose turn it is.
   *
   * @returns undefined where it is taken; else in how many milliseconds to ask again
   */
  take(name: string, forMs: number): Promise<number | undefined>;
}

export interface IdentifyTurnsOptions {
  /** Asked as well where other processes of this bot start at the same time. */
  readonly turns?: LoginTurns | undefined;
  readonly log: Logger;
  /** Told each time that a shard has to wait. */
  readonly onWait: (shardId: number) => void;
  /** Milliseconds that only grow; the process's own by default. */
  readonly now?: () => number;
  /** Waits; the computer's own time by default. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: () => number;
}

const realSleep = (ms: number, signal: AbortSignal): Promise<void> => wait(ms, undefined, { signal });

/**
 * Lets the shards identify as Discord's answer says: one of each bucket (the shard's number divided by `max_concurrency`
 * leaves the bucket's) at a time, those of other processes among them. Where those cannot be asked, this process's own keep
 * to it, and Discord puts off who comes too early.
 */
export function identifyInTurns(
  options: IdentifyTurnsOptions,
): NonNullable<WebSocketOptions['buildIdentifyThrottler']> {
  const { turns, log, onWait, now = () => performance.now(), sleep = realSleep, random = Math.random } = options;
  const ends = new Map<number, number>();
  const lines = new Map<number, Promise<void>>();

  /** @returns as `LoginTurns.take` */
  async function take(bucket: number): Promise<number | undefined> {
    const own = (ends.get(bucket) ?? Number.NEGATIVE_INFINITY) - now();
    if (own > 0) return own;
    try {
      const other = await turns?.take(`bucket-${bucket}`, TURN_MS);
      if (other !== undefined) return other;
    } catch (error) {
      log.warn({ err: error, bucket }, 'other processes cannot be asked whose turn it is to log in; it is taken');
    }
    ends.set(bucket, now() + TURN_MS);
    return undefined;
  }

  return async (manager) => {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation();
    return {
      async waitForIdentify(shardId, signal) {
        const bucket = shardId % limit.max_concurrency;
        // Those of this process ask one after another, so that the first in line is the first to go.
        const before = lines.get(bucket) ?? Promise.resolve();
        const mine = before.then(async () => {
          for (;;) {
            signal.throwIfAborted();
            const ms = await take(bucket);
            if (ms === undefined) return;
            onWait(shardId);
            await sleep(ms + random() * MAX_JITTER_MS, signal);
          }
        });
        lines.set(
          bucket,
          mine.catch(() => undefined),
        );
        await mine;
      },
    };
  };
}
