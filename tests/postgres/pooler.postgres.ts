import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkDatabaseServer } from '../../src/doctor/check-database-server.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { backUpPostgres } from '../../src/storage/snapshot/back-up-postgres.js';
import { restoreToPostgres } from '../../src/storage/snapshot/restore-postgres.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { HAS_POOLER, openPooler, type Pooler } from './pooler.js';
import { openPostgresServer, type PostgresServer } from './server.js';

const title = HAS_POOLER
  ? 'a pooler before the server'
  : 'a pooler before the server (skipped: apt-get install pgbouncer)';

describe.runIf(HAS_POOLER)(title, () => {
  let server: PostgresServer;
  let poolers: Record<'session' | 'transaction' | 'statement', Pooler>;
  let direct: string;
  beforeAll(async () => {
    server = await openPostgresServer();
    const [session, transaction, statement] = await Promise.all(
      (['session', 'transaction', 'statement'] as const).map((mode) => openPooler(server.port, mode)),
    );
    poolers = { session, transaction, statement } as typeof poolers;
  });
  afterAll(async () => {
    await Promise.all(Object.values(poolers).map((pooler) => pooler.close()));
    await server.close();
  });
  beforeEach(async () => {
    direct = await server.createDatabase();
  });
  const over = (mode: keyof typeof poolers) =>
    direct.replace('postgres@', 'postgres:a-secret-word@').replace(`:${server.port}/`, `:${poolers[mode].port}/`);

  test('by session is as none: what is stored is found, and what others tell is heard, also after the server has restarted', async () => {
    const url = over('session');
    const [one, other] = await Promise.all([openStorage({ url }), openStorage({ url })]);
    const heard: unknown[] = [];
    other.events.listen('a', (message) => void heard.push(message));
    const untilHeard = (message: string) =>
      expect
        .poll(() => {
          one.events.tell('a', message);
          return heard;
        })
        .toContain(message);
    const id = await one.runs.create('ask', '🎓');
    await expect.poll(() => one.heldRuns()).toBe(0);
    expect((await other.runs.find(id, 'ask'))?.payload).toBe('🎓');
    await untilHeard('before');
    await server.stop();
    await server.start();
    await untilHeard('after');
    expect((await one.runs.find(id, 'ask'))?.payload).toBe('🎓');
    await Promise.all([one.close(), other.close()]);
  });

  test.each(['transaction', 'statement'] as const)(
    'by %s is refused at the start and by the doctor, with a way out',
    async (mode) => {
      const url = over(mode);
      const refused = await openStorage({ url }).then(String, (error: Error) => error.message);
      expect(refused).toMatch(
        /a pooler in between lends each connection.*without “-pooler”.*port 5432.*pool_mode = session/,
      );
      expect(refused).not.toContain('a-secret-word');
      expect((await checkDatabaseServer(url))[0]?.sentence).toBe(refused);
    },
  );

  test('by transaction lets a backup be made, and takes none', async () => {
    await (await openStorage({ url: direct })).close();
    const file = join(temporaryFolder(), 'monday.db');
    await backUpPostgres(over('transaction'), file);
    await expect(restoreToPostgres(file, over('transaction'), true)).rejects.toThrow(/a pooler in between lends/);
    expect(await restoreToPostgres(file, over('session'), true)).toBeGreaterThanOrEqual(0);
  });

  test('says what it does not take of the address', async () => {
    const url = `${over('session')}?options=-c%20work_mem%3D8MB`;
    await expect(openStorage({ url, patienceMs: 3_000 })).rejects.toThrow(
      /does not take all that stands behind the question mark.*options/,
    );
  });
});
