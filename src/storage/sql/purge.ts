import type { StorageLog } from '../contract.js';
import { oldestKept } from './retention.js';
import type { Asking } from './together.js';

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
  { queries, together }: Asking,
  options: { readonly retentionDays: number; readonly now: () => number; readonly log: StorageLog | undefined },
): Purge {
  const { retentionDays, now, log } = options;
  let closed = false;

  const run = async (): Promise<number> => {
    const before = oldestKept(retentionDays, now);
    let deleted = 0;
    for (;;) {
      const old = queries
        .selectFrom('runs')
        .select('id')
        .where('changed_at', '<', before)
        .orderBy('changed_at')
        .orderBy('id')
        .limit(MAX_DELETED_AT_ONCE);
      const [, runs = 0] = await together([
        queries.deleteFrom('run_people').where('run', 'in', old),
        queries.deleteFrom('runs').where('id', 'in', old),
      ]);
      deleted += runs;
      if (runs < MAX_DELETED_AT_ONCE || closed) return deleted;
    }
  };

  const runAtStart = async (): Promise<void> => {
    const { newest } = await queries
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
