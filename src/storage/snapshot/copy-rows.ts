/** A row by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** A database whose rows are read as they stand at one moment. */
export interface RowSource {
  /** The columns of each of its tables, by the table's name. */
  tables(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** All rows of a table, some at a time. */
  read(table: string, columns: readonly string[]): AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
}

/** A database that has the tables, and takes rows. */
export interface RowTarget {
  tables(): Promise<ReadonlyMap<string, readonly string[]>>;
  write(table: string, columns: readonly string[], rows: readonly Row[]): Promise<void>;
  count(table: string): Promise<number>;
}

/** Rows in one turn: each may have hundreds of kilobytes. */
export const ROWS_AT_ONCE = 100;

/** The names of columns as SQL has them. */
export function listOf(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}

/** What the migrations keep for themselves: a target has its own. */
const OF_MIGRATIONS = /^kysely_/;

/**
 * Copies all rows of all tables that both have.
 *
 * @returns how many
 * @throws Error where not all of them have arrived
 */
export async function copyRows(from: RowSource, into: RowTarget): Promise<number> {
  const had = await from.tables();
  let copied = 0;
  for (const [table, columns] of await into.tables()) {
    const source = had.get(table);
    if (source === undefined || OF_MIGRATIONS.test(table)) continue;
    const both = columns.filter((column) => source.includes(column));
    let rows = 0;
    for await (const some of from.read(table, both)) {
      await into.write(table, both, some);
      rows += some.length;
    }
    const arrived = await into.count(table);
    if (arrived !== rows) throw new Error(`${arrived} of ${rows} rows of ${table} have arrived`);
    copied += rows;
  }
  return copied;
}

/** What each start writes by itself: nobody loses anything with it. */
const OF_STARTS: readonly string[] = ['counters', 'upkeep'];

/** How many rows there are that somebody would miss. */
export async function countRows(target: RowTarget): Promise<number> {
  let rows = 0;
  for (const table of (await target.tables()).keys()) {
    if (!OF_MIGRATIONS.test(table) && !OF_STARTS.includes(table)) rows += await target.count(table);
  }
  return rows;
}
