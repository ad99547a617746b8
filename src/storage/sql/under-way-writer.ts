import type { StorageLog } from '../contract.js';
import { StorageError } from '../storage-error.js';
import type { Asking } from './together.js';
import type { UnderWayRow as Row } from './under-way-row.js';

/** How many runs of its person may be under way when a run is written, not counting some. */
export interface Room {
  readonly most: number;
  /** The ids of those that do not count. */
  readonly besides: readonly string[];
}

/** Writes down what is under way, and takes it out again. */
export interface UnderWayWriter {
  /** The ids of those that were written and are not taken out yet. */
  readonly own: ReadonlySet<string>;
  /**
   * Fulfilled when it is written down, or where the database does not take it now: it is written later then, whatever room
   * there is.
   *
   * @param room by default there is always room
   * @returns false where there is none, and so it is not written
   */
  put(row: Row, room?: Room): Promise<boolean>;
  /** Writes it whatever room there is. */
  insist(row: Row): void;
  /** @returns whether it is not written yet, and so will be written with that */
  change(id: string, payload: string): boolean;
  end(id: string): void;
  /** This process does not write it any more. */
  leave(id: string): void;
  /** Waits for what is being written. */
  written(): Promise<void>;
  /** Writes what waits to be written, if the database takes it now. */
  close(): Promise<void>;
}

/** What is to be written. */
interface Begun {
  row: Row;
  room: Room | undefined;
  readonly tell: (isWritten: boolean) => void;
}

/** Between two tries where the database takes nothing, in milliseconds. */
const RETRY_MS = 1_000;

/** Rows in one statement at most. They are powers of two, so that few statements are kept ready. */
const MAX_ROWS = 32;

/** What waits to be written at most: beyond it the oldest is forgotten. */
const MAX_WAITING = 5_000;

/**
 * Creates it over an open database. Changes that come while others are written go together with the next; a run that ends
 * before it was written is never written.
 *
 * @param onTrouble told each time when the database takes nothing
 */
export function createUnderWayWriter(
  { queries, together }: Asking,
  { log, onTrouble }: { readonly log: StorageLog | undefined; readonly onTrouble: () => void },
): UnderWayWriter {
  const begun = new Map<string, Begun>();
  const ended = new Set<string>();
  const own = new Set<string>();
  let writing: Promise<void> | undefined;
  let isClosed = false;
  let hasTrouble = false;

  const insert = (rows: readonly Row[]) =>
    queries
      .insertInto('under_way')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(({ ref }) => ({ payload: ref('excluded.payload') })));

  const insertWithin = (row: Row, { most, besides }: Room) =>
    queries
      .insertInto('under_way')
      .columns(COLUMNS)
      .expression(
        queries
          .selectNoFrom(({ val }) => COLUMNS.map((column) => val(row[column]).as(column)))
          .where(({ eb, selectFrom }) => {
            const others = selectFrom('under_way as other')
              .select(({ fn }) => fn.countAll<number>().as('count'))
              .where('other.person', '=', row.person)
              .where('other.broken_at', 'is', null);
            return eb(besides.length === 0 ? others : others.where('other.id', 'not in', besides), '<', most);
          }),
      );

  const write = async (): Promise<void> => {
    while (begun.size > 0 || ended.size > 0) {
      const waiting = [...begun.values()];
      const rows = firstOf(waiting.filter(({ room }) => room === undefined)).map(({ row }) => row);
      const within = waiting
        .flatMap((one) => (one.room === undefined ? [] : [{ one, row: one.row, room: one.room }]))
        .slice(0, MAX_ROWS);
      const ids = firstOf([...ended]);
      const statements = [
        // Whoever has ended one has room for another.
        ...(ids.length === 0 ? [] : [queries.deleteFrom('under_way').where('id', 'in', ids)]),
        ...(rows.length === 0 ? [] : [insert(rows)]),
        ...within.map(({ row, room }) => insertWithin(row, room)),
      ];
      const changes = await together(statements, { people: within.map(({ row }) => row.person) });
      for (const id of ids) {
        own.delete(id);
        ended.delete(id);
      }
      const admitted = changes.slice(statements.length - within.length);
      for (const row of rows) tellWritten(row);
      for (const [at, { one, row }] of within.entries()) {
        if (admitted[at] !== 0) tellWritten(row);
        else if (one.room !== undefined && begun.delete(row.id)) one.tell(false);
      }
    }
  };

  const tellWritten = (row: Row): void => {
    own.add(row.id);
    const one = begun.get(row.id);
    one?.tell(true);
    if (one?.row === row) begun.delete(row.id);
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
        goOn();
        onTrouble();
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

  /** Nobody waits any longer. */
  const goOn = (): void => {
    for (const one of begun.values()) {
      one.room = undefined;
      one.tell(true);
    }
  };

  const forgetOldest = (): void => {
    for (const list of [begun, ended]) {
      for (const id of list.keys()) {
        if (list.size <= MAX_WAITING) break;
        list.delete(id);
      }
    }
  };

  const put: UnderWayWriter['put'] = async (row, room) => {
    const doesWait = !hasTrouble && !isClosed;
    const written = new Promise<boolean>((tell) => begun.set(row.id, { row, room: doesWait ? room : undefined, tell }));
    writeSoon();
    return doesWait ? written : true;
  };

  return {
    own,
    put,
    insist(row) {
      const one = begun.get(row.id);
      if (one !== undefined) one.room = undefined;
      else if (!own.has(row.id)) void put(row);
    },
    change(id, payload) {
      const one = begun.get(id);
      if (one === undefined) return false;
      one.row = { ...one.row, payload };
      // Who changes it goes on with it.
      one.room = undefined;
      return true;
    },
    end(id) {
      begun.get(id)?.tell(true);
      const isNew = begun.delete(id) && !own.has(id);
      if (isNew && writing === undefined) return;
      ended.add(id);
      writeSoon();
    },
    leave: (id) => void own.delete(id),
    written: async () => writing,
    async close() {
      await writing;
      isClosed = true;
      await write().catch((error: unknown) => log?.warn({ err: error }, 'what is under way could not be written'));
      goOn();
    },
  };
}

const COLUMNS = [
  'id',
  'owner',
  'bot',
  'person',
  'place',
  'key',
  'payload',
  'begun_at',
  'seen_at',
  'broken_at',
] as const satisfies readonly (keyof Row)[];

/** The first of a list: as many as the greatest power of two that it has, up to the most. */
function firstOf<T>(values: readonly T[]): readonly T[] {
  return values.length === 0 ? [] : values.slice(0, Math.min(MAX_ROWS, 2 ** Math.floor(Math.log2(values.length))));
}
