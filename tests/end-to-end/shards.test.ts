import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { spawnBot } from './bot-process.js';
import { readText, saysSomething } from './harness.js';

const general = ({ channels }: Pick<Playground, 'channels'>) => channels[0]?.id ?? '';
const place = (id: string, count: number) => Number((BigInt(id) >> 22n) % BigInt(count));

/** Discord with a guild on each of four shards, of which two may identify at a time, and a database for all processes. */
async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-shards-'));
  const playground = await openPlayground({
    guilds: 4,
    firstResponseMs: FIRST_RESPONSE_MS,
    gateway: { maxConcurrency: 2 },
  });
  onTestFinished(async () => {
    await playground.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = (shards: string) =>
    spawnBot({
      DISCORD_TOKEN: playground.botToken,
      DISCORD_API_URL: playground.apiURL,
      DATABASE_URL: `file:${join(folder, 'runs.db')}`,
      SHARDS: shards,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
    });
  return { playground, start };
}

const served = (playground: Playground) =>
  expect.poll(
    () =>
      playground
        .shards()
        .map(([id, count]) => `${id} of ${count}`)
        .toSorted(),
    { timeout: 60_000 },
  );

test('two processes serve two shards each; one that goes takes nobody along, and comes back', async () => {
  const { playground, start } = await open();
  const callbacks: string[] = [];
  playground.events.on('exchange', ({ path, status }) => {
    const [, id] = /^\/api\/v10\/interactions\/(\d+)\/.*callback/.exec(path) ?? [];
    if (id !== undefined) callbacks.push(`${id} ${status < 300}`);
  });
  const first = start('0-1 of 4');
  const second = start('2-3 of 4');
  await served(playground).toEqual(['0 of 4', '1 of 4', '2 of 4', '3 of 4']);
  await playground.waitForBot();
  await expect.poll(first.output).toContain('This process serves shards 0 to 1 of 4.');
  await expect.poll(second.output).toContain('This process serves shards 2 to 3 of 4.');

  const ada = playground.join('Ada', { guilds: playground.guilds.map(({ id }) => id) });
  const ask = async (guild: Playground['guilds'][number]) => {
    const asked = ada.slash('tokenize', { text: guild.name }, general(guild));
    return { id: asked.id, message: await asked.settled(saysSomething) };
  };
  const asked = await Promise.all(playground.guilds.map(ask));
  // Each was acknowledged once, so by one process.
  expect(callbacks.toSorted()).toEqual(asked.map(({ id }) => `${id} true`).toSorted());

  second.process.kill('SIGTERM');
  expect(await second.ended).toEqual([0, null]);
  await served(playground).toEqual(['0 of 4', '1 of 4']);
  const answered = await Promise.all(
    playground.guilds.map(async (guild) => {
      const message = await ask(guild).catch((error: Error) => error.message);
      return [place(guild.id, 4), typeof message === 'string' ? message : 'answered'] as const;
    }),
  );
  const nobody = 'The application did not respond';
  expect(new Map(answered)).toEqual(
    new Map([
      [0, 'answered'],
      [1, 'answered'],
      [2, nobody],
      [3, nobody],
    ]),
  );

  const third = start('2-3 of 4');
  await served(playground).toEqual(['0 of 4', '1 of 4', '2 of 4', '3 of 4']);
  await expect.poll(third.output).toContain('Tokenscope is ready.');
  // A run that the process before has kept is found by the one that serves its guild now.
  const at = playground.guilds.findIndex(({ id }) => place(id, 4) === 3);
  const before = asked[at]?.message;
  if (before === undefined) throw new Error('asked in every guild');
  const details = await ada.press(before.id, 'Explain').settled(saysSomething);
  expect(readText(details)).toContain('token');
  // Over one database nobody came too early: Discord put nobody off.
  const lines = [first, second, third].flatMap(({ output }) => output().split('\n'));
  expect(lines.filter((line) => line.includes('"a shard is connected"'))).toHaveLength(6);
}, 180_000);

test('a process whose shards Discord does not take says what to set, and ends', async () => {
  const few = await openPlayground({ guilds: 3, gateway: { maxGuildsPerShard: 2 } });
  onTestFinished(() => few.close());
  const { ended, output } = spawnBot({
    DISCORD_TOKEN: few.botToken,
    DISCORD_API_URL: few.apiURL,
    SHARDS: '1',
  });
  expect(await ended).toEqual([1, null]);
  expect(output()).toContain(
    '(code 4011). It asks for more shards, because the bot is on many servers. Set SHARDS=auto',
  );
});
