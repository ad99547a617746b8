import {
  ChannelType,
  Client,
  Events,
  GatewayIntentBits,
  type Message,
  MessageType,
  Partials,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import type { Person } from '../../src/playground/people/person.js';

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;
const text = (content: string) => ({
  name: 'notes.md',
  type: 'text/markdown',
  bytes: new TextEncoder().encode(content),
});

describe('a conversation with a bot that reads messages', () => {
  let playground: Playground;
  let client: Client<true>;
  let ada: Person;
  let bob: Person;
  let general: string;
  const came: Message[] = [];
  beforeAll(async () => {
    playground = await openPlayground();
    const bot = new Client({
      intents: [Guilds, GuildMessages, DirectMessages],
      partials: [Partials.Channel, Partials.Message],
      rest: { api: playground.apiURL, globalRequestsPerSecond: 1000 },
    });
    bot.on(Events.MessageCreate, (message) => came.push(message));
    const ready = new Promise<Client<true>>((resolve) => bot.once(Events.ClientReady, resolve));
    await bot.login(playground.botToken);
    client = await ready;
    ada = playground.join('Ada');
    bob = playground.join('Bob');
    general = playground.channels[0]?.id ?? '';
  });
  afterAll(async () => {
    await client?.destroy();
    await playground?.close();
  });
  beforeEach(() => void came.splice(0));

  const next = async (id: string): Promise<Message> => {
    await expect.poll(() => came.some((message) => message.id === id)).toBe(true);
    return came.find((message) => message.id === id) as Message;
  };
  const post = async (content = 'mine') => {
    const channel = await client.channels.fetch(general);
    if (!channel?.isSendable()) throw new Error('no channel');
    return await channel.send(content);
  };

  test('without MESSAGE_CONTENT it reads what mentions it or answers it, and nothing else', async () => {
    const plain = await next(ada.say(general, 'between us').id);
    expect([plain.content, plain.author.displayName, plain.member?.id]).toEqual(['', 'Ada', ada.id]);
    expect((await next(ada.say(general, `<@${client.user.id}> hi`).id)).content).toBe(`<@${client.user.id}> hi`);
    const own = await post();
    const answer = await next(ada.say(general, 'go on', { replyTo: own.id }).id);
    expect([answer.content, answer.type, answer.reference?.messageId]).toEqual(['go on', MessageType.Reply, own.id]);
    expect(answer.mentions.users.has(client.user.id)).toBe(true);
    expect(answer.mentions.repliedUser?.id).toBe(client.user.id);
    const silent = await next(ada.say(general, 'go on', { replyTo: own.id, ping: false }).id);
    expect([silent.content, silent.mentions.users.size]).toEqual(['', 0]);
    expect((await next(ada.say(ada.dmId, 'alone').id)).content).toBe('alone');
  });

  test('an answered message comes along as far as the bot may see it', async () => {
    const own = await post('what I said');
    const raw: { t: string; d: { id: string; referenced_message?: { content: string } | null } }[] = [];
    const note = (packet: unknown) => void raw.push(packet as (typeof raw)[number]);
    client.on(Events.Raw, note);
    const referenced = async (id: string) => {
      await next(id);
      return raw.find((packet) => packet.d?.id === id)?.d.referenced_message;
    };
    expect(await referenced(bob.say(general, 'no ping', { replyTo: own.id, ping: false }).id)).toMatchObject({
      content: 'what I said',
    });
    const secret = ada.say(general, 'a secret');
    const id = bob.say(general, `<@${client.user.id}> and this?`, { replyTo: secret.id }).id;
    expect(await referenced(id)).toMatchObject({ id: secret.id, content: '' });
    ada.deleteMessage(secret.id);
    expect(bob.message(id)?.referenced_message).toBeNull();
    client.off(Events.Raw, note);
  });

  test('who writes keeps the ping of a reply when they edit it', async () => {
    const own = await post();
    const answer = ada.say(general, 'one', { replyTo: own.id });
    await next(answer.id);
    const edited = new Promise<string | null>((resolve) => {
      client.once(Events.MessageUpdate, (_, message) => resolve(message.content));
    });
    ada.editMessage(answer.id, 'two');
    expect(await edited).toBe('two');
    const gone = new Promise((resolve) => client.once(Events.MessageDelete, ({ id }) => resolve(id)));
    ada.deleteMessage(answer.id);
    expect(await gone).toBe(answer.id);
  });

  test('it answers, pings whom it answers unless told, and its messages cannot be answered when they are gone', async () => {
    const said = await next(ada.say(general, `<@${client.user.id}> hi`).id);
    const pinged = await said.reply('hello');
    expect(ada.message(pinged.id)).toMatchObject({ type: 19, mentions: [{ id: ada.id }] });
    const quiet = await said.reply({ content: 'hello', allowedMentions: { parse: [], repliedUser: false } });
    expect(ada.message(quiet.id)?.mentions).toEqual([]);
    ada.deleteMessage(said.id);
    await expect(said.reply('still there?')).rejects.toMatchObject({ code: 50035 });
    const loose = await said.reply({ content: 'still there?', failIfNotExists: false });
    expect(ada.message(loose.id)).toMatchObject({ type: 0 });
  });

  test('the same nonce, when it is enforced, is the same message', async () => {
    const channel = await client.channels.fetch(general);
    if (!channel?.isSendable()) throw new Error('no channel');
    const first = await channel.send({ content: 'once', nonce: 'n-1', enforceNonce: true });
    const again = await channel.send({ content: 'once', nonce: 'n-1', enforceNonce: true });
    expect(again.id).toBe(first.id);
    expect(again.nonce).toBe('n-1');
  });

  test('a thread of a message has its id, begins with it, and takes messages', async () => {
    const own = await post('to go on with');
    const started = new Promise((resolve) =>
      client.once(Events.ThreadCreate, (thread, fresh) => resolve([thread.id, fresh])),
    );
    const thread = await own.startThread({ name: 'A conversation' });
    expect(await started).toEqual([own.id, true]);
    expect([thread.id, thread.type, thread.parentId, thread.ownerId]).toEqual([
      own.id,
      ChannelType.PublicThread,
      general,
      client.user.id,
    ]);
    expect(ada.message(own.id)).toMatchObject({ flags: 32, thread: { id: own.id, name: 'A conversation' } });
    expect(ada.messages(thread.id)).toMatchObject([
      {
        type: 21,
        message_reference: { channel_id: general, message_id: own.id },
        referenced_message: { content: 'to go on with' },
      },
    ]);
    await expect(
      client.rest.post(Routes.threads(general, own.id), { body: { name: 'Another' } }),
    ).rejects.toMatchObject({ code: 160004, status: 400 });
    const written = await next(ada.say(thread.id, `<@${client.user.id}> inside`).id);
    expect([written.content, written.channel.isThread(), written.channel.id]).toEqual([
      `<@${client.user.id}> inside`,
      true,
      own.id,
    ]);
    await written.reply('also inside');
    await expect.poll(() => ada.messages(thread.id).at(-1)?.content).toBe('also inside');
    const fetched = await client.channels.fetch(thread.id, { force: true });
    expect(fetched?.isThread() && [fetched.messageCount, fetched.memberCount]).toEqual([2, 2]);
    expect(fetched?.isThread() && [...(await fetched.members.fetch()).keys()].sort()).toEqual(
      [client.user.id, ada.id].sort(),
    );
  });

  test('a thread without a message says in its channel that it was started; a private one is for its members', async () => {
    const channel = await client.channels.fetch(general);
    if (channel?.type !== ChannelType.GuildText) throw new Error('no channel');
    const open = await channel.threads.create({ name: 'Open', type: ChannelType.PublicThread });
    expect(ada.messages(general).at(-1)).toMatchObject({
      type: 18,
      content: 'Open',
      message_reference: { channel_id: open.id },
    });
    const closed = await channel.threads.create({ name: 'Closed', type: ChannelType.PrivateThread });
    expect(() => ada.say(closed.id, 'let me in')).toThrow('There is no such channel.');
    await closed.members.add(ada.id);
    expect(ada.say(closed.id, 'thanks').content).toBe('thanks');
    await closed.setArchived(true);
    await expect(closed.send('from the archive')).resolves.toBeDefined();
    await expect.poll(() => closed.archived).toBe(false);
    await closed.setLocked(true);
    await closed.members.add(bob.id);
    expect(() => bob.say(closed.id, 'x')).toThrow('This thread is locked.');
    await closed.members.remove(bob.id);
    await expect(channel.threads.create({ name: '' })).rejects.toMatchObject({ code: 50035 });
    await closed.delete();
    expect(() => bob.say(closed.id, 'x')).toThrow('There is no such channel.');
  });

  test('people start threads too, and the bot is told', async () => {
    const said = ada.say(general, 'about this');
    const started = new Promise((resolve) => client.once(Events.ThreadCreate, ({ ownerId }) => resolve(ownerId)));
    const thread = ada.startThread({ messageId: said.id }, 'Ada’s');
    expect(await started).toBe(ada.id);
    expect(() => bob.startThread({ messageId: said.id }, 'Bob’s')).toThrow('has a thread already');
    expect((await next(bob.say(thread, `<@${client.user.id}>`).id)).channelId).toBe(thread);
    expect(() => ada.startThread({ channelId: ada.dmId }, 'No')).toThrow('no thread here');
  });

  test('what the bot may not, it is refused as Discord does', async () => {
    const bot = client.user.id;
    const channel = await client.channels.fetch(general);
    if (channel?.type !== ChannelType.GuildText) throw new Error('no channel');
    const own = await post();
    const { SendMessages, ViewChannel, ReadMessageHistory, AttachFiles, CreatePublicThreads, ManageMessages } =
      PermissionFlagsBits;
    const without = (...lost: bigint[]) =>
      playground.setPermissions(general, bot, { deny: lost.reduce((all, bit) => all | bit, 0n) });
    without(SendMessages);
    await expect(channel.send('x')).rejects.toMatchObject({ code: 50013, status: 403 });
    await expect(channel.sendTyping()).rejects.toMatchObject({ code: 50013 });
    await expect.poll(() => channel.permissionsFor(bot)?.has(SendMessages)).toBe(false);
    without(AttachFiles);
    await expect(channel.send({ files: [{ attachment: Buffer.from('x'), name: 'x' }] })).rejects.toMatchObject({
      code: 50013,
    });
    without(ReadMessageHistory);
    await expect(own.reply('x')).rejects.toMatchObject({ code: 160002 });
    await expect(own.fetch()).rejects.toMatchObject({ code: 50001 });
    without(CreatePublicThreads);
    await expect(own.startThread({ name: 'x' })).rejects.toMatchObject({ code: 50013 });
    without(ManageMessages);
    const said = await next(ada.say(general, 'x').id);
    await expect(said.delete()).rejects.toMatchObject({ code: 50013 });
    without(ViewChannel);
    await expect(channel.send('x')).rejects.toMatchObject({ code: 50001 });
    came.splice(0);
    const unseen = ada.say(general, `<@${bot}>`);
    without();
    await next(ada.say(general, 'seen').id);
    expect(came.map(({ id }) => id)).not.toContain(unseen.id);
    playground.setPermissions(general, playground.guildId, { deny: SendMessages });
    expect(() => bob.say(general, 'x')).toThrow('do not have permission');
    playground.setPermissions(general, playground.guildId, {});
  });

  test('AutoMod blocks messages and names of threads, of everybody who does not manage the server', async () => {
    const own = await post();
    playground.blockWords(['Banana']);
    await expect(post('a banana')).rejects.toMatchObject({ code: 200000, status: 400 });
    await expect(own.edit('bananas')).rejects.toMatchObject({ code: 200000 });
    await expect(own.startThread({ name: 'banana' })).rejects.toMatchObject({ code: 200001 });
    expect(() => bob.say(general, 'BANANA')).toThrow('AutoMod');
    expect(ada.say(general, 'banana').content).toBe('banana');
    expect(bob.say(bob.dmId, 'banana').content).toBe('banana');
    playground.blockWords([]);
    await expect(own.edit('bananas')).resolves.toBeDefined();
  });

  test('a message that somebody deletes meanwhile is 10008 for whoever edits it', async () => {
    const own = await post();
    expect(() => bob.deleteMessage(own.id)).toThrow('somebody else');
    ada.deleteMessage(own.id);
    await expect(own.edit('x')).rejects.toMatchObject({ code: 10008, status: 404 });
  });

  test('people attach files, forward messages and ask polls', async () => {
    const bot = client.user.id;
    const file = ada.attach(text('# Notes'), general);
    const said = await next(ada.say(general, `<@${bot}>`, { files: [file] }).id);
    const [read] = [...said.attachments.values()];
    expect([read?.name, read?.contentType, read?.size]).toEqual(['notes.md', 'text/markdown', 7]);
    expect(await (await fetch(read?.url ?? '')).text()).toBe('# Notes');
    expect(() => ada.say(general, 'again', { files: [file] })).toThrow('no longer');
    const forwarded = await next(ada.forward(said.id, ada.dmId).id);
    expect([forwarded.content, forwarded.reference?.type, forwarded.reference?.messageId]).toEqual(['', 1, said.id]);
    expect(forwarded.messageSnapshots.first()?.content).toBe(`<@${bot}>`);
    const hidden = await next(ada.forward(said.id, general).id);
    expect(hidden.messageSnapshots.first()?.content).toBe('');
    const poll = await next(ada.poll(ada.dmId, { question: 'Which?', answers: ['This', 'That'] }).id);
    expect([poll.poll?.question.text, poll.poll?.answers.map(({ text }) => text)]).toEqual([
      'Which?',
      ['This', 'That'],
    ]);
    expect((await next(ada.poll(general, { question: 'Which?', answers: ['This'] }).id)).poll).toBeNull();
    expect(() => ada.poll(general, { question: '', answers: ['x'] })).toThrow();
  });

  test('another bot’s embeds and a webhook’s message can be put into a channel', async () => {
    const embeds = [{ title: 'T', fields: [{ name: 'n', value: 'v', inline: true }] }];
    const other = playground.post(general, { name: 'Weather', kind: 'bot' }, { embeds });
    expect(ada.message(other.id)).toMatchObject({
      author: { username: 'Weather', bot: true },
      embeds: [{ title: 'T', fields: [{ name: 'n', value: 'v', inline: true }] }],
    });
    const hook = playground.post(general, { name: 'News', kind: 'webhook' }, { content: 'news' });
    const read = await next(hook.id);
    expect([read.webhookId, read.member, read.content]).toEqual([hook.author.id, null, '']);
  });
});
