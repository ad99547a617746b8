import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkDatabaseServer } from '../../src/doctor/check-database-server.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { PATIENCE_MS } from '../storage/at-once.js';
import { openPostgresServer, type PostgresServer } from './server.js';

let server: PostgresServer;
let url: string;
beforeAll(async () => {
  server = await openPostgresServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  url = (await server.createDatabase()).replace('postgres@', 'postgres:a-secret-word@');
});

async function inDatabase(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function found(address = url): Promise<readonly string[]> {
  const findings = await checkDatabaseServer(address);
  const lines = findings.map(({ mark, sentence }) => `${mark}: ${sentence}`);
  expect(lines.join()).not.toContain('a-secret-word');
  return lines;
}

test('a database of a server is looked at and left as it is', async () => {
  const well = expect.stringMatching(
    /^well: postgres:.* answers \(PostgreSQL \d+\.\d+\)\. The first start makes its tables\.$/,
  );
  expect(await found()).toEqual([well]);
  expect(await found()).toEqual([well]);
  const storage = await openStorage({ url, patienceMs: PATIENCE_MS });
  await storage.runs.create('ask', 'x');
  expect(await found()).toEqual([
    expect.stringMatching(/^well: .* may be written \(PostgreSQL .*MB, 1 stored run\)\.$/),
  ]);
  await storage.close();
  await inDatabase("INSERT INTO tokenscope.kysely_migration VALUES ('9999-later', '2030-01-01')");
  expect(await found()).toEqual([expect.stringMatching(/^trouble: .* from a newer Tokenscope/)]);
});

test('what keeps the bot from starting is said, with what to do', async () => {
  await inDatabase('CREATE SCHEMA other', 'CREATE TABLE other.contacts ()', 'CREATE ROLE visitor LOGIN');
  expect(await found(`${url}?schema=other`)).toEqual([expect.stringMatching(/^trouble: .*another program.*\?schema=/)]);
  expect(await found(url.replace('//postgres:', '//visitor:'))).toEqual([
    expect.stringMatching(/^trouble: the user in .* may not make tables\. .*GRANT CREATE/),
  ]);
  expect(await found('postgres://x:a-secret-word@127.0.0.1:1/x')).toEqual([
    expect.stringMatching(/^trouble: .*nothing answers at this host and port/),
  ]);
  expect(await found(url.replace(/\w+$/, 'none'))).toEqual([expect.stringMatching(/^trouble: .*has no such database/)]);
});
