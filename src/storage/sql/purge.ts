import type { Kysely } from 'kysely';
import type { StorageLog } from '../contract.js';
import type { Tables } from './tables.js';

const DAY_MS = 86_400_000;

/** Runs deleted in one turn, a few milliseconds' work at the size of a long reply. */
const MAX_DELETED_AT_ONCE = 100;

/** Deletes the runs that are no longer kept. */
export interface Purge {
  /** Deletes them now, in turns between which the database does what else there is. @returns how many */
  run(): Promise<number>;
  /** Ends the turns and the daily deletion. */
  close(): void;
}

/** When a run must have been changed last to be kept still, in milliseconds since 1970. */
export function oldestKept(retentionDays: number, now: () => number): number {
  return now() - retentionDays * DAY_MS;
}

/**
 * Deletes the runs that are no longer kept now, and then once a day.
 *
 * Where by the clock not one of them is kept any more, nothing is deleted on the first day: the clock of a computer that
 * has just started may be wrong, and nothing brings the runs back.
 *
 * @param options.now milliseconds since 1970
 * @param options.log is told when a deletion fails, which is tried again the next day
 */
export function startPurge(
  database: Kysely<Tables>,
  options: { readonly retentionDays: number; readonly now: () => number; readonly log: StorageLog | undefined },
): Purge {
  const { retentionDays, now, log } = options;
  let closed = false;

  const run = async (): Promise<number> => {
    const before = oldestKept(retentionDays, now);
    let deleted = 0;
    for (;;) {
      const old = database.selectFrom('runs').select('id').where('changed_at', '<', before).limit(MAX_DELETED_AT_ONCE);
      const { numDeletedRows } = await database.deleteFrom('runs').where('id', 'in', old).executeTakeFirst();
      deleted += Number(numDeletedRows);
      if (numDeletedRows < MAX_DELETED_AT_ONCE || closed) return deleted;
    }
  };

  const runAtStart = async (): Promise<void> => {
    const { newest } = await database
      .selectFrom('runs')
      .select(({ fn }) => fn.max('changed_at').as('newest'))
      .executeTakeFirstOrThrow();
    if (newest === null) return;
    if (Number(newest) >= oldestKept(retentionDays, now)) await run();
    else log?.warn({ retentionDays }, 'by this clock no stored run is kept any longer; all are deleted in a day');
  };

  const noting = (purging: Promise<unknown>): void => {
    purging.catch((error: unknown) => {
      if (!closed) log?.warn({ err: error }, 'old runs could not be deleted');
    });
  };

  noting(runAtStart());
  const daily = setInterval(() => noting(run()), DAY_MS).unref();
  return {
    run,
    close() {
      closed = true;
      clearInterval(daily);
    },
  };
}
