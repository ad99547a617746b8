import Database from 'libsql';

/** Rows that are read and written in one go. */
const ROWS_AT_ONCE = 200;

/** How far to look behind the last row that can be read: rows have consecutive numbers, but for those that were deleted. */
const MAX_HOLE = 2 ** 24;

/** The tables that are worth it; who is in a run has no numbers of its own and is read to where it can be. */
const TABLES = ['channels', 'settings', 'runs'] as const;

/** Copies the rows that can be read in a damaged file into a new one, whose tables are made. @returns how many */
export function copyReadable(from: string, target: Database.Database): number {
  let source: Database.Database | undefined;
  try {
    source = new Database(from, { timeout: 1000 });
    // Else a file that is shorter than it says is not read at all.
    source.exec('PRAGMA writable_schema = ON');
    let rows = 0;
    for (const table of TABLES) rows += copyTable(source, target, table);
    rows += copyPeople(source, target);
    return rows;
  } catch {
    // Not even the list of its tables can be read.
    return 0;
  } finally {
    source?.close();
  }
}

/** Numbers of rows in which something cannot be read are jumped over, by ever longer steps, and the end of the hole is then found. */
function copyTable(source: Database.Database, target: Database.Database, table: string): number {
  const columns = columnsOf(source, target, table);
  if (columns.length === 0) return 0;
  const hasNumbers = table !== 'settings';
  const names = columns.join(', ');
  const insert = target.prepare(
    `INSERT OR IGNORE INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const read = (after: number, most: number): readonly Record<string, unknown>[] | undefined => {
    try {
      const select = `SELECT rowid AS number_, ${names} FROM ${table} NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT ?`;
      return source.prepare(select).all([after, most]) as Record<string, unknown>[];
    } catch {
      return undefined;
    }
  };
  let copied = 0;
  const keep = (rows: readonly Record<string, unknown>[]): void => {
    target.exec('BEGIN');
    for (const row of rows) {
      try {
        copied += insert.run(columns.map((name) => row[name])).changes;
      } catch {
        // A value that is none of its column's.
      }
    }
    target.exec('COMMIT');
  };
  let after = 0;
  for (;;) {
    const rows = read(after, ROWS_AT_ONCE) ?? read(after, 1);
    if (rows !== undefined) {
      if (rows.length === 0) return copied;
      keep(rows);
      after = Number(rows.at(-1)?.number_);
      continue;
    }
    if (!hasNumbers) return copied;
    let step = 1;
    while (step <= MAX_HOLE && read(after + step, 1) === undefined) step *= 2;
    if (step > MAX_HOLE) return copied;
    let unreadable = Math.floor(step / 2);
    while (step - unreadable > 1) {
      const middle = Math.floor((step + unreadable) / 2);
      if (read(after + middle, 1) === undefined) unreadable = middle;
      else step = middle;
    }
    after += step;
  }
}

/** Who is in the runs that were saved. */
function copyPeople(source: Database.Database, target: Database.Database): number {
  const insert = target.prepare(
    `INSERT OR IGNORE INTO run_people (person, run, part)
     SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM runs WHERE id = ?)`,
  );
  let copied = 0;
  for (const order of ['ASC', 'DESC']) {
    try {
      const select = source.prepare(`SELECT person, run, part FROM run_people ORDER BY person ${order}, run ${order}`);
      for (const row of select.iterate() as IterableIterator<{ person: string; run: string; part: string }>) {
        copied += insert.run([row.person, row.run, row.part, row.run]).changes;
      }
      return copied;
    } catch {
      // From the other end, then.
    }
  }
  return copied;
}

/** The columns that both have, so that a file of an earlier version is read, too. */
function columnsOf(source: Database.Database, target: Database.Database, table: string): readonly string[] {
  const of = (database: Database.Database): readonly string[] =>
    (database.prepare('SELECT name FROM pragma_table_info(?)').all([table]) as { name: string }[]).map(
      ({ name }) => name,
    );
  const had = new Set(of(source));
  return of(target).filter((name) => had.has(name));
}
