import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkDatabaseServer } from '../../src/doctor/check-database-server.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { PATIENCE_MS } from '../storage/at-once.js';
import { openPostgresServer, type PostgresServer } from './server.js';

const RULES = ['host all postgres all trust', 'host all all all scram-sha-256'];

let server: PostgresServer;
/** A database of this test's own as its administrator has it, its owner, and what the bot is told. */
let admin: string;
let bot: string;
let url: string;
beforeAll(async () => {
  server = await openPostgresServer({ files: { 'pg_hba.conf': `${RULES.join('\n')}\n` } });
});
afterAll(() => server.close());
beforeEach(async () => {
  admin = await server.createDatabase();
  const database = admin.replace(/.*\//, '');
  bot = `bot_of_${database}`;
  await asked(`CREATE ROLE ${bot} LOGIN PASSWORD 'a-secret-word'`, `ALTER DATABASE ${database} OWNER TO ${bot}`);
  url = admin.replace('postgres@', `${bot}:a-secret-word@`);
});

async function asked(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** What a start says, and the doctor with it. */
async function refused(address = url): Promise<string> {
  const said = await openStorage({ url: address, patienceMs: 3_000 }).then(String, (error: Error) => error.message);
  expect(said).not.toContain('a-secret-word');
  return said;
}

/** What an administrator may have set for a user, or for all. */
const UNUSUAL = [
  "lock_timeout = '1ms'",
  "default_transaction_isolation = 'serializable'",
  "TimeZone = 'Asia/Kathmandu'",
  "DateStyle = 'German, DMY'",
  "client_encoding = 'LATIN1'",
  "search_path = 'pg_catalog'",
  'standard_conforming_strings = off',
];

test('a user for whom other things are set than usual is served as any other', async () => {
  await asked(...UNUSUAL.map((setting) => `ALTER ROLE ${bot} SET ${setting}`));
  const how = { url, patienceMs: PATIENCE_MS };
  const [one, other] = await Promise.all([openStorage(how), openStorage(how)]);
  const origin = { personId: 'ada', placeId: "sch'ool \\" };
  const id = await one.runs.create('poll', { votes: ['🎓'] }, origin);
  const votes = Array.from({ length: 30 }, (_, at) =>
    (at % 2 === 0 ? one : other).runs.save(id, 'poll', { votes: ['🎓', at] }, 1, `voter${at}`),
  );
  expect((await Promise.all(votes)).filter((revision) => revision !== undefined)).toEqual([2]);
  const keys = Array.from({ length: 9 }, (_, at) => ({ key: `${at}`, by: 1, endsAt: Date.now() + 60_000 }));
  await Promise.all(Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? one : other).counters.add(keys)));
  expect((await one.counters.all()).map(({ value }) => value)).toEqual(keys.map(() => 20));
  expect((await other.runs.find(id, 'poll'))?.origin?.placeId).toBe(origin.placeId);
  expect((await one.people.keptOf('ada', 1)).asked).toBe(1);
  await Promise.all([one.close(), other.close()]);
});

test('fewer connections than there may be are enough', async () => {
  await asked(`ALTER ROLE ${bot} CONNECTION LIMIT 3`);
  const storage = await openStorage({ url, patienceMs: PATIENCE_MS });
  const ids = await Promise.all(Array.from({ length: 50 }, (_, at) => storage.runs.create('ask', at)));
  const found = await Promise.all(ids.map(async (id) => (await storage.runs.find(id, 'ask'))?.payload));
  expect(found).toEqual(ids.map((_, at) => at));
  await storage.close();
});

test('where the password is changed meanwhile calls end in a sentence, and what is new is held until it is right again', async () => {
  const storage = await openStorage({ url, patienceMs: PATIENCE_MS });
  const id = await storage.runs.create('ask', 1);
  await asked(
    `ALTER ROLE ${bot} PASSWORD 'another'`,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${bot}'`,
  );
  await expect(storage.runs.find(id, 'ask')).rejects.toMatchObject({ trouble: 'broken' });
  const held = await storage.runs.create('ask', 2);
  expect(storage.runs.whyHeld(held)).toBe('broken');
  await asked(`ALTER ROLE ${bot} PASSWORD 'a-secret-word'`);
  await expect.poll(() => storage.runs.whyHeld(held)).toBeUndefined();
  expect((await storage.runs.find(id, 'ask'))?.payload).toBe(1);
  await storage.close();
});

describe('a start says what to do', () => {
  test('about a schema that is another user’s', async () => {
    await asked('CREATE SCHEMA tokenscope');
    expect(await refused()).toMatch(/may not make its tables there.*ALTER SCHEMA … OWNER TO/);
    await asked(`ALTER DATABASE ${admin.replace(/.*\//, '')} OWNER TO postgres`);
    expect(await refused(`${url}?schema=public`)).toMatch(/may not make its tables there/);
  });

  test('about a database that takes no changes', async () => {
    await asked(`ALTER ROLE ${bot} SET default_transaction_read_only = on`);
    expect(await refused()).toMatch(/it takes no changes, because it follows another server or somebody has set it so/);
  });

  test('about encryption that the server does not have', async () => {
    expect(await refused(`${url}?sslmode=require`)).toMatch(
      /it has no encryption, and sslmode in DATABASE_URL asks for it/,
    );
  });

  test('about an encoding that lacks characters; one that does not look at them is no hindrance', async () => {
    const made = (name: string, encoding: string) =>
      asked(
        `CREATE DATABASE ${name} ENCODING '${encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' OWNER ${bot}`,
      );
    await made('western', 'LATIN1');
    await made('bytes', 'SQL_ASCII');
    const western = url.replace(/\w+$/, 'western');
    expect(await refused(western)).toMatch(/its encoding lacks characters.*createdb --encoding=UTF8/);
    expect((await checkDatabaseServer(western))[0]?.sentence).toBe(await refused(western));
    const storage = await openStorage({ url: url.replace(/\w+$/, 'bytes'), patienceMs: PATIENCE_MS });
    const id = await storage.runs.create('ask', '🎓 é');
    expect((await storage.runs.find(id, 'ask'))?.payload).toBe('🎓 é');
    await storage.close();
  });
});
