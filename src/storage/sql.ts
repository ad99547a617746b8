/** One SQL statement with the values for its question marks. */
export interface Statement {
  readonly sql: string;
  readonly parameters?: readonly SqlValue[];
}

/** What stands in a column. */
export type SqlValue = string | number | null;

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, SqlValue>>;

/**
 * A database as the stores use it. No call holds up the caller's thread, and each rejects with a `StorageError` where the
 * database cannot do it now, and with a plain `Error` where the statement is wrong.
 */
export interface SqlDatabase {
  /** Reads; it also goes through while a write waits for another program. */
  read(statement: Statement): Promise<readonly Row[]>;
  /**
   * Writes, one call after another in the order of the calls; several statements are one transaction.
   *
   * @param options.patienceMs how long it waits for another program that is writing; by default as long as the database was opened with
   * @returns how many rows each statement has changed
   */
  write(statements: readonly Statement[], options?: { readonly patienceMs?: number }): Promise<readonly number[]>;
  /** Waits for the writes under way, and leaves everything in the one file. */
  close(): Promise<void>;
}
