import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../src/storage/contract.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { parsePostgresAddress } from '../../src/storage/postgres/address.js';
import { createAsking } from '../../src/storage/postgres/asking.js';
import { createPool } from '../../src/storage/postgres/pool.js';
import { POSTGRES_STYLE } from '../../src/storage/postgres/prepare.js';
import { createQueries } from '../../src/storage/postgres/queries.js';
import { createMigrations, migrate } from '../../src/storage/sql/migrations.js';
import { PATIENCE_MS } from '../storage/at-once.js';
import { openPostgresServer, type PostgresServer } from './server.js';

const MIGRATIONS = Object.entries(createMigrations(POSTGRES_STYLE));

let server: PostgresServer;
let url: string;
beforeAll(async () => {
  server = await openPostgresServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  url = await server.createDatabase();
});

async function inDatabase(...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/** Makes a database as the Tokenscope left it that had so many migrations. */
async function makeEarlier(version: number): Promise<void> {
  await inDatabase('CREATE SCHEMA tokenscope');
  const pool = createPool(parsePostgresAddress(url), () => {});
  const queries = createQueries(createAsking(pool), 'tokenscope', PATIENCE_MS);
  await migrate(queries, POSTGRES_STYLE, 0, Object.fromEntries(MIGRATIONS.slice(0, version)));
  await pool.close();
  await inDatabase(
    `INSERT INTO tokenscope.runs (id, command, payload, revision, changed_at) VALUES ('old', 'ask', '"x"', 7, ${Date.now()})`,
  );
}

const openUnhurried = (address = url) => openStorage({ url: address, patienceMs: PATIENCE_MS });
const closeAll = (storages: readonly Storage[]) => Promise.all(storages.map((storage) => storage.close()));

async function sentenceOf(address: string, patienceMs = 300): Promise<string> {
  try {
    await (await openStorage({ url: address, patienceMs })).close();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('twenty that start at once', () => {
  test('all open an empty database', async () => {
    const storages = await Promise.all(Array.from({ length: 20 }, () => openUnhurried(`${url}?pool=2`)));
    const ids = await Promise.all(storages.map(({ runs }, index) => runs.create('ask', index)));
    const found = await Promise.all(ids.map((id) => storages[7]?.runs.find(id, 'ask')));
    expect(found.map((row) => row?.payload)).toEqual(ids.map((_, index) => index));
    await closeAll(storages);
    expect(await inDatabase('SELECT name FROM tokenscope.kysely_migration')).toHaveLength(MIGRATIONS.length);
  });

  test.each([1, MIGRATIONS.length - 1])(
    'all open one that had %i migrations, and find what is in it',
    async (version) => {
      await makeEarlier(version);
      const storages = await Promise.all(Array.from({ length: 20 }, () => openUnhurried(`${url}?pool=2`)));
      for (const { runs } of storages) {
        expect(await runs.find('old', 'ask')).toEqual({ payload: 'x', revision: 7 });
      }
      await closeAll(storages);
    },
  );
});

test.each(MIGRATIONS.slice(0, -1).map((_, index) => index + 1))(
  'a database that had %i migrations has the tables of a new one then',
  async (version) => {
    const columns = `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
      WHERE table_schema = 'tokenscope' ORDER BY 1, 2`;
    await makeEarlier(version);
    await (await openUnhurried()).close();
    const earlier = await inDatabase(columns);
    url = await server.createDatabase();
    await (await openUnhurried()).close();
    expect(earlier).toEqual(await inDatabase(columns));
  },
);

describe('a database', () => {
  test('of a newer Tokenscope is left alone', async () => {
    await (await openUnhurried()).close();
    await inDatabase("INSERT INTO tokenscope.kysely_migration VALUES ('9999-tomorrow', '2030-01-01T00:00:00Z')");
    expect(await sentenceOf(url)).toMatch(
      /which a newer Tokenscope wrote.*choose another database with DATABASE_URL\.$/,
    );
  });

  test('may hold other programs’ tables, of the same names too', async () => {
    await inDatabase(
      'CREATE TABLE runs (x int)',
      'CREATE TABLE kysely_migration (name text)',
      'CREATE TABLE counters ()',
    );
    const storage = await openUnhurried();
    const id = await storage.runs.create('ask', 1);
    expect((await storage.runs.find(id, 'ask'))?.payload).toBe(1);
    await storage.close();
    expect(await inDatabase('SELECT * FROM public.runs')).toEqual([]);
  });

  test('with other tables in the schema is left alone, and another schema is taken', async () => {
    await inDatabase('CREATE SCHEMA tokenscope', 'CREATE TABLE tokenscope.contacts (name text)');
    expect(await sentenceOf(url)).toMatch(
      /its schema tokenscope has tables that are not Tokenscope’s\. Nothing was changed/,
    );
    expect(await inDatabase("SELECT tablename FROM pg_tables WHERE schemaname = 'tokenscope'")).toHaveLength(1);
    const [one, other] = [await openUnhurried(`${url}?schema=one`), await openUnhurried(`${url}?schema=other`)];
    const id = await one.runs.create('ask', 1);
    expect(await one.runs.find(id, 'ask')).toBeDefined();
    expect(await other.runs.find(id, 'ask')).toBeUndefined();
    await closeAll([one, other]);
  });

  test('may be made ready by an administrator for a user who may make nothing', async () => {
    await inDatabase('DROP ROLE IF EXISTS pupil', 'CREATE ROLE pupil LOGIN');
    const limited = url.replace('postgres@', 'pupil:a-secret-word@');
    const refused = await sentenceOf(limited);
    expect(refused).toMatch(/this user may not make its tables there\. .*GRANT CREATE ON DATABASE/);
    expect(refused).not.toContain('a-secret-word');
    await inDatabase('CREATE SCHEMA tokenscope AUTHORIZATION pupil');
    expect(await sentenceOf(limited)).toBe('');
  });

  test('with one connection alone serves all the same', async () => {
    const storage = await openUnhurried(`${url}?pool=1`);
    const ids = await Promise.all(Array.from({ length: 50 }, (_, index) => storage.runs.create('ask', index)));
    expect(await Promise.all(ids.map(async (id) => (await storage.runs.find(id, 'ask'))?.payload))).toEqual(
      ids.map((_, index) => index),
    );
    await storage.close();
  });
});

describe('a start that comes to nothing says why', () => {
  test('as for a database that is not there, and a server that is not', async () => {
    const missing = url.replace('postgres@', 'postgres:a-secret-word@').replace(/\/[^/]*$/, '/none');
    const sentences = [
      [missing, /the server has no such database\. Create it/],
      ['postgres://x:a-secret-word@127.0.0.1:1/x', /nothing answers at this host and port/],
      // Longer than a name may be, so that no name server is asked.
      [`postgres://x:a-secret-word@${'host'.repeat(16)}/x`, /there is no such host, or no way to it/],
      [`${missing}?sslmode=verify-full`, /it has no encryption, and sslmode/],
      ['postgres://x:a-secret-word#more@127.0.0.1/x', /no address that can be read.*%40 for @/],
      ['postgres://x:a-secret-word?more@127.0.0.1/x', /no address that can be read.*%40 for @/],
      ['postgres://x:a-secret-word@127.0.0.1:port/x', /no address that can be read/],
      ['postgres://x:a-secret-word@one:5432,two:5432/x', /it names several servers\. Name one address/],
      [`${url}?pool=0`, /pool has to be a whole number from 1/],
      [`${url}?pool=many`, /pool has to be a whole number from 1/],
      [`${url}?schema=a;b`, /schema has to be a name/],
    ] as const;
    for (const [address, sentence] of sentences) {
      const said = await sentenceOf(address);
      expect(said).toMatch(sentence);
      expect(said).not.toContain('a-secret-word');
    }
  });

  test('as for a wrong password, a user who may not connect, and too many connections', async () => {
    const [hba] = await inDatabase('SHOW hba_file');
    const rules = ['host all guest all scram-sha-256', 'host all stranger all reject', 'host all all all trust'];
    await inDatabase(
      "CREATE ROLE guest LOGIN PASSWORD 'the-right-word'",
      'CREATE ROLE stranger LOGIN',
      'CREATE ROLE crowd LOGIN CONNECTION LIMIT 0',
      `COPY (SELECT unnest(ARRAY[${rules.map((rule) => `'${rule}'`)}])) TO '${String(hba?.hba_file)}'`,
      'SELECT pg_reload_conf()',
    );
    const as = (user: string) => sentenceOf(url.replace('postgres@', `${user}@`));
    await expect.poll(() => as('guest:a-wrong-word')).toMatch(/does not take this user with this password/);
    expect(await as('guest:a-wrong-word')).not.toContain('a-wrong-word');
    expect(await as('guest')).toMatch(/does not take this user with this password/);
    expect(await as('guest:the-right-word')).toMatch(/may not make its tables/);
    expect(await as('stranger:x')).toMatch(/does not let this user in without encryption.*pg_hba\.conf/);
    expect(await as('crowd')).toMatch(/no free connection\. .*\?pool=2/);
  });

  test('as for a server that takes connections and says nothing', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((done) => silent.once('listening', done));
    const { port } = silent.address() as AddressInfo;
    expect(await sentenceOf(`postgres://x@127.0.0.1:${port}/x`)).toMatch(
      /the server does not answer\. Check host and port/,
    );
    silent.close();
  });
});
