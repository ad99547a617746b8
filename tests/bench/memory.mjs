// Measures the resident memory of the bot over a long day: 200 people in a playground use commands, eight at a time, and
// the bot, with the tiny model, is a process of its own. Run `npm run build` first, then
// `node tests/bench/memory.mjs [commands, 5000] [first measured after, 500]`.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openPlayground } from '../../dist/src/playground/open-playground.js';

const [commands = 5000, early = 500] = process.argv.slice(2).map(Number);
const atOnce = 8;
const people = 200;

const folder = mkdtempSync(join(tmpdir(), 'tokenscope-memory-'));
const playground = await openPlayground({ port: 0 });
const bot = fork(fileURLToPath(new URL('./measured-bot.mjs', import.meta.url)), {
  env: {
    ...process.env,
    // As in the image and in the unit of systemd.
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '131072',
    DISCORD_TOKEN: playground.botToken,
    DISCORD_API_URL: playground.apiURL,
    DATABASE_URL: `file:${join(folder, 'runs.db')}`,
  },
});
await once(bot, 'message');
await playground.waitForBot();
const class_ = Array.from({ length: people }, (_, at) => playground.join(`Person ${at}`));
let exchanged = 0;
let refused = 0;
playground.events.on('exchange', ({ status }) => {
  exchanged += 1;
  if (status >= 400) refused += 1;
});

const beginnings = ['Once upon a time', 'The capital of France is', 'A cat sat on', 'In the year', 'Why is the sky'];
const promptOf = (n) => `${beginnings[n % beginnings.length]} ${n % 97}`;
/** Of a hundred commands; an animation takes as long as twenty pictures. */
const mix = [
  [30, (n) => ['nextword', { prompt: promptOf(n) }]],
  [20, (n) => ['tokenize', { text: `${promptOf(n)} 🍕 你好 ${n}` }]],
  [15, (n) => ['temperature', { prompt: promptOf(n) }]],
  [10, (n) => ['sampling', { prompt: promptOf(n), top_p: 0.9 }]],
  [10, (n) => ['dice', { prompt: promptOf(n) }]],
  [10, (n) => ['surprise', { text: `${promptOf(n)} and a small dog.` }]],
  [3, (n) => ['ask', { question: promptOf(n) }]],
  [2, (n) => ['generate', { prompt: promptOf(n), tokens: 4 }]],
].flatMap(([share, make]) => Array.from({ length: share }, () => make));

/** Waits until the bot has sent nothing for two seconds, so that nothing is still being answered. */
async function quiet() {
  for (let before = -1; before !== exchanged; ) {
    before = exchanged;
    await sleep(2000);
  }
}

async function measure(count) {
  await quiet();
  bot.send('measure');
  const [{ rss, heapUsed, hold, peak }] = await once(bot, 'message');
  const [resident, most, heap] = [rss, peak, heapUsed].map((bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`);
  console.log(
    `after ${count} commands: resident ${resident}, at most ${most}, JavaScript heap of the main thread ${heap}; longest hold of it ${hold.toFixed(0)} ms`,
  );
  return rss;
}

let next = 0;
async function use(until) {
  const worker = async () => {
    while (next < until) {
      const n = next;
      next += 1;
      // 37 has no factor in common with 100, so the mix is the same in every hundred.
      const [name, options] = mix[(n * 37) % mix.length](n);
      await class_[n % people].slash(name, options).settled(undefined, 120_000);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

try {
  bot.send('forget');
  await use(early);
  const first = await measure(early);
  await use(commands);
  const last = await measure(commands);
  console.log(`resident memory after ${commands} commands is ${(last / first).toFixed(2)} times that after ${early}`);
  console.log(`${refused} of ${exchanged} requests to Discord were refused`);
} finally {
  bot.send('close');
  await once(bot, 'exit');
  await playground.close();
  rmSync(folder, { recursive: true, force: true });
}
