import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tables } from '../../../src/storage/sql/tables.js';
import { openDatabase } from '../../../src/storage/sqlite/open-database.js';
import { createQueries } from '../../../src/storage/sqlite/queries.js';
import type { SqlDatabase } from '../../../src/storage/sqlite/sql-database.js';
import { afterStatement, writeOddWorker } from './odd-worker.js';
import { holdWriteLock } from './write-lock.js';

const PATIENCE_MS = 10_000;

let folder: string;
let path: string;
let database: SqlDatabase;
let queries: Kysely<Tables>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-queries-'));
  path = join(folder, 'runs.db');
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = async (worker?: string): Promise<void> => {
  const prepare = async (opened: SqlDatabase) => {
    await sql`CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, model TEXT NOT NULL, changed_at INTEGER) STRICT`.execute(
      createQueries(opened, PATIENCE_MS),
    );
  };
  database = await openDatabase({ path, patienceMs: PATIENCE_MS, prepare, worker });
  queries = createQueries(database, PATIENCE_MS);
};

const add = (id: string, within = queries, model = 'alpha') =>
  within.insertInto('channels').values({ id, model, changed_at: 0 }).execute();
const idsOf = async (within = queries) =>
  (await within.selectFrom('channels').select('id').orderBy('changed_at').orderBy('id').execute()).map(({ id }) => id);
const failing = (act: () => Promise<unknown>) =>
  act().then(
    () => 'it went well',
    (error: Error & { trouble?: string }) => error.trouble ?? error.message,
  );

describe('a transaction', () => {
  test('is seen by others when it is done, who wait until it is', async () => {
    await open();
    const order: string[] = [];
    let others: Promise<unknown> | undefined;
    await queries.transaction().execute(async (transaction) => {
      await add('1', transaction);
      others = Promise.all([
        idsOf().then((ids) => order.push(`read ${ids}`)),
        add('3').then(() => order.push('wrote 3')),
        queries.transaction().execute(async (second) => {
          expect(await idsOf(second)).toEqual(['1', '2', '3']);
          await add('4', second);
          order.push('transaction of 4');
        }),
      ]);
      expect(await idsOf(transaction)).toEqual(['1']);
      await add('2', transaction);
      order.push('transaction of 1 and 2');
    });
    await others;
    expect(order[0]).toBe('transaction of 1 and 2');
    expect(order).toContain('read 1,2');
    expect(order.indexOf('wrote 3')).toBeLessThan(order.indexOf('transaction of 4'));
    expect(await idsOf()).toEqual(['1', '2', '3', '4']);
  });

  test('that fails is taken back as a whole, and what comes after it is done', async () => {
    await open();
    const failed = failing(() =>
      queries.transaction().execute(async (transaction) => {
        await add('1', transaction);
        throw new Error('on purpose');
      }),
    );
    const after = add('2');
    expect(await failed).toBe('on purpose');
    expect(await failing(() => queries.transaction().execute((transaction) => add('2', transaction)))).toMatch(
      /UNIQUE/,
    );
    await after;
    expect(await idsOf()).toEqual(['2']);
  });

  test('that SQLite takes back itself, on a full disk, holds nobody up', async () => {
    await open(writeOddWorker(folder, afterStatement('journal_mode', 'PRAGMA max_page_count = 20')));
    const outcome = await failing(() =>
      queries.transaction().execute(async (transaction) => {
        await add('1', transaction);
        await add('2', transaction, 'x'.repeat(1_000_000));
      }),
    );
    expect(outcome).toBe('full');
    await add('3');
    expect(await idsOf()).toEqual(['3']);
  });

  test('during which the thread dies ends in an error, and the next one is made', async () => {
    await open(
      writeOddWorker(
        folder,
        `parentPort.on('message', (message) => { if (JSON.stringify(message).includes('poison')) process.exit(3); });`,
      ),
    );
    const outcome = await failing(() =>
      queries.transaction().execute(async (transaction) => {
        await add('1', transaction);
        await add('poison', transaction);
      }),
    );
    expect(outcome).toBe('ended');
    await queries.transaction().execute((transaction) => add('2', transaction));
    expect(await idsOf()).toEqual(['2']);
  });

  test('waits for another program, in its turn', async () => {
    await open();
    const lock = await holdWriteLock(path);
    const hasty = createQueries(database, 0);
    expect(await failing(() => hasty.transaction().execute((transaction) => add('1', transaction)))).toBe('busy');
    const changes = [
      add('2'),
      queries.transaction().execute(async (transaction) => {
        expect(await idsOf(transaction)).toEqual(['2']);
        await add('3', transaction);
      }),
      add('4'),
    ];
    expect(await idsOf()).toEqual([]);
    await lock.release();
    await Promise.all(changes);
    expect(await idsOf()).toEqual(['2', '3', '4']);
  });
});

test('rows that a change gives back come, and a wrong statement is no trouble of the database', async () => {
  await open();
  const inserted = await queries
    .insertInto('channels')
    .values({ id: '1', model: 'alpha', changed_at: 2 ** 52 })
    .returning(['id', 'changed_at'])
    .execute();
  expect(inserted).toEqual([{ id: '1', changed_at: 2 ** 52 }]);
  expect(await failing(() => sql`SELECT * FROM nowhere`.execute(queries))).toMatch(/no such table/);
  expect(await failing(() => sql`SELECT ${Symbol('x')}`.execute(queries))).toMatch(/could not be cloned/);
  expect(await idsOf()).toEqual(['1']);
});

test('after it is closed nothing is done', async () => {
  await open();
  await add('1');
  await Promise.all([database.close(), database.close()]);
  expect(await failing(() => idsOf())).toBe('The database is closed');
  expect(await failing(() => add('2'))).toBe('The database is closed');
  expect(await failing(() => queries.transaction().execute((within) => add('2', within)))).toBe(
    'The database is closed',
  );
});
