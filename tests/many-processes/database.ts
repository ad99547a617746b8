import { Client } from 'pg';

/** What the database itself says, for whoever does not take the bots' word for it. */
export interface Inspection {
  /** Which of these runs are not there. */
  missing(runs: readonly string[]): Promise<string[]>;
  /** How many people's votes or guesses are in a run. */
  votesIn(run: string): Promise<number>;
  /** Runs that somebody still waits for, or one person does, as it is noted. */
  underWay(person?: string): Promise<number>;
  /** Connections of the bots, and how many locks are waited for. */
  connections(): Promise<number>;
  /** Where the log of changes is, in bytes, and what was done so far. */
  work(): Promise<Work>;
  close(): Promise<void>;
}

/** Counted by PostgreSQL since the database was made. */
export interface Work {
  readonly logBytes: number;
  readonly transactions: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** Of all tables with their indexes. */
  readonly bytes: number;
}

/** Opens a connection of its own to the database. */
export async function inspect(url: string): Promise<Inspection> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('SET search_path TO tokenscope');
  const numbers = async (sql: string, values: unknown[] = []): Promise<Record<string, number>> => {
    const { rows } = await client.query<Record<string, unknown>>(sql, values);
    return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]));
  };
  return {
    async missing(runs) {
      const found = await client.query<{ id: string }>('SELECT id FROM runs WHERE id = ANY($1)', [runs]);
      const ids = new Set(found.rows.map(({ id }) => id));
      return runs.filter((id) => !ids.has(id));
    },
    async votesIn(run) {
      const { rows } = await client.query<{ payload: unknown }>('SELECT payload FROM runs WHERE id = $1', [run]);
      const payload = rows[0]?.payload;
      const found = findVotes(typeof payload === 'string' ? JSON.parse(payload) : payload);
      return Object.keys(found ?? {}).length;
    },
    async underWay(person) {
      const sql = `SELECT count(*) FROM under_way
        WHERE key IS NOT NULL AND broken_at IS NULL AND ($1::text IS NULL OR person = $1)`;
      return (await numbers(sql, [person ?? null])).count ?? 0;
    },
    connections: async () =>
      (
        await numbers(
          `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        )
      ).count ?? 0,
    async work() {
      const told = await numbers(
        `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS log, pg_database_size(current_database()) AS bytes,
          xact_commit AS transactions, tup_inserted AS inserted, tup_updated AS updated, tup_deleted AS deleted
          FROM pg_stat_database WHERE datname = current_database()`,
      );
      const of = (name: string) => told[name] ?? 0;
      return {
        logBytes: of('log'),
        transactions: of('transactions'),
        inserted: of('inserted'),
        updated: of('updated'),
        deleted: of('deleted'),
        bytes: of('bytes'),
      };
    },
    close: () => client.end(),
  };
}

/** The votes of a ballot, wherever in a result it is. */
function findVotes(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('votes' in value && typeof value.votes === 'object' && value.votes !== null) return value.votes;
  for (const inner of Object.values(value)) {
    const found = findVotes(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
