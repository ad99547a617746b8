// Whether the bot stays within the memory of a container: a process of its own in a control group, as engines make them, and
// people who all ask at once, of every kind of command that takes much memory. As root, after `npm run build`:
// `node tests/bench/container.mjs [MiB, 1024] [people, 300]`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openPlayground } from '../../dist/src/playground/open-playground.js';

const [limit = 1024, people = 300] = process.argv.slice(2).map(Number);
const root = fileURLToPath(new URL('../..', import.meta.url));

const isOld = existsSync('/sys/fs/cgroup/memory/cgroup.procs');
const group = `/sys/fs/cgroup/${isOld ? 'memory/' : ''}tokenscope-${process.pid}`;
const files = isOld
  ? {
      limit: 'memory.limit_in_bytes',
      peak: 'memory.max_usage_in_bytes',
      stat: 'memory.stat',
      kills: 'memory.oom_control',
    }
  : { limit: 'memory.max', peak: 'memory.peak', stat: 'memory.stat', kills: 'memory.events' };
const read = (name) => readFileSync(join(group, name), 'utf8');
const mebibytes = (bytes) => `${(Number(bytes) / 2 ** 20).toFixed(0)} MiB`;

mkdirSync(group);
writeFileSync(join(group, files.limit), String(limit * 2 ** 20));
const folder = mkdtempSync(join(tmpdir(), 'tokenscope-container-'));
const playground = await openPlayground({ port: 0, firstResponseMs: 60_000 });
const bot = spawn(
  'sh',
  ['-c', `echo $$ > ${group}/cgroup.procs; exec "$0" "$1"`, process.execPath, 'dist/src/main.js'],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      PATH: process.env.PATH,
      MALLOC_ARENA_MAX: '2',
      MALLOC_MMAP_THRESHOLD_: '131072',
      DISCORD_TOKEN: playground.botToken,
      DISCORD_API_URL: playground.apiURL,
      DATABASE_URL: `file:${join(folder, 'runs.db')}`,
      LOG_LEVEL: 'warn',
    },
  },
);
const exited = once(bot, 'exit');

/** Each is asked about a text of its own, so that nothing is drawn twice. */
const kinds = [
  (n) => ['nextword', { prompt: `The cat number ${n} sat on` }],
  (n) => ['tokenize', { text: `Text ${n} 🍕 你好 안녕 こんにちは مرحبا `.repeat(40) }],
  (n) => ['temperature', { prompt: `A day of ${n} hours` }],
  (n) => ['surprise', { text: `Person ${n} has a small dog and a large cat.`.repeat(10) }],
  (n) => ['generate', { prompt: `Once upon a time ${n}`, tokens: 8 }],
  (n) => ['attention', { text: `The cat ${n} sat on the mat` }],
  (n) => ['draw', { prompt: `In the year ${n}` }],
  (n) => ['bpe', { text: `the cat in the hat sat ${n} times on the mat`.repeat(5) }],
  (n) => ['ask', { question: `Why is the sky blue, ${n}?` }],
  (n) => ['beam', { prompt: `There were ${n}` }],
  (n) => ['training', { prompt: `The sun ${n}` }],
  (n) => ['embed', { words: `king queen man woman ${n}` }],
];

/** What the group holds that cannot be given back when it gets tight: all but the pages of files. */
const held = () => {
  const stat = Object.fromEntries(
    read(files.stat)
      .trim()
      .split('\n')
      .map((line) => line.split(' ')),
  );
  return Number(stat[isOld ? 'total_rss' : 'anon']);
};

try {
  await playground.waitForBot(60_000);
  console.log(`after the start it holds ${mebibytes(held())} of ${limit} MiB`);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, held());
  }, 100);
  const class_ = Array.from({ length: people }, (_, at) => playground.join(`Person ${at}`));
  const asked = class_.map((person, at) => person.slash(...kinds[at % kinds.length](at)).settled(undefined, 280_000));
  // What grows and what moves goes on after the first answer, until nothing comes any more.
  let exchanged = 0;
  playground.events.on('exchange', () => {
    exchanged += 1;
  });
  const finished = async () => {
    const ends = await Promise.allSettled(asked);
    for (let before = -1; before !== exchanged; ) {
      before = exchanged;
      await sleep(5000);
    }
    return ends;
  };
  const ends = await Promise.race([
    finished(),
    exited.then(([code, signal]) => `the bot has ended (${code ?? signal})`),
  ]);
  clearInterval(watch);
  if (typeof ends === 'string') {
    console.log(ends);
    process.exitCode = 1;
  } else {
    const answered = ends.filter(({ status }) => status === 'fulfilled').length;
    const wrong = ends.filter(({ value }) => JSON.stringify(value ?? '').includes('went wrong')).length;
    console.log(`${answered} of ${people} at once were answered, ${wrong} with a fault`);
    console.log(
      `it held ${mebibytes(most)} at most, with pages of files ${mebibytes(read(files.peak))}, ${(most / 2 ** 20 / limit).toFixed(2)} of the limit`,
    );
  }
  console.log(`killed for memory: ${/oom_kill (\d+)/.exec(read(files.kills))?.[1]}`);
} finally {
  bot.kill('SIGTERM');
  await exited;
  await playground.close();
  rmSync(folder, { recursive: true, force: true });
  rmdirSync(group);
}
