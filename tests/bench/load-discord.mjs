// The embedded Discord as a process of its own, with a class in it. It does what it is told and says how long it took.
import { openPlayground } from '../../dist/src/playground/open-playground.js';

const PEOPLE = 1000;
const MAX_WAIT_MS = 120_000;

const playground = await openPlayground({ port: 0 });
const people = Array.from({ length: PEOPLE }, (_, at) => playground.join(`Person ${at}`));

/** Interactions under way, by id: when each left, and whom to tell of it. */
const underWay = new Map();
const now = () => performance.now();

playground.events.on('interaction-changed', (record) => {
  const one = underWay.get(record.id);
  if (one === undefined) return;
  if (record.state === 'failed') finish(record.id, one, now());
  else if (one.acknowledged === undefined) {
    one.acknowledged = now();
    if (one.until === 'acknowledged') finish(record.id, one, one.acknowledged);
  }
  const message = one.person.message(record.originalId ?? '');
  // Without the flag of a reply that still thinks.
  if (message !== undefined && (message.flags & 128) === 0) finish(record.id, one, now());
});

function finish(id, one, at) {
  underWay.delete(id);
  one.finished = at;
  one.done();
}

/** Everybody uses a command in the same moment; `until` they are acknowledged, or finished. */
async function burst({ count, command, options, until }) {
  const began = now();
  const asked = Array.from({ length: count }, (_, at) => {
    const person = people[at % PEOPLE];
    const left = now();
    const one = { person, until, left, acknowledged: undefined, finished: undefined, done: () => {} };
    const done = new Promise((resolve) => {
      one.done = resolve;
    });
    const values = JSON.parse(JSON.stringify(options).replaceAll('%', String(at)));
    underWay.set(person.slash(command, values).id, one);
    return { one, done };
  });
  const gaveUp = new Promise((resolve) => setTimeout(resolve, MAX_WAIT_MS).unref());
  await Promise.race([Promise.all(asked.map(({ done }) => done)), gaveUp]);
  const ones = asked.map(({ one }) => one);
  const acknowledged = ones.flatMap((one) => (one.acknowledged === undefined ? [] : [one.acknowledged - one.left]));
  const finished = ones.filter((one) => one.finished !== undefined && one.acknowledged !== undefined);
  return {
    acknowledged: acknowledged.sort((a, b) => a - b),
    finished: finished.map((one) => one.finished - one.left).sort((a, b) => a - b),
    took: Math.max(...finished.map((one) => one.finished)) - began,
  };
}

process.on('message', async ({ id, ask, ...task }) => {
  let answer;
  if (ask === 'wait') await playground.waitForBot(60_000);
  if (ask === 'burst') answer = await burst(task);
  if (ask === 'usage') answer = process.cpuUsage();
  process.send({ id, answer });
  if (ask === 'close') {
    await playground.close();
    process.exit();
  }
});
process.send({ DISCORD_TOKEN: playground.botToken, DISCORD_API_URL: playground.apiURL });
