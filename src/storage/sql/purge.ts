import type { StorageLog } from '../contract.js';
import { createClockTrust } from './clock-trust.js';
import { DAY_MS, oldestKept, RETENTION_SETTING, retentionIn } from './retention.js';
import type { Asking } from './together.js';

/** Runs deleted in one turn, a few milliseconds' work at the size of a long reply. */
const MAX_DELETED_AT_ONCE = 100;

/** Deletes the runs that are no longer kept. */
export interface Purge {
  /** Deletes them now, in turns between which the database does what else there is. @returns how many */
  run(): Promise<number>;
  /** Deletes those of a place whose retention has just been changed, without being waited for. */
  soon(placeId: string): void;
  /** Ends the turns and the daily deletion. */
  close(): void;
}

/** What a purge is started with. */
export interface PurgeOptions {
  readonly retentionDays: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told when a deletion fails, which is tried again the next day, and when the clock is not believed. */
  readonly log: StorageLog | undefined;
  /** Gives back the room of what was deleted. */
  readonly shrink: () => Promise<void>;
}

/**
 * Deletes the runs that are no longer kept now, and then once a day; on a day on which the clock may be wrong nothing is
 * deleted by it.
 */
export function startPurge(asking: Asking, options: PurgeOptions): Purge {
  const { queries, together } = asking;
  const { retentionDays, now, log, shrink } = options;
  const clock = createClockTrust(asking, options);
  let isClockRight = false;
  let closed = false;

  /** Deletes those that were changed last before some time, in one place or in all. */
  const deleteBefore = async (before: number, placeId?: string): Promise<number> => {
    let deleted = 0;
    for (;;) {
      const found = await queries
        .selectFrom('runs')
        .select('id')
        .$if(placeId !== undefined, (query) => query.where('asked_in', '=', placeId ?? ''))
        .where('changed_at', '<', before)
        .orderBy('changed_at')
        .orderBy('id')
        .limit(MAX_DELETED_AT_ONCE)
        .execute();
      if (found.length === 0) return deleted;
      const ids = found.map(({ id }) => id);
      // Somebody may use one again meanwhile.
      const old = queries.selectFrom('runs').select('id').where('id', 'in', ids).where('changed_at', '<', before);
      const [, runs = 0] = await together(
        [queries.deleteFrom('run_people').where('run', 'in', old), queries.deleteFrom('runs').where('id', 'in', old)],
        { change: ids },
      );
      deleted += runs;
      if (found.length < MAX_DELETED_AT_ONCE || closed) return deleted;
    }
  };

  /** Of places where runs are kept for less long than elsewhere. @param only one of them */
  const deleteInPlaces = async (at: number, only?: string): Promise<number> => {
    const places = await queries
      .selectFrom('settings')
      .select(['place', 'value'])
      .where('name', '=', RETENTION_SETTING)
      .$if(only !== undefined, (query) => query.where('place', '=', only ?? ''))
      .execute();
    let deleted = 0;
    for (const { place, value } of places) {
      const days = retentionIn(value, retentionDays);
      if (days < retentionDays && !closed) deleted += await deleteBefore(oldestKept(days, at), place);
    }
    return deleted;
  };

  const run = async (at = now()): Promise<number> => {
    const deleted = (await deleteBefore(oldestKept(retentionDays, at))) + (await deleteInPlaces(at));
    await queries
      .deleteFrom('forgotten_runs')
      .where('forgotten_at', '<', at - DAY_MS)
      .execute();
    if (deleted > 0 && !closed) await shrink();
    return deleted;
  };

  const runOnDay = async (isStart: boolean): Promise<void> => {
    const at = now();
    const found = await clock.check(at, isStart);
    isClockRight = found !== 'doubted';
    if (found === 'right') await run(at);
  };

  const noting = (purging: Promise<unknown>): void => {
    purging.catch((error: unknown) => {
      if (!closed) log?.warn({ err: error }, 'old runs could not be deleted');
    });
  };

  noting(runOnDay(true));
  const daily = setInterval(() => noting(runOnDay(false)), DAY_MS).unref();
  return {
    run: () => run(),
    soon(placeId) {
      if (isClockRight) noting(deleteInPlaces(now(), placeId).then((deleted) => (deleted > 0 ? shrink() : undefined)));
    },
    close() {
      closed = true;
      clearInterval(daily);
    },
  };
}
