// What a million stored runs cost against a thousand: finding one, a new one, the deletion of old ones, and the start. Ratios
// are of one run on one machine. `npm run build` comes first.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'libsql';
import { openStorage } from '../../dist/src/storage/open-storage.js';

const DAY_MS = 86_400_000;
const MANY = Number(process.env.MANY_RUNS ?? 1_000_000);
const FEW = 1_000;
const LOOKUPS = 2_000;
const OLD = 200;

const folder = mkdtempSync(join(tmpdir(), 'tokenscope-stored-runs-'));

/** Fills a file with small runs, the first of which are old; what is measured goes by their number. */
async function fill(path, count) {
  await (await openStorage({ url: `file:${path}` })).close();
  const database = new Database(path);
  database.exec('PRAGMA synchronous = OFF; BEGIN');
  const insert = database.prepare(
    `INSERT INTO runs (id, command, payload, revision, changed_at, asked_by, asked_in, asked_at)
     VALUES (?, 'ask', ?, 1, ?, ?, 'school', ?)`,
  );
  const now = Date.now();
  const payload = JSON.stringify({ text: 'The quick brown fox. '.repeat(8) });
  for (let index = 0; index < count; index++) {
    const at = now - (index < OLD ? 31 : 1) * DAY_MS - index;
    insert.run([idOf(index), payload, at, String(10 ** 17 + (index % 1000)), at]);
  }
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

/** Spread over the index, as random ones are. */
function idOf(index) {
  return ((index * 2_654_435_761) % 2 ** 32).toString(36).padStart(8, '0') + index.toString(36).padStart(8, '0');
}

async function timed(act) {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

async function measure(count) {
  const path = join(folder, `${count}.db`);
  await fill(path, count);
  const url = `file:${path}`;
  const opened = [];
  for (let times = 0; times < 3; times++) {
    opened.push(await timed(async () => (await openStorage({ url, retentionDays: 3650 })).close()));
  }
  let storage = await openStorage({ url, retentionDays: 3650 });
  const find = async (times) => {
    for (let at = 0; at < times; at++) await storage.runs.find(idOf((at * 7919) % count), 'ask');
  };
  await find(200);
  const lookup = await timed(() => find(LOOKUPS));
  const create = await timed(async () => {
    for (let at = 0; at < LOOKUPS; at++) await storage.runs.create('ask', 'x', { personId: '1', placeId: 'school' });
  });
  await storage.close();
  storage = await openStorage({ url, retentionDays: 3650 });
  await storage.close();
  const loop = monitorEventLoopDelay({ resolution: 1 });
  storage = await openStorage({ url, retentionDays: 3650, now: () => Date.now() });
  loop.enable();
  const expiry = await timed(async () => {
    const short = await openStorage({ url, retentionDays: 30 });
    await short.purge();
    await short.close();
  });
  loop.disable();
  await storage.close();
  return {
    start: Math.min(...opened),
    lookup,
    create,
    expiry,
    held: loop.max / 1e6,
    bytes: statSync(path).size / count,
  };
}

const few = await measure(FEW);
const many = await measure(MANY);
const ratio = (name) => (many[name] / few[name]).toFixed(2);
console.log(
  [
    `${MANY} stored runs against ${FEW}:`,
    `  finding one        ${ratio('lookup')} times`,
    `  a new one          ${ratio('create')} times`,
    `  start and stop     ${ratio('start')} times`,
    `  deleting ${OLD} old  ${ratio('expiry')} times`,
    `  the longest hold of the answering thread while they are deleted: ${many.held.toFixed(0)} ms`,
    `  ${Math.round(many.bytes)} bytes a run of 178 characters`,
  ].join('\n'),
);
rmSync(folder, { recursive: true });
