import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openStorage } from '../../../src/storage/open-storage.js';
import { temporaryFolder } from '../../builders/temporary-folder.js';

const STORAGE = pathToFileURL(join(import.meta.dirname, '../../../dist/src/storage/open-storage.js')).href;

/** Writes and changes runs, many at once, and says of each when it is acknowledged: its id and its revision. */
const WRITER = `
  import { openStorage } from ${JSON.stringify(STORAGE)};
  // Patient, because a run that waits in memory for the database is acknowledged, too.
  const { runs } = await openStorage({ url: 'file:' + process.argv[2], patienceMs: 600_000 });
  const write = async () => {
    const id = await runs.create('ask', { text: 'x'.repeat(2000) }, { personId: 'ada', placeId: 'school' });
    process.stdout.write(id + ' 1\\n');
    const revision = await runs.save(id, 'ask', { text: 'y'.repeat(3000) }, 1, 'ben');
    process.stdout.write(id + ' ' + revision + '\\n');
    await write();
  };
  for (let at = 0; at < 20; at++) void write();
`;

/**
 * Starts a writer and kills it as soon as it has acknowledged so many writes.
 *
 * @param meanwhile is done when it has acknowledged the first
 * @returns what it acknowledged
 */
async function writeUntilKilled(
  path: string,
  most: number,
  meanwhile?: () => Promise<void>,
): Promise<ReadonlyMap<string, number>> {
  const script = `${path}-writer.mjs`;
  writeFileSync(script, WRITER);
  const writer = spawn(process.execPath, [script, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void writer.kill('SIGKILL'));
  let said = '';
  let done: Promise<void> | undefined;
  let isDone = meanwhile === undefined;
  writer.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    done ??= meanwhile?.().finally(() => {
      isDone = true;
      most += said.split('\n').length;
    });
    if (isDone && said.split('\n').length > most) writer.kill('SIGKILL');
  });
  const [, signal] = (await once(writer, 'close')) as [number, string];
  expect(signal).toBe('SIGKILL');
  await done;
  const lines = said.split('\n').slice(0, -1);
  return new Map(lines.map((line) => [line.slice(0, 16), Number(line.slice(17))]));
}

test('of a thousand writes among which the process is killed, the next start finds every one that was acknowledged', async () => {
  const path = join(temporaryFolder(), 'runs.db');
  const acknowledged = new Map<string, number>();
  for (const most of [1, 40, 200, 333, 450]) {
    for (const [id, revision] of await writeUntilKilled(path, most)) acknowledged.set(id, revision);
    const storage = await openStorage({ url: `file:${path}` });
    const found = await Promise.all([...acknowledged].map(([id]) => storage.runs.find(id, 'ask')));
    const lost = [...acknowledged].filter(([, revision], index) => !((found[index]?.revision ?? 0) >= revision));
    expect(lost).toEqual([]);
    const { takenPartIn } = await storage.people.keptOf('ben', 0);
    expect(takenPartIn).toBeGreaterThanOrEqual([...acknowledged.values()].filter((revision) => revision > 1).length);
    await storage.close();
  }
  expect(acknowledged.size).toBeGreaterThan(400);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('another bot that comes and goes on the same file takes nothing from one that writes to it', async () => {
  const path = join(temporaryFolder(), 'runs.db');
  const acknowledged = await writeUntilKilled(path, 200, async () => {
    for (let times = 0; times < 3; times++) {
      const other = await openStorage({ url: `file:${path}` });
      await other.runs.create('ask', 'of the other one');
      await other.close();
    }
  });
  const storage = await openStorage({ url: `file:${path}` });
  const found = await Promise.all([...acknowledged].map(([id]) => storage.runs.find(id, 'ask')));
  expect([...acknowledged].filter(([, revision], index) => !((found[index]?.revision ?? 0) >= revision))).toEqual([]);
  await storage.close();
});
