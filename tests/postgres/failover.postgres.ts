import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.js';
import { backUpPostgres } from '../../src/storage/snapshot/back-up-postgres.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { openCutProxy } from '../many-processes/cut-proxy.js';
import { PATIENCE_MS } from '../storage/at-once.js';
import { beginPresses, lostOf } from './presses.js';
import { openPostgresServer, type PostgresServer } from './server.js';

/** Asks something over a connection of its own. */
async function ask<T extends pg.QueryResultRow>(url: string, ...statements: readonly string[]): Promise<T | undefined> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    let row: T | undefined;
    for (const statement of statements) row = (await client.query<T>(statement)).rows[0];
    return row;
  } finally {
    await client.end();
  }
}

/** A server and one that follows it, which has all that is acknowledged; and an address that leads to the first one at first. */
async function openPair() {
  const first = await openPostgresServer();
  const url = await first.createDatabase();
  const second = await openPostgresServer({ follows: first.port });
  const proxy = await openCutProxy(first.port);
  onTestFinished(async () => {
    await proxy.close();
    await Promise.all([first.close(), second.close()]);
  });
  await ask(url, "ALTER SYSTEM SET synchronous_standby_names = '*'", 'SELECT pg_reload_conf()');
  const follower = 'SELECT sync_state AS state FROM pg_stat_replication';
  await expect.poll(() => ask(url, follower)).toEqual({ state: 'sync' });
  const at = (port: number) => url.replace(`:${first.port}`, `:${port}`);
  return { first, second, proxy, urls: { first: url, second: at(second.port), moving: at(proxy.port) } };
}

/** Lets a server take no changes any more, and waits for those under way. */
async function fence(url: string): Promise<void> {
  await ask(url, 'ALTER SYSTEM SET default_transaction_read_only = on', 'SELECT pg_reload_conf()');
  await expect.poll(() => ask(url, 'SHOW transaction_read_only')).toEqual({ transaction_read_only: 'on' });
  const since = await ask<{ now: Date }>(url, 'SELECT now()');
  const earlier = `SELECT count(*)::int AS earlier FROM pg_stat_activity
    WHERE application_name = 'tokenscope' AND xact_start < '${since?.now.toISOString()}'`;
  await expect.poll(() => ask(url, earlier)).toEqual({ earlier: 0 });
}

test.each([
  ['has ended', (server: PostgresServer) => server.stop('SIGQUIT')],
  ['goes on and takes no changes', (_: PostgresServer, url: string) => fence(url)],
])(
  'where another server takes over in the middle of 300 presses and the first one %s, nothing is lost that was acknowledged',
  async (_, leave) => {
    const { first, second, proxy, urls } = await openPair();
    const storage = await openStorage({ url: urls.moving, patienceMs: 5_000 });
    const { pressed, end } = beginPresses(storage, 300);
    await expect.poll(() => pressed.length).toBeGreaterThan(60);
    await leave(first, urls.first);
    proxy.moveTo(second.port);
    await expect(openStorage({ url: urls.moving, patienceMs: 1_500 })).rejects.toThrow(
      /it takes no changes, because it follows another/,
    );
    await ask(urls.second, 'SELECT pg_promote()');
    await end();
    await storage.close();
    const later = await openStorage({ url: urls.second });
    expect(await lostOf(later, pressed)).toEqual([]);
    await later.close();
  },
);

test('what is read after a change was refused is read at the server that took over', async () => {
  const { second, proxy, urls } = await openPair();
  const storage = await openStorage({ url: urls.moving, patienceMs: PATIENCE_MS });
  const ids = await Promise.all(Array.from({ length: 20 }, () => storage.runs.create('ask', 'old')));
  // What is acknowledged is there, and is to be seen a little later.
  await expect.poll(() => ask(urls.second, 'SELECT count(*)::int AS runs FROM tokenscope.runs')).toEqual({ runs: 20 });
  await backUpPostgres(urls.second, join(temporaryFolder(), 'of-the-follower.db'));
  await fence(urls.first);
  await ask(urls.second, 'SELECT pg_promote()');
  proxy.moveTo(second.port);
  await ask(urls.second, `UPDATE tokenscope.runs SET payload = '"new"'`);
  expect(await storage.runs.save(ids[0] ?? '', 'ask', 'newer', 1)).toBe(2);
  const found = await Promise.all(ids.map(async (id) => (await storage.runs.find(id, 'ask'))?.payload));
  expect(found).toEqual(ids.map((_, at) => (at === 0 ? 'newer' : 'new')));
  await storage.close();
});
