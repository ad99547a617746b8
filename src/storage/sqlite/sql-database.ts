import type { Statement } from '../sql/driver.js';

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, string | number | null>>;

/** What came of a statement: rows of one that gives some, else how many rows it has changed. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly changes: number;
}

/**
 * A database as the query builder uses it. No call holds up the caller's thread, and each rejects with a `StorageError`
 * where the database cannot do it now, and with a plain `Error` where the statement is wrong.
 *
 * `patienceMs` is how long a call waits for another program that is writing.
 */
export interface SqlDatabase {
  /** Reads; it also goes through while a write waits for another program. */
  read(statement: Statement, patienceMs: number): Promise<Outcome>;
  /** Writes, one call after another in the order of the calls. */
  write(statement: Statement, patienceMs: number): Promise<Outcome>;
  /** Writes several in one turn, all of them or none. @returns how many rows each has changed */
  together(statements: readonly Statement[], patienceMs: number): Promise<readonly number[]>;
  /** Copies what can be read in a damaged file, in its turn among the writes. @returns how many rows */
  rescue(from: string, patienceMs: number): Promise<number>;
  /** Has SQLite do something with the file as a whole, in its turn among the writes. @param sql to its end, without values */
  upkeep(sql: string, patienceMs: number): Promise<void>;
  /** Begins a transaction in its turn among the writes. Everything else waits until it ends, so it must end soon. */
  begin(patienceMs: number): Promise<Transaction>;
  /** Waits for the writes under way, and leaves everything in the one file. */
  close(): Promise<void>;
}

/** Statements that are done all together or not at all. */
export interface Transaction {
  execute(statement: Statement): Promise<Outcome>;
  commit(): Promise<void>;
  /** Takes everything back; where the database has done so itself, as on a full disk, this does nothing. */
  rollback(): Promise<void>;
}
