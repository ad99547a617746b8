import type { Kysely } from 'kysely';
import type { StorageLog, UnderWay, UnderWayRun } from '../contract.js';
import { StorageError } from '../storage-error.js';
import { createProcessName, isProcessOver } from './process-name.js';
import { oldestKept } from './retention.js';
import type { Tables } from './tables.js';
import { MAX_KEY_MS, type UnderWayRow as Row, runOf } from './under-way-row.js';

/** What is under way, and how to close it: what has not ended by then is left to the next process. */
export interface OpenUnderWay extends UnderWay {
  close(): Promise<void>;
}

/** So often a process says that it is there, and tidies up, in milliseconds. */
const SIGN_MS = 5_000;
const TIDY_MS = 60_000;

/** Between two tries where the database takes nothing, in milliseconds. */
const RETRY_MS = 1_000;

/** A database that takes so long to answer was away for a while, in milliseconds. */
const SLOW_MS = 2_000;

/** Rows in one statement at most. They are powers of two, so that few statements are kept ready. */
const MAX_ROWS = 32;

/** What waits to be written at most: beyond it the oldest is forgotten. */
const MAX_WAITING = 5_000;

/**
 * Opens the list of what is under way over an open database. Changes that come while others are written go together in the
 * next statement; a run that ends before it was written is never written.
 *
 * @param options.now milliseconds since 1970
 */
export function openUnderWay(
  database: Kysely<Tables>,
  options: { readonly retentionDays: number; readonly now: () => number; readonly log: StorageLog | undefined },
): OpenUnderWay {
  const { retentionDays, now, log } = options;
  const owner = createProcessName();
  /** To be written, and to be taken out. */
  const begun = new Map<string, Row>();
  /** Who waits until one is written, or given up for now. */
  const waiting = new Map<string, () => void>();
  const ended = new Set<string>();
  /** Those that this process has written, or taken over. */
  const own = new Set<string>();
  const taken = new Set<string>();
  /** When this process last found that it would not have heard the others, or was itself held up. */
  let deafAt = -Infinity;
  let signedAt = performance.now();
  let writing: Promise<void> | undefined;
  let isClosed = false;
  let hasTrouble = false;

  const write = async (): Promise<void> => {
    while (begun.size > 0 || ended.size > 0) {
      const rows = firstOf(begun.values());
      if (rows.length > 0) {
        await database
          .insertInto('under_way')
          .values(rows)
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet(({ ref }) => ({ payload: ref('excluded.payload') })),
          )
          .execute();
        for (const row of rows) {
          own.add(row.id);
          release(row.id);
          if (begun.get(row.id) === row) begun.delete(row.id);
        }
      }
      const ids = firstOf(ended);
      if (ids.length > 0) {
        await database.deleteFrom('under_way').where('id', 'in', ids).execute();
        for (const id of ids) {
          own.delete(id);
          taken.delete(id);
          ended.delete(id);
        }
      }
    }
  };

  const writeSoon = (): void => {
    if (isClosed || writing !== undefined) return;
    writing = (async () => {
      // What comes in the same turn goes along, and the acknowledgement goes first.
      await new Promise((resolve) => setImmediate(resolve));
      try {
        await write();
        hasTrouble = false;
      } catch (error) {
        if (!hasTrouble) log?.warn({ err: error }, 'what is under way could not be written');
        hasTrouble = true;
        for (const id of [...waiting.keys()]) release(id);
        deafAt = now();
        if (error instanceof StorageError) forgetOldest();
        else {
          begun.clear();
          ended.clear();
        }
        if (!isClosed) setTimeout(writeSoon, RETRY_MS).unref();
      }
      writing = undefined;
      if (!hasTrouble && (begun.size > 0 || ended.size > 0)) writeSoon();
    })();
  };

  const release = (id: string): void => {
    waiting.get(id)?.();
    waiting.delete(id);
  };

  const forgetOldest = (): void => {
    for (const list of [begun, ended]) {
      for (const id of list.keys()) {
        if (list.size <= MAX_WAITING) break;
        list.delete(id);
      }
    }
  };

  const rowOf = ({ id, botId, origin, begunAt, key, payload }: UnderWayRun): Row => ({
    id,
    owner,
    bot: botId,
    person: origin.personId,
    place: origin.placeId,
    key: key ?? null,
    payload: JSON.stringify(payload),
    begun_at: begunAt,
    seen_at: now(),
    broken_at: null,
  });

  /** Whether the process at work on a run is no more; that it was silent counts only as long as it could be heard. */
  const isOver = (row: Pick<Row, 'owner' | 'seen_at'>): boolean => {
    if (performance.now() - signedAt > SIGN_MS + SLOW_MS) deafAt = now();
    return row.owner !== owner && isProcessOver(row.owner, now() - Math.max(Number(row.seen_at), deafAt));
  };

  const isLeft = (row: Row): boolean => row.broken_at !== null || taken.has(row.id) || isOver(row);

  /** Asks the database for what other processes do; where it takes long, they could not say that they are there either. */
  const listening = async <T>(ask: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    try {
      return await ask();
    } catch (error) {
      deafAt = now();
      throw error;
    } finally {
      if (performance.now() - startedAt > SLOW_MS) deafAt = now();
    }
  };

  const quietly = (asking: Promise<unknown>): void => {
    asking.catch((error: unknown) => {
      deafAt = now();
      if (!isClosed) log?.warn({ err: error }, 'what is under way could not be kept tidy');
    });
  };

  const tidy = async (): Promise<void> => {
    await database
      .updateTable('under_way')
      .set({ key: null })
      .where('broken_at', 'is', null)
      .where('begun_at', '<', now() - MAX_KEY_MS)
      .execute();
    await database.deleteFrom('under_way').where('begun_at', '<', oldestKept(retentionDays, now())).execute();
  };

  /** Those that other processes are at work on. */
  const elsewhere = () => database.selectFrom('under_way').where('owner', '!=', owner).where('broken_at', 'is', null);

  const sign = async (): Promise<void> => {
    signedAt = performance.now();
    if (own.size === 0) return;
    await database
      .updateTable('under_way')
      .set({ seen_at: now() })
      .where('owner', '=', owner)
      .where('broken_at', 'is', null)
      .execute();
  };

  quietly(tidy());
  const timers = [
    setInterval(() => quietly(sign()), SIGN_MS).unref(),
    setInterval(() => quietly(tidy()), TIDY_MS).unref(),
  ];

  return {
    async begin(run) {
      begun.set(run.id, rowOf(run));
      writeSoon();
      if (hasTrouble || isClosed) return;
      await new Promise<void>((written) => {
        waiting.set(run.id, written);
      });
    },
    change(id, payload) {
      const unwritten = begun.get(id);
      if (unwritten !== undefined) begun.set(id, { ...unwritten, payload: JSON.stringify(payload) });
      else if (own.has(id)) quietly(changePayload(database, id, payload));
    },
    end(id) {
      release(id);
      const isNew = begun.delete(id) && !own.has(id);
      if (isNew && writing === undefined) return;
      ended.add(id);
      writeSoon();
    },
    async takeOver(botId) {
      const rows = await listening(() =>
        elsewhere().selectAll().where('bot', '=', botId).orderBy('begun_at').execute(),
      );
      const runs: UnderWayRun[] = [];
      for (const row of rows.filter(isLeft)) {
        const { numUpdatedRows } = await database
          .updateTable('under_way')
          .set({ owner, seen_at: now() })
          .where('id', '=', row.id)
          .where('owner', '=', row.owner)
          .where('seen_at', '=', row.seen_at)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) continue;
        own.add(row.id);
        taken.add(row.id);
        runs.push(runOf(row, now()));
      }
      return runs;
    },
    async breakOff(id) {
      // One that is being written has to be there first.
      await writing;
      await database.updateTable('under_way').set({ key: null, broken_at: now() }).where('id', '=', id).execute();
      own.delete(id);
      taken.delete(id);
    },
    async findLeft(id) {
      const row = await database.selectFrom('under_way').selectAll().where('id', '=', id).executeTakeFirst();
      return row && isLeft(row) && Number(row.begun_at) >= oldestKept(retentionDays, now())
        ? runOf(row, now())
        : undefined;
    },
    async claimLeft(id) {
      const row = await database.selectFrom('under_way').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined || !isLeft(row)) return false;
      const { numUpdatedRows } = await database
        .updateTable('under_way')
        .set({ owner, seen_at: now(), broken_at: null })
        .where('id', '=', id)
        .where('owner', '=', row.owner)
        .where('broken_at', row.broken_at === null ? 'is' : '=', row.broken_at)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      own.add(id);
      taken.delete(id);
      return true;
    },
    async findElsewhere(id) {
      const row = await listening(() => elsewhere().selectAll().where('id', '=', id).executeTakeFirst());
      return row && !isOver(row) ? runOf(row, now()) : undefined;
    },
    async allElsewhere(placeId) {
      const rows = await listening(() =>
        elsewhere().selectAll().where('place', '=', placeId).orderBy('begun_at').orderBy('id').execute(),
      );
      return rows.filter((row) => !isOver(row)).map((row) => runOf(row, now()));
    },
    async countElsewhere(personId) {
      const rows = await listening(() =>
        elsewhere().select(['owner', 'seen_at']).where('person', '=', personId).execute(),
      );
      return rows.filter((row) => !isOver(row)).length;
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await writing;
      isClosed = true;
      await write().catch((error: unknown) => log?.warn({ err: error }, 'what is under way could not be written'));
      for (const id of [...waiting.keys()]) release(id);
    },
  };
}

async function changePayload(database: Kysely<Tables>, id: string, payload: unknown): Promise<void> {
  await database
    .updateTable('under_way')
    .set({ payload: JSON.stringify(payload) })
    .where('id', '=', id)
    .execute();
}

/** The first of a list: as many as the greatest power of two that it has, up to the most. */
function firstOf<T>(values: Iterable<T>): T[] {
  const first: T[] = [];
  for (const value of values) {
    if (first.length === MAX_ROWS) break;
    first.push(value);
  }
  return first.slice(0, first.length === 0 ? 0 : 2 ** Math.floor(Math.log2(first.length)));
}
