import { Events, GatewayIntentBits, type Interaction } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Playground } from '../../src/playground/open-playground.js';
import { logIn, restOf } from './client.js';
import { usePlaygrounds } from './playgrounds.js';

const COMMANDS = [{ name: 'quick', description: 'Answers at once' }];
const INTENTS = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.DirectMessages;
const { closers, open } = usePlaygrounds();

interface Frame {
  readonly op: number;
  readonly t: string | null;
  readonly s: number | null;
  readonly d: { readonly [key: string]: unknown };
}

/** A bare connection to the gateway. */
async function connect(playground: Playground) {
  const ws = new WebSocket(`${playground.origin.replace('http', 'ws')}/gateway?v=10&encoding=json`);
  closers.unshift(() => ws.terminate());
  const frames: Frame[] = [];
  ws.on('message', (raw) => frames.push(JSON.parse(String(raw))));
  const closed = new Promise<number>((resolve) => ws.on('close', resolve));
  await new Promise((resolve) => ws.on('open', resolve));
  const send = (op: number, d: unknown) => ws.send(JSON.stringify({ op, d }));
  return {
    frames,
    closed,
    send,
    identify: (shard: unknown) =>
      send(2, { token: playground.botToken, intents: INTENTS, properties: {}, ...(shard ? { shard } : {}) }),
    until: (op: number, t?: string) =>
      expect.poll(() => frames.find((frame) => frame.op === op && (t === undefined || frame.t === t))).toBeDefined(),
    of: (t: string) => frames.filter((frame) => frame.t === t).map(({ d }) => d),
  };
}

/** Identifies as a shard and waits for its guilds. */
async function shardOf(playground: Playground, shard: readonly [number, number]) {
  const one = await connect(playground);
  one.identify(shard);
  await one.until(0, 'READY');
  const [ready] = one.of('READY') as [{ guilds: readonly { id: string }[]; session_id: string; shard: unknown }];
  await expect.poll(() => one.of('GUILD_CREATE').length).toBe(ready.guilds.length);
  return { ...one, ready };
}

const general = ({ channels }: Pick<Playground, 'channels'>) => channels[0]?.id ?? '';
const place = (id: string, count: number) => Number((BigInt(id) >> 22n) % BigInt(count));

describe('shards of the gateway', () => {
  test('each is told of its own guilds, and of what happens there; direct messages come to the first', async () => {
    const playground = await open({ guilds: 4 });
    const shards = [await shardOf(playground, [0, 2]), await shardOf(playground, [1, 2])];
    for (const [id, { ready, of }] of shards.entries()) {
      const own = playground.guilds.filter((guild) => place(guild.id, 2) === id).map((guild) => guild.id);
      expect(own).toHaveLength(2);
      expect(ready.shard).toEqual([id, 2]);
      expect(ready.guilds.map((guild) => guild.id)).toEqual(own);
      expect(of('GUILD_CREATE').map((guild) => guild.id)).toEqual(own);
    }
    const ada = playground.join('Ada', { guilds: playground.guilds.map(({ id }) => id) });
    for (const guild of playground.guilds) ada.say(general(guild), guild.name);
    ada.say(ada.dmId, 'direct');
    const heard = (at: number) => shards[at]?.of('MESSAGE_CREATE').map((message) => message.guild_id) ?? [];
    await expect.poll(() => heard(0).length + heard(1).length).toBe(5);
    for (const at of [0, 1]) {
      const own = playground.guilds.filter((guild) => place(guild.id, 2) === at).map((guild) => guild.id);
      expect(heard(at)).toEqual(at === 0 ? [...own, undefined] : own);
    }
    expect(playground.shards()).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  test('an interaction comes to the shard of its guild, and to nobody where that is not there', async () => {
    const playground = await open({ guilds: 2 });
    const rest = restOf(playground);
    await rest.put(`/applications/${playground.applicationId}/commands`, { body: COMMANDS });
    const [served, unserved] = [0, 1].map((id) => playground.guilds.find((guild) => place(guild.id, 2) === id));
    if (!served || !unserved) throw new Error('a guild a shard');
    const shard = await shardOf(playground, [0, 2]);
    const ada = playground.join('Ada', { guilds: playground.guilds.map(({ id }) => id) });
    const lost = ada.slash('quick', {}, general(unserved));
    const taken = ada.slash('quick', {}, general(served));
    await shard.until(0, 'INTERACTION_CREATE');
    await rest.post(`/interactions/${taken.id}/${taken.token}/callback`, {
      body: { type: 4, data: { content: 'ok' } },
      auth: false,
    });
    expect((await taken.settled()).content).toBe('ok');
    expect(lost.state).toBe('waiting');
    expect(shard.of('INTERACTION_CREATE').map(({ id }) => id)).toEqual([taken.id]);
  });

  test('one whose connection is cut resumes with its own events, and the others hear nothing of it', async () => {
    const playground = await open({ guilds: 4 });
    const first = await shardOf(playground, [0, 2]);
    const second = await shardOf(playground, [1, 2]);
    const ada = playground.join('Ada', { guilds: playground.guilds.map(({ id }) => id) });
    playground.dropConnections(1);
    await second.closed;
    await expect.poll(() => playground.shards()).toEqual([[0, 2]]);
    const said = playground.guilds.map((guild) => ({ guild, id: ada.say(general(guild), 'meanwhile').id }));
    const own = (at: number) => said.filter(({ guild }) => place(guild.id, 2) === at).map(({ id }) => id);
    const back = await connect(playground);
    const seq = second.frames.at(-1)?.s;
    const { session_id } = second.ready;
    back.send(6, { token: playground.botToken, session_id, seq });
    await back.until(0, 'RESUMED');
    expect(back.of('MESSAGE_CREATE').map(({ id }) => id)).toEqual(own(1));
    await expect.poll(() => first.of('MESSAGE_CREATE').map(({ id }) => id)).toEqual(own(0));
    expect(first.of('RESUMED')).toEqual([]);

    const wrongToken = await connect(playground);
    wrongToken.send(6, { token: 'x', session_id, seq });
    expect(await wrongToken.closed).toBe(4004);
    playground.invalidateSessions(1);
    await back.until(9);
    const late = await connect(playground);
    late.send(6, { token: playground.botToken, session_id, seq });
    await late.until(9);
    expect(playground.shards()).toEqual([[0, 2]]);
  });

  test.each([
    ['a number that is not of the count', [2, 2]],
    ['a negative one', [-1, 2]],
    ['half a shard', [0.5, 2]],
    ['no list', 'first'],
    ['too short a list', [0]],
    ['none at all', [0, 0]],
  ])('%s is no shard', async (_, shard) => {
    const playground = await open({});
    const one = await connect(playground);
    one.identify(shard);
    expect(await one.closed).toBe(4010);
  });

  test('a shard of too many guilds is refused, more shards are not', async () => {
    const playground = await open({ guilds: 5, gateway: { maxGuildsPerShard: 3 } });
    const alone = await connect(playground);
    alone.identify(undefined);
    expect(await alone.closed).toBe(4011);
    const { ready } = await shardOf(playground, [0, 2]);
    expect(ready.guilds.length).toBeLessThanOrEqual(3);
  });

  test('one shard of each bucket may identify in five seconds', async () => {
    let now = Date.now();
    const playground = await open({ now: () => now, gateway: { maxConcurrency: 2 } });
    await shardOf(playground, [0, 4]);
    await shardOf(playground, [1, 4]);
    const tooSoon = await connect(playground);
    tooSoon.identify([2, 4]);
    await tooSoon.until(9);
    expect(tooSoon.frames.at(-1)).toMatchObject({ op: 9, d: false });
    now += 5000;
    // It may try again over the same connection.
    tooSoon.identify([2, 4]);
    await tooSoon.until(0, 'READY');
    expect(playground.shards()).toEqual([
      [0, 4],
      [1, 4],
      [2, 4],
    ]);
  });

  test('a bot is told of the shards and the starts that are set', async () => {
    const gateway = { recommendedShards: 3, maxConcurrency: 2, sessionStarts: 10 };
    const playground = await open({ guilds: 3, gateway });
    await shardOf(playground, [0, 3]);
    expect(await restOf(playground).get('/gateway/bot')).toMatchObject({
      shards: 3,
      session_start_limit: { total: 10, remaining: 9, max_concurrency: 2, reset_after: expect.any(Number) },
    });
  });

  test('discord.js serves every guild over its own shard, and each of two clients its own', async () => {
    const playground = await open({ guilds: 4 });
    const answered: [string, number][] = [];
    const answer = (client: string) => async (interaction: Interaction) => {
      if (!interaction.isChatInputCommand()) return;
      answered.push([client, interaction.guild?.shardId ?? -1]);
      await interaction.reply(client);
    };
    const one = await logIn(playground, answer('one'), { commands: COMMANDS, shardCount: 4, shards: [0, 1] });
    const two = await logIn(playground, answer('two'), { shardCount: 4, shards: [2, 3] });
    closers.unshift(
      () => one.destroy(),
      () => two.destroy(),
    );
    expect([one, two].map((client) => client.guilds.cache.size)).toEqual([2, 2]);
    const ada = playground.join('Ada', { guilds: playground.guilds.map(({ id }) => id) });
    for (const guild of playground.guilds) {
      const shard = place(guild.id, 4);
      const { content } = await ada.slash('quick', {}, general(guild)).settled();
      expect(content).toBe(shard < 2 ? 'one' : 'two');
      expect(answered.at(-1)).toEqual([content, shard]);
    }
    expect(answered).toHaveLength(4);
    const resumed = new Promise((resolve) => two.once(Events.ShardResume, (id) => resolve(id)));
    playground.dropConnections(3);
    expect(await resumed).toBe(3);
  });
});
