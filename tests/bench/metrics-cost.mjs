// What health, metrics and traces cost on the way of a command: the processor's time of /tokenize with and without them, in turns.
// Run: npm run --silent build && node tests/bench/metrics-cost.mjs
import { createServer } from 'node:http';
import { pino } from 'pino';
import { startTokenscope } from '../../dist/src/main.js';

const ROUNDS = 8;
const RUNS = 60;

const collector = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end('{}'));
});
await new Promise((resolve) => collector.listen(0, '127.0.0.1', resolve));
const traces = { url: `http://127.0.0.1:${collector.address().port}/v1/traces`, propagated: false };

// One of them twice: what it differs by is chance.
const WAYS = {
  without: {},
  'nothing, once more': {},
  metrics: { operationsPort: 0 },
  'metrics and traces': { operationsPort: 0, traces },
};

async function start(more) {
  const tokenscope = await startTokenscope(
    {
      ...{ discord: {}, model: {}, playgroundPort: 0, databaseURL: 'file::memory:' },
      ...{ logLevel: 'silent', stopTimeoutSeconds: 1 },
      limits: { limits: [], personAtOnce: 100, allAtOnce: 1000 },
      ...more,
    },
    pino({ level: 'silent' }),
  );
  await tokenscope.playground.waitForBot();
  return { tokenscope, person: tokenscope.playground.join('Ann') };
}

const bots = Object.fromEntries(
  await Promise.all(Object.entries(WAYS).map(async ([name, more]) => [name, await start(more)])),
);

/** Milliseconds of the processor for one run. */
async function measure({ person }, runs) {
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) await person.slash('tokenize', { text: 'one two three' }).settled();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}

const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

for (const bot of Object.values(bots)) await measure(bot, RUNS);
const ratios = Object.fromEntries(Object.keys(WAYS).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  const names = Object.keys(WAYS);
  const order = round % 2 === 0 ? names : names.reverse();
  const found = {};
  for (const name of order) found[name] = await measure(bots[name], RUNS);
  for (const name of names) ratios[name].push(found[name] / found.without);
}
for (const [name, all] of Object.entries(ratios)) {
  if (name !== 'without')
    console.log(
      `/tokenize with ${name}: in the middle of ${ROUNDS} rounds ${middle(all).toFixed(3)} times the processor's time without`,
    );
}

const { tokenscope } = bots.metrics;
const scrape = async () => (await fetch(`http://127.0.0.1:${tokenscope.operationsPort}/metrics`)).text();
const begun = performance.now();
let bytes = 0;
for (let at = 0; at < 50; at += 1) bytes = (await scrape()).length;
console.log(`a scrape: ${((performance.now() - begun) / 50).toFixed(1)} ms for ${(bytes / 1024).toFixed(0)} KB`);

await Promise.all(Object.values(bots).map(({ tokenscope: one }) => one.close()));
collector.closeAllConnections();
collector.close();
