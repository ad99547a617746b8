import { ComponentType, MessageFlags } from 'discord.js';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import type { OutgoingMessage } from '../../../src/discord/present/present.js';
import { text } from '../../../src/discord/reply.js';
import type { Incoming } from '../../../src/discord/router/incoming.js';
import { type ConnectOptions, connectDiscord, type DiscordConnection } from '../../../src/discord/transport/connect.js';
import type { Fact } from '../../../src/domain/fact.js';
import { UserError } from '../../../src/errors.js';
import { sentenceOf } from '../../../src/facts.js';
import { openPlayground, type Playground, type PlaygroundOptions } from '../../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../../builders/first-response.js';
import { restOf } from '../../playground/client.js';

const quick = defineCommand({
  name: 'quick',
  description: 'Answers at once',
  options: {},
  run: () => Promise.resolve({ blocks: [text('quick')] }),
});

const saying = (content: string): OutgoingMessage => ({
  flags: MessageFlags.IsComponentsV2,
  components: [{ type: ComponentType.Container, components: [{ type: ComponentType.TextDisplay, content }] }],
  files: [],
});

async function open(options: PlaygroundOptions): Promise<Playground> {
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS, ...options });
  onTestFinished(() => playground.close());
  return playground;
}

/** A process of the bot that answers every command with its name. */
async function start(playground: Playground, name: string, options: Partial<ConnectOptions> = {}) {
  const lines: Record<string, unknown>[] = [];
  const lost: Fact[] = [];
  const answered: string[] = [];
  const connecting = connectDiscord({
    apiURL: playground.apiURL,
    token: playground.botToken,
    commands: [quick],
    log: pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) }),
    onIncoming(incoming: Incoming) {
      if (incoming.kind !== 'slash') return;
      answered.push(incoming.server?.id ?? 'direct');
      void incoming.respond.refuse(saying(name));
    },
    onLost: (why) => lost.push(why),
    ...options,
  });
  const bot = await connecting;
  onTestFinished(() => bot.close());
  return { bot, lines, lost, answered };
}

const everywhere = (playground: Playground) => ({ guilds: playground.guilds.map(({ id }) => id) });
const general = ({ channels }: Pick<Playground, 'channels'>) => channels[0]?.id ?? '';
const place = (id: string, count: number) => Number((BigInt(id) >> 22n) % BigInt(count));
const connectedShards = (bot: DiscordConnection) =>
  bot.ways().flatMap(({ name, state }) => (state === 'ready' ? [Number(name.replace('shard-', ''))] : []));
const said = (lines: readonly Record<string, unknown>[], msg: string) =>
  lines.filter((line) => line.msg === msg).map(({ shard }) => shard);

test('auto takes as many shards as Discord recommends, and answers every guild over its own', async () => {
  const playground = await open({ guilds: 6, gateway: { recommendedShards: 3 } });
  const { bot, lines, answered } = await start(playground, 'bot', { shards: 'auto' });
  expect(bot.shards).toEqual({ ids: [0, 1, 2], count: 3 });
  expect(connectedShards(bot)).toEqual([0, 1, 2]);
  expect(said(lines, 'a shard is connected').toSorted()).toEqual([0, 1, 2]);
  const ada = playground.join('Ada', everywhere(playground));
  for (const guild of playground.guilds) await ada.slash('quick', {}, general(guild)).first();
  await ada.slash('quick', {}, ada.dmId).first();
  expect(answered).toEqual([...playground.guilds.map(({ id }) => id), 'direct']);
});

test('two processes serve half of the shards each: every guild is answered by one of them', async () => {
  const playground = await open({ guilds: 8, gateway: { recommendedShards: 1 } });
  const one = await start(playground, 'one', { shards: { ids: [0, 1], count: 4 } });
  const two = await start(playground, 'two', { shards: { ids: [2, 3], count: 4 } });
  expect(playground.shards().map(([id, count]) => `${id} of ${count}`)).toHaveLength(4);
  const ada = playground.join('Ada', everywhere(playground));
  for (const guild of playground.guilds) await ada.slash('quick', {}, general(guild)).first();
  const own = (ids: readonly number[]) =>
    playground.guilds.map(({ id }) => id).filter((id) => ids.includes(place(id, 4)));
  expect([one.answered, two.answered]).toEqual([own([0, 1]), own([2, 3])]);

  await one.bot.close();
  const connected = () => playground.shards().map(([id]) => id);
  await expect.poll(() => connected().toSorted()).toEqual([2, 3]);
  for (const guild of playground.guilds.filter(({ id }) => place(id, 4) >= 2))
    await ada.slash('quick', {}, general(guild)).first();
  expect(two.answered).toHaveLength(8);
  expect(said(one.lines, 'a shard has lost its connection and connects again')).toEqual([]);
});

test('a shard that loses its connection resumes: what came meanwhile is answered, and the others go on', async () => {
  const playground = await open({ guilds: 4 });
  const { bot, lines, answered } = await start(playground, 'bot', { shards: { ids: [0, 1, 2, 3], count: 4 } });
  const ada = playground.join('Ada', everywhere(playground));
  playground.dropConnections(2);
  const meanwhile = playground.guilds.map((guild) => ada.slash('quick', {}, general(guild)));
  await Promise.all(meanwhile.map((asked) => asked.first()));
  expect(answered.toSorted()).toEqual(playground.guilds.map(({ id }) => id).toSorted());
  await expect.poll(() => said(lines, 'a shard is connected again, and has missed nothing')).toEqual([2]);
  expect(said(lines, 'a shard has lost its connection and connects again')).toEqual([2]);
  expect(connectedShards(bot)).toEqual([0, 1, 2, 3]);
});

test('what comes over a shard that is there is answered while others still wait for their turn', async () => {
  const playground = await open({ guilds: 2, gateway: { maxConcurrency: 1 } });
  const body = [{ name: 'quick', description: 'Answers at once' }];
  await restOf(playground).put(`/applications/${playground.applicationId}/commands`, { body });
  const answered: string[] = [];
  const starting = start(playground, 'bot', {
    shards: { ids: [0, 1], count: 2 },
    onIncoming(incoming) {
      if (incoming.kind !== 'slash') return;
      answered.push(incoming.server?.id ?? '');
      void incoming.respond.refuse(saying('early'));
    },
  });
  await expect.poll(() => playground.shards().length).toBe(1);
  const [[id = -1] = []] = playground.shards();
  const guild = playground.guilds.find((one) => place(one.id, 2) === id);
  if (!guild) throw new Error('a guild a shard');
  await playground.join('Ada', everywhere(playground)).slash('quick', {}, general(guild)).first();
  expect(playground.shards()).toHaveLength(1);
  expect(answered).toEqual([guild.id]);
  const { lines } = await starting;
  expect(playground.shards()).toHaveLength(2);
  expect(said(lines, 'a shard waits until Discord lets it log in')).toEqual([1 - id]);
});

test('a start that waits for the turns of others is no silence', async () => {
  const playground = await open({});
  let waits = 0;
  const loginTurns = {
    take: async () => {
      waits += 1;
      return waits > 6 ? undefined : 1000;
    },
  };
  const { bot, lines } = await start(playground, 'bot', { loginTurns, maxSilenceMs: 5000 });
  expect(connectedShards(bot)).toEqual([0]);
  expect(said(lines, 'a shard waits until Discord lets it log in')).toEqual([0, 0, 0, 0, 0, 0]);
});

/** How a start ends that cannot end well. */
async function fail(playground: Playground, options: Partial<ConnectOptions>): Promise<string> {
  const error: unknown = await start(playground, 'bot', options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return String(error);
}

test('too few shards end the start with what to set', async () => {
  const playground = await open({ guilds: 5, gateway: { maxGuildsPerShard: 2, recommendedShards: 3 } });
  expect(await fail(playground, { shards: { ids: [0, 1], count: 2 } })).toMatch(
    /Discord has closed shard [01] of 2 for good \(code 4011\)\. It asks for more shards, because the bot is on many servers\. Set SHARDS=auto/,
  );
  expect(await fail(playground, { shards: { ids: [0], count: 1 } })).toContain('has closed the connection for good');
  const { bot } = await start(playground, 'bot');
  expect(connectedShards(bot)).toEqual([0, 1, 2]);
});

test('too many starts end the start with when to try again', async () => {
  const playground = await open({ guilds: 2, gateway: { sessionStarts: 3 } });
  await start(playground, 'one', { shards: { ids: [0, 1], count: 2 } });
  expect(await fail(playground, { shards: { ids: [0, 1], count: 2 } })).toContain(
    'Discord lets the bot log in 1 time more today, and it needs 2, one for each shard. Wait 24 hours',
  );
});

test('of several shards one that Discord wants no more is said, the others go on; without any left the process ends', async () => {
  const playground = await open({ guilds: 2 });
  const { bot, lines, lost, answered } = await start(playground, 'bot', { shards: { ids: [0, 1], count: 2 } });
  playground.closeShard(1, 'shardingRequired');
  await expect.poll(() => lines.filter(({ level }) => level === 50)).toHaveLength(1);
  expect(lines.find(({ level }) => level === 50)).toMatchObject({
    shard: 1,
    of: 2,
    code: 4011,
    msg: expect.stringContaining('Set SHARDS=auto'),
  });
  expect(connectedShards(bot)).toEqual([0]);
  const guild = playground.guilds.find(({ id }) => place(id, 2) === 0);
  if (!guild) throw new Error('a guild a shard');
  await playground.join('Ada', everywhere(playground)).slash('quick', {}, general(guild)).first();
  expect([answered, lost]).toEqual([[guild.id], []]);
  playground.closeShard(0, 'shardingRequired');
  await expect.poll(() => lost).toHaveLength(1);
});

test('what Discord says of the whole bot ends the process, whichever shard it is said to', async () => {
  const playground = await open({ guilds: 2 });
  const { lost } = await start(playground, 'bot', { shards: { ids: [0, 1], count: 2 } });
  playground.closeShard(1, 'authenticationFailed');
  await expect
    .poll(() => lost.map((why) => sentenceOf(why, 'en')))
    .toEqual([
      'Discord has closed shard 1 of 2 for good (code 4004). DISCORD_TOKEN is no longer valid. Copy the new one from the developer portal (page Bot).',
    ]);
});

test('a variable SHARD_COUNT of the environment changes nothing', async () => {
  process.env.SHARD_COUNT = '5';
  onTestFinished(() => {
    delete process.env.SHARD_COUNT;
  });
  const playground = await open({ guilds: 1 });
  const { bot } = await start(playground, 'bot', { shards: { ids: [0], count: 1 } });
  expect(bot.shards).toEqual({ ids: [0], count: 1 });
  expect(playground.shards()).toEqual([[0, 1]]);
});
