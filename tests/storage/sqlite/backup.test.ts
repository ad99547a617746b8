import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { beforeEach, expect, test } from 'vitest';
import type { Storage } from '../../../src/storage/contract.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { temporaryFolder } from '../../builders/temporary-folder.js';

const SCRIPTS = join(import.meta.dirname, '../../../dist/scripts');

let folder: string;
let path: string;
let backup: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'data', 'runs.db');
  backup = join(folder, 'monday.db');
});
const open = (file = path) => openStorage({ url: `file:${file}` });

/** Runs a script as npm does. */
async function run(script: 'backup' | 'restore', args: readonly string[], url = `file:${path}`) {
  const child = spawn(process.execPath, [join(SCRIPTS, `${script}.js`), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATABASE_URL: url },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout: stdout.trim(), stderr: stderr.trim() };
}

/** Something of all that is kept. */
async function fill(storage: Storage): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < 60; index++) {
    const origin = { personId: 'ada', placeId: 'school', from: ids.at(-1) };
    ids.push(await storage.runs.create('ask', { index, text: 'é'.repeat(index * 100) }, origin));
  }
  await storage.channels.setModel('1', 'alpha');
  await storage.settings.set('1', 'theme', 'light');
  return ids;
}

async function expectFilled(storage: Storage, ids: readonly string[]): Promise<void> {
  for (const [index, id] of ids.entries()) {
    expect((await storage.runs.find(id, 'ask'))?.payload).toEqual({ index, text: 'é'.repeat(index * 100) });
  }
  expect(await storage.channels.modelOf('1')).toBe('alpha');
  expect(await storage.settings.of('1')).toEqual({ theme: 'light' });
  expect((await storage.people.keptOf('ada', 0)).asked).toBe(ids.length);
}

test('a backup is made while the bot writes, and restored when it has stopped', async () => {
  const storage = await open();
  const ids = await fill(storage);
  let isWriting = true;
  const writing = (async () => {
    while (isWriting) await storage.runs.create('dice', 'meanwhile');
  })();
  const made = await run('backup', ['monday.db']);
  isWriting = false;
  await writing;
  expect(made).toEqual({
    code: 0,
    stdout: `All that ${path} holds is in ${backup} now. People’s texts are in it: keep it where nobody else can read it.`,
    stderr: '',
  });
  expect(statSync(backup).mode & 0o777).toBe(0o600);
  const late = await storage.runs.create('ask', 'after the backup');

  const refused = await run('restore', ['monday.db', '--force']);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toBe(`A bot has ${path} open, so nothing was changed. Stop the bot first, then try again.`);
  expect((await storage.runs.find(late, 'ask'))?.payload).toBe('after the backup');
  await storage.close();

  const unforced = await run('restore', ['monday.db']);
  expect(unforced.stderr).toBe(`${path} is there already and would be lost. Back it up first, then add --force.`);
  const restored = await run('restore', ['--force', 'monday.db']);
  expect(restored).toEqual({ code: 0, stdout: `${path} holds what ${backup} does. Start the bot again.`, stderr: '' });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const again = await open();
  await expectFilled(again, ids);
  expect(await again.runs.find(late, 'ask')).toBeUndefined();
  await again.close();
  expect(readdirSync(folder).sort()).toEqual(['data', 'monday.db']);
});

test('a backup is restored where no database is, and over a damaged one', async () => {
  const storage = await open();
  const ids = await fill(storage);
  await storage.close();
  expect((await run('backup', ['monday.db'])).code).toBe(0);
  const elsewhere = join(folder, 'data', 'other.db');
  expect((await run('restore', [backup], `file:${elsewhere}`)).code).toBe(0);
  const other = await open(elsewhere);
  await expectFilled(other, ids);
  await other.close();

  writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, 100), Buffer.alloc(20_000, 0xff)]));
  expect(await run('restore', [backup, '--force'])).toMatchObject({ code: 0, stderr: '' });
  const mended = await open();
  await expectFilled(mended, ids);
  await mended.close();
});

test('a backup that cannot be made is told in words, and leaves nothing', async () => {
  expect((await run('backup', [])).stderr).toMatch(/^Say which file .*npm run backup -- backups\/monday\.db/);
  expect((await run('backup', ['a', 'b'])).stderr).toMatch(/^Say which file/);
  expect((await run('backup', ['--now', 'a'])).stderr).toMatch(/^Say which file/);
  expect((await run('backup', ['a'])).stderr).toBe(
    `There is no database at ${path}, so there is nothing to back up. Check DATABASE_URL.`,
  );
  expect((await run('backup', ['a'], 'file::memory:')).stderr).toMatch(/^DATABASE_URL names a database in memory/);
  expect((await run('backup', ['a'], 'mysql://x')).stderr).toMatch(/^DATABASE_URL must be a file/);
  await (await open()).close();
  writeFileSync(backup, 'mine');
  expect((await run('backup', ['monday.db'])).stderr).toBe(
    `${backup} is there already, and nothing is overwritten. Choose another name for the backup.`,
  );
  expect(readFileSync(backup, 'utf8')).toBe('mine');
  const nowhere = await run('backup', ['monday.db/below.db']);
  expect(nowhere.stderr).toMatch(/monday\.db\/below\.db could not be written: .*folder may be written and has room\.$/);
  expect(nowhere.code).toBe(1);
  expect(readdirSync(folder).sort()).toEqual(['data', 'monday.db']);
});

test('the folder of a backup is made where it is missing, and nobody else may enter it', async () => {
  await (await open()).close();
  expect((await run('backup', ['backups/monday.db'])).stderr).toBe('');
  expect(statSync(join(folder, 'backups')).mode & 0o777).toBe(0o700);
});

test('what is no whole backup of ours changes nothing', async () => {
  const storage = await open();
  const ids = await fill(storage);
  await storage.close();
  expect((await run('backup', ['monday.db'])).code).toBe(0);
  const whole = readFileSync(backup);
  const damaged = Buffer.from(whole);
  damaged.fill(0xa5, 3 * 4096, 5 * 4096);
  const sql = (file: string, statements: string) => {
    const database = new Database(file);
    database.exec(statements);
    database.close();
  };
  const bad: readonly (readonly [string, () => void, RegExp])[] = [
    ['missing.db', () => {}, /^There is no backup at .*missing\.db/],
    [
      'text.db',
      () => writeFileSync(join(folder, 'text.db'), 'no database'),
      /text\.db cannot be used: it is no SQLite/,
    ],
    ['empty.db', () => writeFileSync(join(folder, 'empty.db'), ''), /empty\.db cannot be used/],
    ['folder', () => mkdirSync(join(folder, 'folder')), /folder cannot be used/],
    ['short.db', () => writeFileSync(join(folder, 'short.db'), whole.subarray(0, 20_000)), /short\.db cannot be used/],
    ['damaged.db', () => writeFileSync(join(folder, 'damaged.db'), damaged), /damaged\.db cannot be used/],
    ['other.db', () => sql(join(folder, 'other.db'), 'CREATE TABLE contacts (name)'), /no backup of Tokenscope/],
    [
      'newer.db',
      () => {
        writeFileSync(join(folder, 'newer.db'), whole);
        sql(join(folder, 'newer.db'), "INSERT INTO kysely_migration VALUES ('9999-tomorrow', '2030-01-01T00:00:00Z')");
      },
      /of a newer Tokenscope/,
    ],
  ];
  for (const [name, make, sentence] of bad) {
    make();
    const { code, stderr } = await run('restore', [name, '--force']);
    expect([name, code]).toEqual([name, 1]);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
  }
  expect(existsSync(`${path}.restored`)).toBe(false);
  const after = await open();
  await expectFilled(after, ids);
  await after.close();
});
