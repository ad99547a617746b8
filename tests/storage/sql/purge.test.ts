import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStorage } from '../../../src/storage/open-storage.js';

const DAY_MS = 86_400_000;
const TODAY = Date.UTC(2026, 0, 1);

let folder: string;
let url: string;
let said: string[];
const log = {
  warn: (_: object, message: string) => said.push(message),
  error: (_: object, message: string) => said.push(message),
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-purge-'));
  url = `file:${join(folder, 'runs.db')}`;
  said = [];
  await (await openStorage({ url })).close();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** Puts runs of an age into the file, and counts all there are. */
function withRuns<T>(act: (database: Database.Database) => T): T {
  const database = new Database(join(folder, 'runs.db'), { timeout: 60_000 });
  try {
    return act(database);
  } finally {
    database.close();
  }
}
const countRuns = () =>
  withRuns((database) => (database.prepare('SELECT count(*) AS n FROM runs').get() as { n: number }).n);
const addRuns = (name: string, count: number, ageDays: number) =>
  withRuns((database) =>
    database
      .prepare(
        `WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
         INSERT INTO runs (id, command, payload, revision, changed_at) SELECT ? || n, 'ask', '"x"', 1, ? FROM number`,
      )
      .run([count, name, TODAY - ageDays * DAY_MS]),
  );

test('many old runs at a start are deleted in turns, between which others are served', async () => {
  addRuns('old', 40_000, 31);
  addRuns('young', 1, 1);
  const storage = await openStorage({ url, now: () => TODAY });
  expect((await storage.runs.find('young1', 'ask'))?.payload).toBe('x');
  expect(await storage.runs.find('old1', 'ask')).toBeUndefined();
  const created = await storage.runs.create('ask', 'new');
  // What came after the start was not kept waiting until the end of it.
  expect(countRuns()).toBeGreaterThan(2);
  await expect.poll(countRuns).toBe(2);
  expect((await storage.runs.find(created, 'ask'))?.payload).toBe('new');
  await storage.close();
});

test('a start with a clock that is far ahead deletes nothing, unless it is so for a day', async () => {
  addRuns('run', 10, 1);
  const ahead = await openStorage({ url, now: () => TODAY + 40 * DAY_MS, log });
  expect(await ahead.runs.find('run1', 'ask')).toBeUndefined();
  await expect.poll(() => said.length).toBe(1);
  expect(said).toEqual(['by this clock no stored run is kept any longer; all are deleted in a day']);
  await ahead.close();
  const right = await openStorage({ url, now: () => TODAY });
  expect((await right.runs.find('run1', 'ask'))?.payload).toBe('x');
  await right.close();

  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const unused = await openStorage({ url, now: () => TODAY + 41 * DAY_MS, log });
  vi.advanceTimersByTime(DAY_MS);
  await expect.poll(countRuns).toBe(0);
  await unused.close();
});

test('once a day the old runs are deleted, in turns, and a failure is logged and tried again', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const day = 86_400_000;
  let now = Date.UTC(2026, 0, 1);
  const warnings: string[] = [];
  const log = { warn: (_: object, message: string) => warnings.push(message), error: () => {} };
  const rename = (table: string, to: string) =>
    withRuns((database) => database.exec(`ALTER TABLE ${table} RENAME TO ${to}`));
  const storage = await openStorage({ url, retentionDays: 1, now: () => now, log });
  try {
    for (let index = 0; index < 250; index++) await storage.runs.create('ask', index);
    now += 2 * day;
    rename('runs', 'hidden_away');
    vi.advanceTimersByTime(day);
    await expect.poll(() => warnings.length).toBe(1);
    expect(warnings).toEqual(['old runs could not be deleted']);
    rename('hidden_away', 'runs');
    vi.advanceTimersByTime(day);
    await expect.poll(countRuns).toBe(0);
  } finally {
    vi.useRealTimers();
    await storage.close();
  }
});
