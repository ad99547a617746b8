import type { StorageLog } from '../contract.js';
import { DAY_MS, oldestKept } from './retention.js';
import type { Asking } from './together.js';

/** A clock that has gone on by more than this since it was looked at last may be wrong. */
const MAX_GAP_MS = 7 * DAY_MS;

/** Whether the clock may be believed where something is deleted by it; it does not matter where there is no run. */
export interface ClockTrust {
  /** To be asked at a start, and then once a day. @param at what it says */
  check(at: number, isStart: boolean): Promise<'right' | 'doubted' | 'without runs'>;
}

/**
 * Creates the doubt about a clock that has jumped, because nothing brings back what is deleted by a wrong one.
 *
 * The clock is in doubt where at a start not one run is kept by it any more, and where it has gone on by more than a week since the last
 * look. It is believed when it is still so a day later, in this process or in one that starts then: a bot that nobody ran for
 * a summer deletes what it promised to delete, one day late.
 */
export function createClockTrust(
  { queries }: Asking,
  { retentionDays, log }: { readonly retentionDays: number; readonly log: StorageLog | undefined },
): ClockTrust {
  /** When this process came to doubt, by the clock that it doubts. */
  let doubtedHere: number | undefined;
  /** What it said when this process last looked, for a database that does not know. */
  let seenHere: number | undefined;

  const read = async (name: string): Promise<number | undefined> => {
    const row = await queries.selectFrom('upkeep').select('value').where('name', '=', name).executeTakeFirst();
    return row && Number(row.value);
  };
  const write = async (name: string, value: number): Promise<void> => {
    await queries
      .insertInto('upkeep')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  };
  return {
    async check(at, isStart) {
      const before = seenHere;
      seenHere = at;
      const { newest } = await queries
        .selectFrom('runs')
        .select(({ fn }) => fn.max('changed_at').as('newest'))
        .executeTakeFirstOrThrow();
      if (newest === null) return 'without runs';
      const lastChange = Number(newest);
      const seen = (await read('clock_seen')) ?? before ?? lastChange;
      const nothingIsKept = isStart && lastChange < oldestKept(retentionDays, at);
      const hasJumped = at - seen > MAX_GAP_MS;
      if (nothingIsKept || hasJumped) {
        const doubted = await read('clock_doubted');
        // The timer says that a day has gone by in this process, whatever the clock says.
        if (!isSince(doubtedHere, at, 0) && !isSince(doubted, at, DAY_MS)) {
          doubtedHere = at;
          await write('clock_seen', seen);
          if (!isSince(doubted, at, 0)) await write('clock_doubted', at);
          const message = nothingIsKept
            ? 'by this clock no stored run is kept any longer; all are deleted in a day'
            : 'the clock has gone on by more than a week; what is old by it is deleted in a day';
          log?.warn({ retentionDays, days: Math.round((at - seen) / DAY_MS) }, message);
          return 'doubted';
        }
      }
      doubtedHere = undefined;
      await write('clock_seen', at);
      await queries.deleteFrom('upkeep').where('name', '=', 'clock_doubted').execute();
      return 'right';
    },
  };
}

/** Whether so much time has gone by since then, and not so much more that the clock has jumped once again. */
function isSince(then: number | undefined, at: number, least: number): boolean {
  return then !== undefined && at - then >= least && at - then <= least + MAX_GAP_MS;
}
