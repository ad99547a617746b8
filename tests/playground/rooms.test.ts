import { ChannelType, Events, GatewayIntentBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground } from '../../src/playground/open-playground.js';
import { replayTranscript } from '../../src/playground/transcript/replay.js';
import { type Classroom, openClassroom } from './class.js';
import { logIn } from './client.js';

let room: Classroom;
beforeAll(async () => {
  room = await openClassroom();
});
afterAll(() => room.close());

const nameOf = (id: string) => room.playground.channels.find((channel) => channel.id === id)?.name;

describe('a channel of one’s own', () => {
  test('is named after who makes it, is made once, and the bot learns of it', async () => {
    const { client, playground, bob } = room;
    const told = new Promise<string>((resolve) => client.once(Events.ChannelCreate, ({ name }) => resolve(name)));
    const id = bob.makeChannel();
    expect(bob.makeChannel()).toBe(id);
    expect(nameOf(id)).toBe('bob');
    expect(await told).toBe('bob');
    expect(client.channels.cache.get(id)?.type).toBe(ChannelType.GuildText);
    room.onCommand((interaction) => interaction.reply(`in ${interaction.channelId}`));
    expect((await playground.join('Guest').slash('quick', {}, id).settled()).content).toBe(`in ${id}`);
  });

  test.each([
    ['Zoë von Ahn!', 'zoë-von-ahn'],
    ['Zoe, Von.Ahn', 'zoe-von-ahn'],
    ['ZOE von ahn', 'zoe-von-ahn-2'],
    ['General', 'general-2'],
    ['dm', 'dm-2'],
    ['🦦', 'room'],
    ['王芳', '王芳'],
  ])('%s makes #%s', (name, channel) => {
    expect(nameOf(room.playground.join(name).makeChannel())).toBe(channel);
  });

  test('there are only so many', async () => {
    const playground = await openPlayground();
    for (let number = 0; number < 198; number += 1) playground.join(`P ${number}`).makeChannel();
    expect(() => playground.join('One more').makeChannel()).toThrow('There is no room for another channel');
    expect(playground.channels).toHaveLength(200);
    await playground.close();
  });
});

describe('starting over', () => {
  test('is for who has made the channel and who manages channels, and in direct messages for anybody', () => {
    const { ada, bob, playground } = room;
    const general = playground.channels[0]?.id ?? '';
    const own = bob.makeChannel();
    const cleo = playground.join('Cleo');
    expect([ada, bob, cleo].map((one) => one.mayStartOver(general))).toEqual([true, false, false]);
    expect([ada, bob, cleo].map((one) => one.mayStartOver(own))).toEqual([true, true, false]);
    expect(cleo.mayStartOver(cleo.dmId)).toBe(true);
    expect(() => ada.mayStartOver(cleo.dmId)).toThrow('There is no such channel.');
    cleo.say(general, 'stays');
    expect(() => cleo.startOver(general)).toThrow('Only the person who made this channel');
    expect(cleo.messages(general).at(-1)?.content).toBe('stays');
  });

  test('takes all messages away for everybody, and the bot is told of those that it can know', async () => {
    const { ada, bob, playground } = room;
    const own = bob.makeChannel();
    bob.startOver(own);
    const watcher = await logIn(playground, () => undefined, {
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    });
    const sizes: number[] = [];
    watcher.on(Events.MessageBulkDelete, ({ size }) => void sizes.push(size));
    const seen = new Promise<void>((resolve) => {
      watcher.on(Events.MessageCreate, ({ author }) => author.id === bob.id && resolve());
    });
    for (let number = 0; number < 120; number += 1) ada.say(own, String(number));
    room.onCommand((interaction) => interaction.reply({ content: 'secret', flags: 64 }));
    await ada.slash('quick', {}, own).settled();
    bob.say(own, 'the last one');
    await seen;
    bob.startOver(own);
    for (const person of [ada, bob]) expect(person.messages(own)).toEqual([]);
    await expect.poll(() => sizes).toEqual([100, 21]);
    await watcher.destroy();
    ada.say(own, 'afterwards');
    expect(bob.messages(own).map(({ content }) => content)).toEqual(['afterwards']);
  });

  test('ends what was under way: a press on what is gone is refused, and the bot goes on', async () => {
    const { ada, bob } = room;
    const own = bob.makeChannel();
    let go: (() => void) | undefined;
    const late = new Promise<unknown>((resolve) => {
      room.onCommand(async (interaction) => {
        await interaction.reply({
          content: 'with a button',
          components: [{ type: 1, components: [{ type: 2, style: 1, label: 'More', custom_id: 'more' }] }],
        });
        await new Promise<void>((next) => {
          go = next;
        });
        await interaction.editReply('late').then(resolve, (error: { code: unknown }) => resolve(error.code));
      });
    });
    const { id } = await ada.slash('quick', {}, own).settled();
    bob.startOver(own);
    expect(() => ada.press(id, 'More')).toThrow('This message is not there.');
    await expect.poll(() => go !== undefined).toBe(true);
    go?.();
    expect(await late).toBe(10008);
    room.onCommand((interaction) => interaction.reply('fresh'));
    expect((await ada.slash('quick', {}, own).settled()).content).toBe('fresh');
  });

  test('is in the transcript, and can be done again', async () => {
    const teach = async () => {
      const playground = await openPlayground();
      const ada = playground.join('Ada');
      const own = ada.makeChannel();
      ada.say(own, 'first');
      ada.startOver(own);
      ada.say(own, 'second');
      return playground;
    };
    const playground = await teach();
    const saved = playground.transcript();
    await playground.close();
    expect(saved.deeds.map(({ deed }) => deed).slice(1)).toEqual([
      { do: 'make-channel' },
      { do: 'say', where: 'ada', text: 'first' },
      { do: 'start-over', where: 'ada' },
      { do: 'say', where: 'ada', text: 'second' },
    ]);
    expect(saved.deeds[2]?.outcome).toMatchObject({ messages: [], gone: ['3:original'] });
    const fresh = await openPlayground();
    expect(await replayTranscript(saved, fresh, { quietMs: 100 })).toEqual(saved);
    await fresh.close();
  });
});
