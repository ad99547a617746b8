import {
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openStorage } from '../../../src/storage/open-storage.js';
import { temporaryFolder } from '../../builders/temporary-folder.js';

const NOW = Date.UTC(2026, 0, 1, 9, 30);
const RUNS = 400;

let folder: string;
let path: string;
let said: string[];
let ids: string[];
const log = { warn: () => {}, error: (_: object, message: string) => said.push(message) };
const open = () => openStorage({ url: `file:${path}`, now: () => NOW, log });
const aside = () => join(folder, 'runs.db.damaged-2026-01-01T09-30-00');

/** A database with runs, and with what else is kept. */
beforeEach(async () => {
  folder = temporaryFolder();
  path = join(folder, 'runs.db');
  said = [];
  const storage = await open();
  ids = [];
  for (let index = 0; index < RUNS; index++) {
    const origin = { personId: index % 2 === 0 ? 'ada' : 'ben', placeId: 'school', from: ids.at(-1) };
    ids.push(
      await storage.runs.create('ask', { index, text: 'word '.repeat(index % 50) }, index < 20 ? origin : undefined),
    );
  }
  await storage.channels.setModel('1', 'alpha');
  await storage.settings.set('1', 'theme', 'light');
  await storage.close();
});

const damagedFiles = () => readdirSync(folder).filter((name) => /damaged-[\dT-]+$/.test(name));

/** Overwrites pages, counted from 1, with what means nothing. */
function damage(...pages: readonly number[]): void {
  const file = openSync(path, 'r+');
  for (const page of pages) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, (page - 1) * 4096);
}

describe('a damaged file is moved aside, and a new one begun with what can be read', () => {
  const pagesOf = () => statSync(path).size / 4096;
  test.each([
    ['one page in the middle', 0.5, () => damage(Math.floor(pagesOf() / 2))],
    [
      'some pages here and there',
      0.2,
      () => damage(...[0.3, 0.5, 0.52, 0.8].map((part) => Math.floor(pagesOf() * part))),
    ],
    ['its second half cut off', 0.02, () => truncateSync(path, Math.floor(pagesOf() / 2) * 4096)],
    ['its last bytes cut off', 0.9, () => truncateSync(path, statSync(path).size - 1000)],
  ])('%s', async (_, part, spoil) => {
    spoil();
    const before = readFileSync(path);
    const storage = await open();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(
      /^the database file was damaged: it is kept as .*\.damaged-2026-01-01T09-30-00, and a new one/,
    );
    expect(readFileSync(aside()).equals(before)).toBe(true);
    expect(statSync(aside()).mode & 0o777).toBe(0o600);
    const found = await Promise.all(ids.map((id) => storage.runs.find(id, 'ask')));
    const readable = found.flatMap((row, index) => (row === undefined ? [] : [{ ...row, index }]));
    expect(readable.length).toBeGreaterThan(RUNS * part);
    for (const { payload, index } of readable) {
      expect(payload).toEqual({ index, text: 'word '.repeat(index % 50) });
    }
    const id = await storage.runs.create('ask', 'new');
    expect((await storage.runs.find(id, 'ask'))?.payload).toBe('new');
    await storage.close();

    const again = await open();
    expect(said).toHaveLength(1);
    expect((await again.runs.find(id, 'ask'))?.payload).toBe('new');
    await again.close();
  });

  test.each([
    ['its first page', () => writeSync(openSync(path, 'r+'), Buffer.alloc(3996, 0xff), 0, 3996, 100)],
    [
      'all but its first words',
      () => writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, 16), Buffer.alloc(9000, 7)])),
    ],
  ])('of which nothing can be read: %s', async (_, spoil) => {
    spoil();
    const storage = await open();
    expect(said[0]).toMatch(/holds the 0 rows that could be read$/);
    expect(await storage.runs.find(ids[0] ?? '', 'ask')).toBeUndefined();
    await storage.close();
    expect(damagedFiles()).toHaveLength(1);
  });

  test('with who is in the runs, and what was set', async () => {
    // The last page holds runs: those were written last.
    damage(pagesOf() - 1);
    const storage = await open();
    expect(await storage.channels.modelOf('1')).toBe('alpha');
    expect(await storage.settings.of('1')).toEqual({ theme: 'light' });
    expect(await storage.people.keptOf('ada', 0)).toMatchObject({ asked: 10, withTheirWords: 10 });
    await storage.close();
  });

  test('as often as it happens, and none of the earlier ones is lost', async () => {
    for (let times = 0; times < 3; times++) {
      damage(3);
      await (await open()).close();
    }
    expect(damagedFiles()).toHaveLength(3);
    expect(existsSync(`${aside()}-2`)).toBe(true);
  });
});
