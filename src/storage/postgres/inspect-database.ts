import { createMigrations } from '../sql/migrations.js';
import { parsePostgresAddress } from './address.js';
import { cannotReach } from './cannot-reach.js';
import { connectOrSay, POSTGRES_STYLE } from './prepare.js';
import { refuseUnfit } from './refuse-unfit.js';

/** A PostgreSQL database as it stands. */
export interface InspectedDatabase {
  /** The address without its password. */
  readonly shown: string;
  /** The server's version, such as 15.8. */
  readonly server: string;
  /** Whether there are tables of Tokenscope, of another program in their place, or none. */
  readonly tables: 'ours' | 'foreign' | 'none';
  /** Whether a newer Tokenscope has written them. */
  readonly isNewer: boolean;
  /** Whether the user may do what the next start has to. */
  readonly isAllowed: boolean;
  /** Whether it only follows another server, and takes no changes. */
  readonly isReplica: boolean;
  /** Stored runs, and the bytes of the whole database. */
  readonly runs: number;
  readonly bytes: number;
  /** Connections of the server that are free, and those that this process takes at most. */
  readonly free: number;
  readonly taken: number;
}

/** How long a server that does not answer is waited for. */
const PATIENCE_MS = 2_000;

/**
 * Looks at a database and changes nothing.
 *
 * @throws UserError when it cannot be reached, or would work by halves
 */
export async function inspectDatabase(url: string): Promise<InspectedDatabase> {
  const address = parsePostgresAddress(url);
  const { schema, shown, connections } = address;
  const client = await connectOrSay(address, PATIENCE_MS);
  try {
    await refuseUnfit(client, address, () => connectOrSay(address, PATIENCE_MS));
    const { rows: found } = await client.query<{ name: string }>(
      "SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'",
      [schema],
    );
    const names = new Set(found.map(({ name }) => name));
    const tables = names.size === 0 ? 'none' : names.has('runs') ? 'ours' : 'foreign';
    const { rows } = await client.query<Record<string, string | number | boolean>>(
      `SELECT current_setting('server_version') AS server, pg_is_in_recovery() AS "isReplica",
         pg_database_size(current_database()) AS bytes,
         CASE WHEN EXISTS (SELECT FROM pg_namespace WHERE nspname = $1) THEN has_schema_privilege($1, 'CREATE')
           ELSE has_database_privilege(current_database(), 'CREATE') END AS "mayCreate",
         current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::int AS free`,
      [schema],
    );
    const { server = '', isReplica, bytes, mayCreate, free } = rows[0] ?? {};
    const known = createMigrations(POSTGRES_STYLE);
    const isReadable = mayCreate === true && tables === 'ours';
    const had =
      isReadable && names.has('kysely_migration')
        ? (await client.query<{ name: string }>(`SELECT name FROM ${schema}.kysely_migration`)).rows
        : [];
    const counted = isReadable ? (await client.query(`SELECT count(*) AS runs FROM ${schema}.runs`)).rows : [];
    return {
      shown,
      server: String(server).split(' ')[0] ?? '',
      tables,
      isNewer: had.some(({ name }) => !(name in known)),
      isAllowed: mayCreate === true,
      isReplica: isReplica === true,
      runs: Number(counted[0]?.runs ?? 0),
      bytes: Number(bytes),
      // This look takes one.
      free: Number(free) + 1,
      taken: connections + 1,
    };
  } catch (error) {
    throw cannotReach(address, error);
  } finally {
    await client.end().catch(() => {});
  }
}
