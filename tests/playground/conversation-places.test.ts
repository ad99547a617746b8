import { type ChatInputCommandInteraction, MessageFlags, PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground } from '../../src/playground/open-playground.js';
import { replayTranscript } from '../../src/playground/transcript/replay.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { logIn } from './client.js';
import { type NetworkClass, openNetworkClass } from './network-class.js';

const commands = [
  {
    name: 'read',
    description: 'Reads a file',
    integration_types: [0, 1],
    contexts: [0, 1, 2],
    options: [{ type: 11 as const, name: 'file', description: 'Which' }],
  },
];

describe('commands in the places of a conversation', () => {
  const closers: (() => unknown)[] = [];
  afterAll(async () => {
    for (const close of closers) await close();
  });
  const open = async () => {
    const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
    const came: ChatInputCommandInteraction[] = [];
    const client = await logIn(
      playground,
      async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        came.push(interaction);
        await interaction.reply('seen');
        if (interaction.options.getAttachment('file')?.name !== 'many') return;
        for (let n = 1; n <= 6; n += 1) await interaction.followUp(`follow-up ${n}`);
      },
      { commands: commands as never },
    );
    closers.unshift(() => client.destroy().then(() => playground.close()));
    await playground.waitForBot();
    const ada = playground.join('Ada');
    const general = playground.channels[0]?.id ?? '';
    return { playground, client, came, ada, general };
  };
  const bytes = new TextEncoder().encode('what it says');

  test('a file of a command can be fetched, and is chosen by whoever put it down alone', async () => {
    const { ada, came, playground } = await open();
    const bob = playground.join('Bob');
    const file = ada.attach({ name: 'a b.txt', type: 'text/plain', bytes });
    expect(() => bob.slash('read', { file })).toThrow('Input a valid file.');
    await ada.slash('read', { file }).settled();
    const read = came[0]?.options.getAttachment('file', true);
    expect([read?.name, read?.contentType, read?.size, read?.ephemeral]).toEqual(['a_b.txt', 'text/plain', 12, true]);
    expect(await (await fetch(read?.url ?? '')).text()).toBe('what it says');
  });

  test('an interaction says what kind of place it comes from', async () => {
    const { ada, came, general, client, playground } = await open();
    const thread = ada.startThread({ channelId: general }, 'Aside');
    for (const where of [general, thread, ada.dmId, ada.privateId]) await ada.slash('read', {}, where).settled();
    const kinds = came.map(({ channel, context, guildId, authorizingIntegrationOwners, channelId }) => [
      channel?.isThread() ?? false,
      context,
      guildId !== null,
      authorizingIntegrationOwners.guildId ?? undefined,
      channelId,
    ]);
    expect(kinds).toEqual([
      [false, 0, true, playground.guildId, general],
      [true, 0, true, playground.guildId, thread],
      [false, 1, false, '0', ada.dmId],
      [false, 2, false, undefined, ada.privateId],
    ]);
    expect(came[1]?.appPermissions.has(PermissionFlagsBits.SendMessagesInThreads)).toBe(true);
    expect(client.channels.cache.has(thread)).toBe(true);
  });

  test('a person’s own installation may follow up five times', async () => {
    const { ada, client } = await open();
    const refused = new Promise<{ code: number }>((resolve) =>
      client.once('error', (error) => resolve(error as never)),
    );
    const file = ada.attach({ name: 'many', type: 'text/plain', bytes }, ada.privateId);
    const used = ada.slash('read', { file }, ada.privateId);
    expect((await refused).code).toBe(40094);
    expect(used.followups()).toHaveLength(5);
  });

  test('where a member may not use apps of their own in public, the answer is for them alone, though nobody asked', async () => {
    const { playground, ada, came } = await open();
    const { elsewhereId } = playground;
    const bob = playground.join('Bob');
    const lounge = () => bob.messages(elsewhereId).length;
    await ada.slash('read', {}, elsewhereId).settled();
    expect(lounge()).toBe(1);
    playground.setPermissions(elsewhereId, ada.id, { deny: PermissionFlagsBits.UseExternalApps });
    const answer = await ada.slash('read', {}, elsewhereId).settled();
    expect(answer.flags).toBe(MessageFlags.Ephemeral);
    expect(lounge()).toBe(1);
    expect(came).toHaveLength(2);
  });

  test('AutoMod blocks an answer and its edit, not what stands in direct messages', async () => {
    const { playground, ada, client } = await open();
    playground.blockWords(['seen']);
    const blocked = new Promise<{ code: number }>((resolve) =>
      client.once('error', (error) => resolve(error as never)),
    );
    ada.slash('read');
    expect((await blocked).code).toBe(200000);
    expect((await ada.slash('read', {}, ada.dmId).settled()).content).toBe('seen');
  });

  test('a transcript has what people wrote, and it can be done again', async () => {
    const { playground, ada, general } = await open();
    const bob = playground.join('Bob');
    const file = ada.attach({ name: 'a.txt', type: 'text/plain', bytes }, general);
    const said = ada.say(general, 'with a file', { files: [file] });
    bob.say(general, 'quietly', { replyTo: said.id, ping: false });
    ada.forward(said.id, ada.dmId);
    bob.poll(general, { question: 'Which?', answers: ['This', 'That'] });
    const thread = ada.startThread({ messageId: said.id }, 'Aside');
    bob.joinThread(thread);
    bob.say(thread, 'inside');
    const other = ada.attach({ name: 'b.txt', type: 'text/plain', bytes }, thread);
    await ada.slash('read', { file: other }, thread).settled();
    const saved = playground.transcript();
    expect(saved.deeds.map(({ deed }) => deed.do)).toEqual([
      ...['join', 'join', 'attach', 'say', 'reply', 'forward', 'poll', 'start-thread', 'join-thread', 'say'],
      ...['attach', 'slash'],
    ]);
    const fresh = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
    const client = await logIn(fresh, (interaction) => interaction.isChatInputCommand() && interaction.reply('seen'), {
      commands: commands as never,
    });
    closers.unshift(() => client.destroy().then(() => fresh.close()));
    expect(await replayTranscript(saved, fresh, { quietMs: 100 })).toEqual(saved);
  });
});

describe('a conversation in a class', () => {
  let room: NetworkClass;
  beforeAll(async () => {
    room = await openNetworkClass();
  });
  afterAll(async () => await room?.close());

  test('a student writes, asks polls and forwards in their own channel only, and starts no threads', async () => {
    const mia = await room.student('Mia');
    const made = await mia.ask({ type: 'make-channel' });
    const own = made.ok ? (made.data.channelId ?? '') : '';
    const poll = { type: 'poll', question: 'q', answers: ['a'], multiple: false };
    expect(await mia.ask({ type: 'say', channelId: own, text: 'mine' })).toMatchObject({ ok: true });
    expect(await mia.ask({ ...poll, channelId: own })).toMatchObject({ ok: true });
    const said = await mia.next('message', ({ view }) => view.message.content === 'mine');
    const { id } = said.view.message;
    expect(await mia.ask({ type: 'forward', messageId: id, channelId: own })).toMatchObject({ ok: true });
    for (const frame of [
      { type: 'say', channelId: room.sharedId, text: 'x' },
      { ...poll, channelId: room.sharedId },
      { type: 'forward', messageId: id, channelId: room.sharedId },
      { type: 'start-thread', channelId: own, name: 'x' },
      { type: 'start-thread', channelId: own, messageId: id, name: 'x' },
    ]) {
      expect(await mia.ask(frame)).toMatchObject({ ok: false });
    }
    const thread = { method: 'POST', headers: { Authorization: `Bot ${room.playground.botToken}` } } as const;
    const refused = await fetch(`${room.playground.apiURL}/v10/channels/${own}/messages/${id}/threads`, {
      ...thread,
      headers: { ...thread.headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'x' }),
    });
    expect([refused.status, ((await refused.json()) as { code: number }).code]).toEqual([403, 50013]);
  });

  test('the teacher’s threads are seen by no student and not on the screen', async () => {
    const teacher = await room.teacher();
    const zoe = await room.student('Zoe');
    const screen = await room.arrive({ key: room.key, as: 'screen' });
    await screen.next('welcome');
    const started = await teacher.ask({ type: 'start-thread', channelId: room.sharedId, name: 'Aside' });
    const id = started.ok ? started.data.channelId : '';
    const hears = ({ channels }: { channels: { id: string }[] }) => channels.some((channel) => channel.id === id);
    await teacher.next('channels', hears);
    await teacher.ask({ type: 'say', channelId: id, text: 'among us' });
    for (const one of [zoe, screen]) {
      expect(await one.ask({ type: 'history', channelId: id })).toMatchObject({ ok: false });
      expect(one.frames.some((frame) => frame.type === 'channels' && hears(frame))).toBe(false);
      expect(JSON.stringify(one.frames)).not.toContain('among us');
    }
  });

  test('a student’s files are small, and for their own channel', async () => {
    const kim = await room.student('Kim');
    const made = await kim.ask({ type: 'make-channel' });
    const own = made.ok ? (made.data.channelId ?? '') : '';
    const send = async (channel: string, body: string, headers: object = {}) => {
      const answer = await fetch(`${room.origin}/files?channel=${channel}&name=a.txt`, {
        method: 'POST',
        headers: { Cookie: kim.cookie, Origin: room.origin, 'Content-Type': 'text/plain', ...headers },
        body,
      });
      return [answer.status, (await answer.json()) as { id?: string }] as const;
    };
    const [status, { id }] = await send(own, 'hello');
    expect(status).toBe(200);
    expect(await kim.ask({ type: 'say', channelId: own, text: '', files: [id] })).toMatchObject({ ok: true });
    expect((await send(own, 'x'.repeat(1024 * 1024 + 1)))[0]).toBe(400);
    expect((await send(room.sharedId, 'hello'))[0]).toBe(400);
    expect((await send(own, 'hello', { Cookie: 'none=1' }))[0]).toBe(403);
    const { url } = (await kim.next('message', ({ view }) => view.message.attachments.length > 0)).view.message
      .attachments[0] ?? { url: '' };
    const address = url.replace(/^http:\/\/[^/]+/, room.origin);
    expect(await (await fetch(address, { headers: { Cookie: kim.cookie } })).text()).toBe('hello');
    const lee = await room.student('Lee');
    expect((await fetch(address, { headers: { Cookie: lee.cookie } })).status).toBe(404);
  });
});
