import type Database from 'libsql';

/** Does something in one transaction, which is taken back as a whole when it throws. */
export function transact<T>(database: Database.Database, act: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = act();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk has taken it back already, and then there is nothing to take back.
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
