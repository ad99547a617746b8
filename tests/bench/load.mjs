// A class at once: how fast the bot acknowledges and finishes, against discord.js and the bare calls on the same machine in
// the same run. The embedded Discord, the bot and what it is compared with are processes of their own.
// Run `npm run build` first, then `node tests/bench/load.mjs [most at once, 1000] [acknowledged or finished, both]`; with 300 it takes two minutes.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const most = Number(process.argv[2] ?? 1000);
const only = process.argv[3];
const crowds = [1, 50, 300, 1000].filter((count) => count <= most);
/** Pictures whose rate is measured. */
const FINISHED = Math.min(300, most);
/** How often something of one person is measured. */
const ALONE = 30;

const folder = mkdtempSync(join(tmpdir(), 'tokenscope-load-'));
const file = (name) => fileURLToPath(new URL(name, import.meta.url));
let databases = 0;
let words = 0;

const discord = fork(file('./load-discord.mjs'));
const [address] = await once(discord, 'message');
let asked = 0;
async function ask(what, task = {}) {
  asked += 1;
  const id = asked;
  discord.send({ id, ask: what, ...task });
  for (;;) {
    const [message] = await once(discord, 'message');
    if (message.id === id) return message.answer;
  }
}

const BOTS = {
  tokenscope: () => {
    databases += 1;
    return { file: './measured-bot.mjs', env: { DATABASE_URL: `file:${join(folder, `${databases}.db`)}` } };
  },
  bare: () => ({ file: './load-bare-bot.mjs', env: {} }),
  'bare calls': () => ({ file: './load-bare-bot.mjs', env: { FINISH: '1' } }),
};

/** Starts a bot, lets it be used, and ends it. */
async function withBot(name, use) {
  const began = performance.now();
  const { file: path, env } = BOTS[name]();
  const bot = fork(file(path), { env: { ...process.env, ...address, ...env } });
  await once(bot, 'message');
  const started = performance.now() - began;
  await ask('wait');
  const measured = async () => {
    bot.send('measure');
    const [usage] = await once(bot, 'message');
    return usage;
  };
  try {
    return await use({ measured, forget: () => bot.send('forget'), started, began });
  } finally {
    bot.send('close');
    await once(bot, 'exit');
  }
}

/** Everybody has another text cut, so that nothing is drawn twice. */
function burst(count, more = {}) {
  words += 1;
  const text = `Person % asks (${words}): why is the sky blue 🍕 and the grass green, and how many tokens are these?`;
  return ask('burst', { count, command: 'tokenize', options: { text }, ...more });
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const times = (one, other) => `${(one / other).toFixed(2)} times`;

function compare(label, ours, bare) {
  const [p50, p99] = [0.5, 0.99].map((share) => {
    const [mine, theirs] = [at(ours, share), at(bare, share)];
    return `p${share * 100} ${times(mine, theirs)} (${ms(mine)} to ${ms(theirs)})`;
  });
  console.log(`${label}: ${p50}, ${p99}`);
}

/** Of several bursts, the middle one by its slowest. */
const middle = (bursts) => bursts.sort((a, b) => at(a, 0.99) - at(b, 0.99))[Math.floor(bursts.length / 2)];

/** What came of a bot's first burst and, once it is warm, of further ones. */
async function acknowledgements(name, count) {
  return withBot(name, async ({ measured, forget }) => {
    const until = name === 'bare' ? 'acknowledged' : undefined;
    forget();
    const first = await burst(count, { until });
    const { hold } = await measured();
    const warm = [];
    for (let round = 0; round < (count > 300 ? 1 : 3); round += 1)
      warm.push((await burst(count, { until })).acknowledged);
    const { peak } = await measured();
    return { cold: first.acknowledged, warm: middle(warm), missed: count - first.acknowledged.length, hold, peak };
  });
}

/** Finished replies a second of a warm bot, and how long one takes alone. */
async function finished(name) {
  return withBot(name, async ({ measured, started, began }) => {
    await burst(1);
    const firstReply = performance.now() - began;
    await burst(FINISHED);
    await sleep(500);
    const before = await measured();
    const rates = [];
    for (let round = 0; round < 3; round += 1) {
      const { finished, took } = await burst(FINISHED);
      rates.push((finished.length * 1000) / took);
    }
    const after = await measured();
    const used = (kind) => (after.cpu[kind] - before.cpu[kind]) / 1000 / 3 / FINISHED;
    const alone = [];
    for (let round = 0; round < ALONE; round += 1) alone.push(...(await burst(1)).finished);
    return {
      rate: rates.sort((a, b) => a - b)[1],
      alone: at(
        alone.sort((a, b) => a - b),
        0.5,
      ),
      cpu: used('user') + used('system'),
      peak: after.peak,
      started,
      firstReply,
    };
  });
}

async function compareFinished() {
  const bare = await finished('bare calls');
  const ours = await finished('tokenscope');
  console.log(
    `finished replies with a picture: ${(ours.rate / bare.rate).toFixed(2)} of the bare calls (${ours.rate.toFixed(1)} to ${bare.rate.toFixed(1)} a second)`,
  );
  console.log(`  processor time for each: ${times(ours.cpu, bare.cpu)} (${ms(ours.cpu)} to ${ms(bare.cpu)})`);
  console.log(`  peak of resident memory ${(ours.peak / 2 ** 20).toFixed(0)} MiB`);
  console.log(
    `/tokenize from event to last edit: ${times(ours.alone, bare.alone)} (${ms(ours.alone)} to ${ms(bare.alone)})`,
  );
  console.log(`start to ready: ${times(ours.started, bare.started)} (${ms(ours.started)} to ${ms(bare.started)})`);
  console.log(
    `start to first reply: ${times(ours.firstReply, bare.firstReply)} (${ms(ours.firstReply)} to ${ms(bare.firstReply)})`,
  );
}

try {
  for (const count of only === 'finished' ? [] : crowds) {
    const bare = await acknowledgements('bare', count);
    const ours = await acknowledgements('tokenscope', count);
    const notes = [`longest hold ${ms(ours.hold)}`, `peak ${(ours.peak / 2 ** 20).toFixed(0)} MiB`];
    if (ours.missed > 0) notes.push(`${ours.missed} missed`);
    compare(`${count} at once, first after start, acknowledged`, ours.cold, bare.cold);
    compare(`${count} at once, warm, acknowledged`, ours.warm, bare.warm);
    console.log(`  ${notes.join(', ')}`);
  }
  if (only !== 'acknowledged') await compareFinished();
} finally {
  discord.send({ ask: 'close' });
  await once(discord, 'exit');
  rmSync(folder, { recursive: true, force: true });
}
