import {
  type CreateTableBuilder,
  DEFAULT_MIGRATION_TABLE,
  type Kysely,
  type Migration,
  Migrator,
  type RawBuilder,
} from 'kysely';
import { UserError } from '../../errors.js';
import { StorageError } from '../storage-error.js';
import type { Tables } from './tables.js';

/** What differs between SQL databases where tables are made. */
export interface TableStyle {
  /** The type of a whole number as large as milliseconds since 1970. */
  readonly timeType: 'integer' | 'bigint';
  /** What ends the statement that makes a table. */
  readonly tableEnd: RawBuilder<unknown> | undefined;
  /** The same for a table whose rows are their key; as `tableEnd` where it is absent. */
  readonly keyTableEnd?: RawBuilder<unknown>;
}

/**
 * Each entry takes the database one version further, in the order of their names. Entries are only ever added. Those of
 * before the names were kept may find their tables made.
 */
export function createMigrations({
  timeType,
  tableEnd,
  keyTableEnd = tableEnd,
}: TableStyle): Readonly<Record<string, Migration>> {
  const ended = <T extends string>(table: CreateTableBuilder<T>) =>
    tableEnd === undefined ? table : table.modifyEnd(tableEnd);
  const endedByKey = <T extends string>(table: CreateTableBuilder<T>) =>
    keyTableEnd === undefined ? table : table.modifyEnd(keyTableEnd);
  return {
    '0001-runs': {
      async up({ schema }) {
        await schema
          .createTable('runs')
          .ifNotExists()
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('command', 'text', (column) => column.notNull())
          .addColumn('payload', 'text', (column) => column.notNull())
          .addColumn('revision', 'integer', (column) => column.notNull())
          .addColumn('changed_at', timeType, (column) => column.notNull())
          .$call(ended)
          .execute();
        await schema.createIndex('runs_by_age').ifNotExists().on('runs').column('changed_at').execute();
      },
    },
    '0002-channels': {
      async up({ schema }) {
        await schema
          .createTable('channels')
          .ifNotExists()
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('model', 'text', (column) => column.notNull())
          .addColumn('changed_at', timeType, (column) => column.notNull())
          .$call(ended)
          .execute();
      },
    },
    '0003-settings': {
      async up({ schema }) {
        await schema
          .createTable('settings')
          .ifNotExists()
          .addColumn('place', 'text', (column) => column.notNull())
          .addColumn('name', 'text', (column) => column.notNull())
          .addColumn('value', 'text', (column) => column.notNull())
          .addColumn('changed_at', timeType, (column) => column.notNull())
          .addPrimaryKeyConstraint('settings_by_name', ['place', 'name'])
          .$call(ended)
          .execute();
      },
    },
    '0004-people': {
      async up({ schema, introspection }) {
        const tables = await introspection.getTables();
        const columns = tables.find(({ name }) => name === 'runs')?.columns ?? [];
        const missing = (name: string) => !columns.some((column) => column.name === name);
        const runs = () => schema.alterTable('runs');
        if (missing('asked_by')) await runs().addColumn('asked_by', 'text').execute();
        if (missing('asked_in')) await runs().addColumn('asked_in', 'text').execute();
        if (missing('asked_at')) await runs().addColumn('asked_at', timeType).execute();
        await schema.createIndex('runs_by_asker').ifNotExists().on('runs').column('asked_by').execute();
        await schema
          .createIndex('runs_by_place')
          .ifNotExists()
          .on('runs')
          .columns(['asked_in', 'changed_at'])
          .execute();
        await schema
          .createTable('run_people')
          .ifNotExists()
          .addColumn('person', 'text', (column) => column.notNull())
          .addColumn('run', 'text', (column) => column.notNull())
          .addColumn('part', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('run_people_by_person', ['person', 'run'])
          .$call(endedByKey)
          .execute();
        await schema.createIndex('run_people_by_run').ifNotExists().on('run_people').column('run').execute();
        await schema
          .createTable('forgotten_runs')
          .ifNotExists()
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('forgotten_at', timeType, (column) => column.notNull())
          .$call(endedByKey)
          .execute();
      },
    },
    '0005-under-way': {
      async up({ schema }) {
        await schema
          .createTable('under_way')
          .ifNotExists()
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('owner', 'text', (column) => column.notNull())
          .addColumn('bot', 'text', (column) => column.notNull())
          .addColumn('person', 'text', (column) => column.notNull())
          .addColumn('place', 'text', (column) => column.notNull())
          .addColumn('key', 'text')
          .addColumn('payload', 'text', (column) => column.notNull())
          .addColumn('begun_at', timeType, (column) => column.notNull())
          .addColumn('seen_at', timeType, (column) => column.notNull())
          .addColumn('broken_at', timeType)
          .$call(ended)
          .execute();
      },
    },
    '0006-counters': {
      async up({ schema }) {
        await schema
          .createTable('counters')
          .ifNotExists()
          .addColumn('key', 'text', (column) => column.primaryKey())
          .addColumn('value', timeType, (column) => column.notNull())
          .addColumn('ends_at', timeType, (column) => column.notNull())
          .$call(ended)
          .execute();
        await schema.createIndex('counters_by_end').ifNotExists().on('counters').column('ends_at').execute();
      },
    },
    '0007-alone': {
      async up({ schema, introspection }) {
        const tables = await introspection.getTables();
        const columns = tables.find(({ name }) => name === 'runs')?.columns ?? [];
        if (columns.some(({ name }) => name === 'asked_alone')) return;
        await schema.alterTable('runs').addColumn('asked_alone', 'integer').execute();
      },
    },
    '0008-upkeep': {
      async up({ schema }) {
        await schema
          .createTable('upkeep')
          .ifNotExists()
          .addColumn('name', 'text', (column) => column.primaryKey())
          .addColumn('value', timeType, (column) => column.notNull())
          .$call(endedByKey)
          .execute();
      },
    },
  };
}

/**
 * Brings a database to the newest version; one that is of it is only read. Where the database can take back the making of
 * tables, an interrupted start leaves it as it was. Where only the names are missing and another program holds the
 * database, a later start writes them.
 *
 * @param counted how many migrations a database has had that keeps a number of them beside their names, else 0
 * @param migrations by their names, for tests of what is to come
 * @returns the version, which counts the migrations
 * @throws UserError when a newer Tokenscope has written the database
 */
export async function migrate(
  database: Kysely<Tables>,
  style: TableStyle,
  counted: number,
  migrations = createMigrations(style),
): Promise<number> {
  const version = Object.keys(migrations).length;
  const had = await migrationsOf(database);
  if (counted > version || had.some((name) => !(name in migrations))) {
    const kind = style.timeType === 'bigint' ? 'database' : 'file';
    throw new UserError('database-newer', { version: Math.max(counted, had.length), known: version, kind });
  }
  if (had.length === version) return version;
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
    // Their order in the database is by the clock, which may have gone back. That each is known was checked above.
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  const areTablesMade = counted === version && had.length === 0;
  const isBusy = error instanceof StorageError && error.trouble === 'busy';
  if (error !== undefined && !(areTablesMade && isBusy)) throw error;
  return version;
}

async function migrationsOf(database: Kysely<Tables>): Promise<readonly string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return [];
  const rows = await database.selectFrom(DEFAULT_MIGRATION_TABLE).select('name').execute();
  return rows.map(({ name }) => name);
}
