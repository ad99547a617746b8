import { Client, Events, GatewayIntentBits, type Interaction, type Message, Partials } from 'discord.js';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openPlayground, type Playground, type PlaygroundOptions } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { logIn } from './client.js';

const COMMANDS = [{ name: 'quick', description: 'Answers at once' }];
const closers: (() => unknown)[] = [];

async function open(options: PlaygroundOptions = {}): Promise<Playground> {
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS, ...options });
  closers.push(() => playground.close());
  return playground;
}

async function bot(
  playground: Playground,
  handle: (interaction: Interaction) => unknown,
  options: Parameters<typeof logIn>[2] = {},
) {
  const client = await logIn(playground, handle, { commands: COMMANDS, ...options });
  closers.unshift(() => client.destroy());
  return client;
}

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A bare socket that collects frames and knows how it was closed. */
async function socket(playground: Playground, query = '?v=10&encoding=json', headers: Record<string, string> = {}) {
  const ws = new WebSocket(`${playground.origin.replace('http', 'ws')}/gateway${query}`, { headers });
  closers.unshift(() => ws.terminate());
  const frames: { op: number; t: string | null; s: number | null; d: unknown }[] = [];
  ws.on('message', (raw) => frames.push(JSON.parse(String(raw))));
  const closed = new Promise<number>((resolve) => ws.on('close', resolve));
  await new Promise((resolve, reject) => {
    ws.on('open', resolve);
    ws.on('error', reject);
  });
  return {
    ws,
    frames,
    closed,
    send: (op: number, d?: unknown) => ws.send(JSON.stringify({ op, d })),
    until: (op: number, t?: string) =>
      expect.poll(() => frames.find((frame) => frame.op === op && (t === undefined || frame.t === t))).toBeDefined(),
  };
}

/** The session's id, from READY. */
function sessionOf(frames: readonly { t: string | null; d: unknown }[]): string {
  const ready = frames.find((frame) => frame.t === 'READY')?.d as { session_id: string } | undefined;
  return ready?.session_id ?? 'none';
}

const identify = (playground: Playground, more: object = {}) => ({
  token: playground.botToken,
  intents: 1,
  properties: {},
  ...more,
});

describe('a discord.js client over the gateway', () => {
  test('after a dropped connection it resumes: what happened meanwhile comes once, in order', async () => {
    const playground = await open();
    const seen: string[] = [];
    let fresh = 0;
    const client = await bot(playground, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      seen.push(interaction.id);
      await interaction.reply('ok');
    });
    client.on(Events.ShardReady, () => {
      fresh += 1;
    });
    const resumed = new Promise((resolve) => client.once(Events.ShardResume, (_id, replayed) => resolve(replayed)));
    const ada = playground.join('Ada');
    const before = ada.slash('quick');
    await before.settled();
    playground.dropConnections();
    const meanwhile = [ada.slash('quick'), ada.slash('quick'), ada.slash('quick')];
    // discord.js counts the closing RESUMED too.
    expect(await resumed).toBe(4);
    await Promise.all(meanwhile.map((invocation) => invocation.settled()));
    const after = ada.slash('quick');
    await after.settled();
    expect(seen).toEqual([before, ...meanwhile, after].map((invocation) => invocation.id));
    expect(fresh).toBe(0);
  });

  test('after an invalid session it identifies anew and goes on', async () => {
    const playground = await open();
    const client = await bot(playground, (interaction) => interaction.isChatInputCommand() && interaction.reply('ok'));
    const ready = new Promise((resolve) => client.once(Events.ShardReady, resolve));
    playground.invalidateSessions();
    await ready;
    expect((await playground.join('Ada').slash('quick').settled()).content).toBe('ok');
  });

  test('two shards: the guild is on one of them, direct messages on the first', async () => {
    const playground = await open();
    const shards: (number | undefined)[] = [];
    const client = await bot(
      playground,
      async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        shards.push(interaction.guild?.shardId);
        await interaction.reply('ok');
      },
      { shardCount: 2 },
    );
    expect(client.ws.shards.size).toBe(2);
    expect(client.guilds.cache.size).toBe(1);
    const ada = playground.join('Ada');
    expect((await ada.slash('quick').settled()).content).toBe('ok');
    await ada.slash('quick', {}, ada.dmId).settled();
    expect(shards).toEqual([Number((BigInt(playground.guildId) >> 22n) % 2n), undefined]);
  });

  test('a wrong token is refused in words of discord.js', async () => {
    const playground = await open();
    const client = new Client({ intents: [], rest: { api: playground.apiURL } });
    closers.unshift(() => client.destroy());
    await expect(client.login(`${playground.botToken}x`)).rejects.toThrow('An invalid token was provided.');
  });

  test('messages come with their content only where Discord gives it', async () => {
    const playground = await open({ privilegedIntents: GatewayIntentBits.MessageContent });
    const watch = async (intents: number[]) => {
      const client = new Client({ intents, partials: [Partials.Channel], rest: { api: playground.apiURL } });
      closers.unshift(() => client.destroy());
      const got: string[] = [];
      client.on(Events.MessageCreate, (message: Message) =>
        got.push(`${message.inGuild() ? 'guild' : 'direct'} ${message.content}`),
      );
      client.on(Events.MessageDelete, (message) => got.push(`gone ${message.id}`));
      client.on(Events.MessageUpdate, (_old, message) => got.push(`edit ${message.content}`));
      const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
      await client.login(playground.botToken);
      await ready;
      return got;
    };
    const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
    const without = await watch([Guilds, GuildMessages, DirectMessages]);
    const withContent = await watch([Guilds, GuildMessages, DirectMessages, MessageContent]);
    const ada = playground.join('Ada');
    const general = playground.channels[0]?.id ?? '';
    const said = ada.say(general, 'one');
    ada.say(general, `<@${playground.applicationId}> two`);
    ada.say(ada.dmId, 'three');
    ada.say(ada.privateId, 'unheard');
    ada.editMessage(said.id, 'one, edited');
    ada.deleteMessage(said.id);
    const mention = `guild <@${playground.applicationId}> two`;
    await expect.poll(() => without).toEqual(['guild ', mention, 'direct three', 'edit ', `gone ${said.id}`]);
    await expect
      .poll(() => withContent)
      .toEqual(['guild one', mention, 'direct three', 'edit one, edited', `gone ${said.id}`]);
  });
});

describe('the gateway protocol itself', () => {
  test('a session begins with hello, identify, ready and the guild, and lives by heartbeats', async () => {
    const playground = await open();
    const one = await socket(playground);
    await one.until(10);
    one.send(2, identify(playground));
    await one.until(0, 'GUILD_CREATE');
    one.send(1, 2);
    await one.until(11);
    expect(one.frames.map((frame) => [frame.op, frame.t, frame.s])).toEqual([
      [10, null, null],
      [0, 'READY', 1],
      [0, 'GUILD_CREATE', 2],
      [11, null, null],
    ]);
    const guild = one.frames[2]?.d as { channels: { name: string }[]; members: unknown[] };
    expect(guild.channels.map((channel) => channel.name)).toEqual(['general', 'class']);
  });

  test.each<
    [string, number, (send: (op: number, d?: unknown) => void, playground: Playground, ws: WebSocket) => unknown]
  >([
    ['an unknown opcode', 4001, (send) => send(99)],
    ['no JSON', 4002, (_send, _playground, ws) => ws.send('{')],
    ['JSON that is no object', 4002, (_send, _playground, ws) => ws.send('7')],
    ['a binary frame', 4002, (_send, _playground, ws) => ws.send(Buffer.from('{"op":1}'))],
    ['a frame over 4096 bytes', 4002, (send) => send(1, 'x'.repeat(4096))],
    ['a presence before identify', 4003, (send) => send(3, {})],
    ['a wrong token', 4004, (send, playground) => send(2, identify(playground, { token: 'x' }))],
    ['a resume with a wrong token', 4004, (send) => send(6, { token: 'x', session_id: 'x', seq: 1 })],
    ['a second identify', 4005, (send, playground) => [send(2, identify(playground)), send(2, identify(playground))]],
    ['a flood', 4008, (send) => Array.from({ length: 121 }, () => send(1, null))],
    ['a shard that is none', 4010, (send, playground) => send(2, identify(playground, { shard: [2, 2] }))],
    ['intents that are none', 4013, (send, playground) => send(2, identify(playground, { intents: 1 << 18 }))],
    [
      'a privileged intent that is not granted',
      4014,
      (send, playground) => send(2, identify(playground, { intents: 1 << 15 })),
    ],
  ])('%s closes with %i', async (_name, code, act) => {
    const playground = await open();
    const one = await socket(playground);
    act(one.send, playground, one.ws);
    expect(await one.closed).toBe(code);
  });

  test('another version closes with 4012, other encodings and paths are refused', async () => {
    const playground = await open();
    const old = await socket(playground, '?v=6&encoding=json');
    expect(await old.closed).toBe(4012);
    await expect(socket(playground, '?v=10&encoding=etf')).rejects.toThrow('400');
    await expect(socket(playground, '/other')).rejects.toThrow('404');
    await expect(socket(playground, '?v=10', { origin: 'http://example.com' })).rejects.toThrow('403');
    await expect(socket(playground, '?v=10', { host: `example.com:${playground.port}` })).rejects.toThrow('403');
  });

  test('a connection without heartbeats is closed, one with them is not', async () => {
    const playground = await open({ heartbeatMs: 3000 });
    const silent = await socket(playground);
    const lively = await socket(playground);
    const beat = setInterval(() => lively.send(1, null), 200);
    closers.unshift(() => clearInterval(beat));
    expect(await silent.closed).toBe(4009);
    expect(lively.ws.readyState).toBe(WebSocket.OPEN);
  });

  test('a resume replays what was missed, and refuses what it cannot know', async () => {
    const playground = await open();
    const ada = playground.join('Ada');
    const one = await socket(playground);
    one.send(2, identify(playground, { intents: 1 | GatewayIntentBits.GuildMessages }));
    await one.until(0, 'GUILD_CREATE');
    const session_id = sessionOf(one.frames);
    const general = playground.channels[0]?.id ?? '';
    const resume = (seq: number) => ({ token: playground.botToken, session_id, seq });

    playground.dropConnections();
    await one.closed;
    const missed = [ada.say(general, 'a').id, ada.say(general, 'b').id];
    const two = await socket(playground);
    two.send(6, resume(2));
    await two.until(0, 'RESUMED');
    expect(
      two.frames.filter((frame) => frame.op === 0).map((frame) => [frame.t, frame.s, (frame.d as { id?: string }).id]),
    ).toEqual([
      ['MESSAGE_CREATE', 3, missed[0]],
      ['MESSAGE_CREATE', 4, missed[1]],
      ['RESUMED', 5, undefined],
    ]);

    const ahead = await socket(playground);
    ahead.send(6, resume(99));
    expect(await ahead.closed).toBe(4007);

    const unknown = await socket(playground);
    unknown.send(6, { ...resume(2), session_id: 'x' });
    await unknown.until(9);
    expect(unknown.frames.find((frame) => frame.op === 9)?.d).toBe(false);

    // More than a session remembers has happened since event 5.
    for (let n = 0; n < 1100; n += 1) ada.say(general, `${n}`);
    const late = await socket(playground);
    late.send(6, resume(5));
    await late.until(9);
    const gone = await socket(playground);
    gone.send(6, resume(1100));
    await gone.until(9);
  });

  test('a bot that says goodbye cannot resume', async () => {
    const playground = await open();
    const one = await socket(playground);
    one.send(2, identify(playground));
    await one.until(0, 'READY');
    const session_id = sessionOf(one.frames);
    const left = new Promise<boolean>((resolve) => playground.events.once('bot', ({ online }) => resolve(online)));
    one.ws.close(1000);
    expect(await left).toBe(false);
    const two = await socket(playground);
    two.send(6, { token: playground.botToken, session_id, seq: 1 });
    await two.until(9);
  });
});
