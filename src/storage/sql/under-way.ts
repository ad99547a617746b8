import { createPatience } from '../../patience.js';
import type { StorageLog, UnderWay, UnderWayRun } from '../contract.js';
import { createProcessName, isProcessOver } from './process-name.js';
import { oldestKept } from './retention.js';
import type { Asking } from './together.js';
import { MAX_KEY_MS, type UnderWayRow as Row, runOf } from './under-way-row.js';
import { createUnderWayWriter } from './under-way-writer.js';

/** What is under way, and how to close it: what has not ended by then is left to the next process. */
export interface OpenUnderWay extends UnderWay {
  close(): Promise<void>;
}

/** So often a process says that it is there, and tidies up, in milliseconds. */
const SIGN_MS = 5_000;
const TIDY_MS = 60_000;

/** A database that takes so long to answer was away for a while, in milliseconds. */
const SLOW_MS = 2_000;

/**
 * Opens the list of what is under way over an open database.
 *
 * @param options.now milliseconds since 1970
 * @param options.admittingMs so long it is waited for whether somebody may begin one more
 */
export function openUnderWay(
  asking: Asking,
  options: {
    readonly retentionDays: number;
    readonly now: () => number;
    readonly log: StorageLog | undefined;
    readonly admittingMs: number;
  },
): OpenUnderWay {
  const { retentionDays, now, log } = options;
  const owner = createProcessName();
  /** Those of other processes that this one has taken over to tell of them, or runs again: nobody began them here. */
  const inherited = new Map<string, 'to be told' | 'runs again'>();
  const patience = createPatience(options.admittingMs);
  /** Those of which it is asked whether there is room for them. */
  const admitting = new Set<string>();
  /** When this process last found that it would not have heard the others, or was itself held up. */
  let deafAt = -Infinity;
  let signedAt = performance.now();
  let isClosed = false;
  const { queries: database } = asking;
  const writer = createUnderWayWriter(asking, {
    log,
    onTrouble() {
      deafAt = now();
    },
  });

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

  const isLeft = (row: Row): boolean => row.broken_at !== null || inherited.get(row.id) === 'to be told' || isOver(row);

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

  const quietly = (doing: Promise<unknown>): void => {
    doing.catch((error: unknown) => {
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

  /** Those of one person, at whichever process. */
  const ofPerson = (personId: string) =>
    database
      .selectFrom('under_way')
      .select(['id', 'owner', 'seen_at'])
      .where('person', '=', personId)
      .where('broken_at', 'is', null);

  /** Writes one where there is room for it. @returns how many there are where there is none */
  const admit = async (row: Row, most: number): Promise<number | undefined> => {
    let besides: readonly string[] = [];
    while (admitting.has(row.id)) {
      if (await writer.put(row, { most, besides })) return undefined;
      const others = await listening(() => ofPerson(row.person).execute());
      const counting = others.filter((other) => !inherited.has(other.id) && !isOver(other));
      if (counting.length >= most) return counting.length;
      besides = others.filter((other) => !counting.includes(other)).map(({ id }) => id);
    }
    return undefined;
  };

  const sign = async (): Promise<void> => {
    signedAt = performance.now();
    if (writer.own.size + inherited.size === 0) return;
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
    async begin(run, most) {
      const row = rowOf(run);
      if (most === undefined) {
        await writer.put(row);
        return undefined;
      }
      admitting.add(row.id);
      const goOn = (): undefined => {
        if (admitting.delete(row.id)) writer.insist(row);
      };
      return patience.within(admit(row, most).catch(goOn), goOn).finally(() => admitting.delete(row.id));
    },
    change(id, payload) {
      const json = JSON.stringify(payload);
      if (!writer.change(id, json) && writer.own.has(id)) quietly(changePayload(database, id, json));
    },
    end(id) {
      admitting.delete(id);
      inherited.delete(id);
      writer.end(id);
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
        inherited.set(row.id, 'to be told');
        runs.push(runOf(row, now()));
      }
      return runs;
    },
    async breakOff(id) {
      // One that is being written has to be there first.
      await writer.written();
      await database.updateTable('under_way').set({ key: null, broken_at: now() }).where('id', '=', id).execute();
      writer.leave(id);
      inherited.delete(id);
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
      inherited.set(id, 'runs again');
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
    async close() {
      for (const timer of timers) clearInterval(timer);
      await writer.written();
      isClosed = true;
      await writer.close();
    },
  };
}

async function changePayload(database: Asking['queries'], id: string, payload: string): Promise<void> {
  await database.updateTable('under_way').set({ payload }).where('id', '=', id).execute();
}
