import Database from 'libsql';
import { listOf, ROWS_AT_ONCE, type Row, type RowSource, type RowTarget } from './copy-rows.js';

/** The rows of an SQLite file that nobody else changes meanwhile. */
export interface SqliteRows extends RowSource, RowTarget {
  /** Puts what was written into the file for good. */
  close(): void;
}

/** Opens the rows of a file; it is left as it was unless it is closed. */
export function openSqliteRows(path: string): SqliteRows {
  const database = new Database(path, { timeout: 1000 });
  database.exec('BEGIN');
  const all = (query: string, values: readonly unknown[] = []) => database.prepare(query).all([...values]) as Row[];
  return {
    async tables() {
      const tables = all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
      return new Map(
        tables.map(({ name }) => [
          String(name),
          all('SELECT name FROM pragma_table_info(?)', [name]).map((column) => String(column.name)),
        ]),
      );
    },
    *read(table, columns) {
      const rows = database.prepare(`SELECT ${listOf(columns)} FROM "${table}"`).iterate() as IterableIterator<Row>;
      let some: Row[] = [];
      for (const row of rows) {
        some.push(row);
        if (some.length < ROWS_AT_ONCE) continue;
        yield some;
        some = [];
      }
      if (some.length > 0) yield some;
    },
    async write(table, columns, rows) {
      const marks = columns.map(() => '?').join(', ');
      const insert = database.prepare(`INSERT INTO "${table}" (${listOf(columns)}) VALUES (${marks})`);
      for (const row of rows) insert.run(columns.map((column) => row[column]));
    },
    async count(table) {
      return Number(all(`SELECT count(*) AS rows FROM "${table}"`)[0]?.rows);
    },
    close() {
      database.exec('COMMIT');
      database.close();
    },
  };
}
