import { Events, GatewayIntentBits, PermissionFlagsBits, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { logIn, restOf } from './client.js';
import { usePlaygrounds } from './playgrounds.js';

const COMMANDS = [{ name: 'quick', description: 'Answers at once' }];
const { closers, open } = usePlaygrounds();

const general = ({ channels }: Pick<Playground, 'channels'>) => channels[0]?.id ?? '';

describe('a playground of several guilds', () => {
  test('guilds have names, channels and lasting ids of their own, spread over shards', async () => {
    const one = await open({ guilds: ['School', 'Club', 'Club'] });
    const two = await open({ guilds: 3 });
    expect(one.guilds.map(({ name }) => name)).toEqual(['School', 'Club', 'Club']);
    expect(two.guilds.map(({ name }) => name)).toEqual(['Playground', 'Playground 2', 'Playground 3']);
    expect(one.guilds.map(({ id }) => id)).toEqual(two.guilds.map(({ id }) => id));
    const ids = one.guilds.flatMap(({ id, channels }) => [id, ...channels.map((channel) => channel.id)]);
    expect(new Set(ids).size).toBe(9);
    expect(ids.every((id) => /^\d{17,19}$/.test(id))).toBe(true);
    expect([one.guildId, one.guildName]).toEqual([one.guilds[0]?.id, 'School']);
    for (const count of [2, 3]) {
      const shards = one.guilds.map(({ id }) => Number((BigInt(id) >> 22n) % BigInt(count)));
      expect(new Set(shards).size).toBe(count);
    }
    await expect(openPlayground({ guilds: [] })).rejects.toThrow('at least one guild');
  });

  test('people write, use commands and manage in the guilds that they have joined, and in no other', async () => {
    const playground = await open({ guilds: 2 });
    const [first, second] = playground.guilds;
    if (!first || !second) throw new Error('two guilds');
    const heard: [string | undefined, string][] = [];
    const client = await logIn(
      playground,
      (interaction) => interaction.isChatInputCommand() && interaction.reply('ok'),
      {
        commands: COMMANDS,
        intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
      },
    );
    closers.unshift(() => client.destroy());
    client.on(Events.MessageCreate, ({ guild, author }) => heard.push([guild?.name, author.username]));
    expect(client.guilds.cache.map(({ name }) => name)).toEqual(['Playground', 'Playground 2']);

    const ada = playground.join('Ada');
    const bob = playground.join('Bob', { guilds: [second.id] });
    ada.say(general(first), 'one');
    bob.say(general(second), 'two');
    expect(() => ada.say(general(second), 'three')).toThrow('There is no such channel.');
    expect(() => bob.say(general(first), 'three')).toThrow('There is no such channel.');
    // Without a place it is the first guild of whoever asks.
    await bob.slash('quick').settled();
    expect(bob.messages(general(second)).map(({ content }) => content)).toEqual(['two', 'ok']);
    expect(ada.messages(general(first)).map(({ content }) => content)).toEqual(['one']);
    ada.joinGuild(second.id);
    ada.say(general(second), 'four');
    await expect
      .poll(() => heard)
      .toEqual([
        ['Playground', 'ada'],
        ['Playground 2', 'bob'],
        ['Playground 2', 'Tokenscope'],
        ['Playground 2', 'ada'],
      ]);
    // Each was first somewhere, and manages that guild alone.
    expect([ada.mayStartOver(general(first)), ada.mayStartOver(general(second))]).toEqual([true, false]);
    expect(bob.mayStartOver(general(second))).toBe(true);
    bob.makeChannel();
    expect([first, second].map(({ channels }) => channels.map(({ name }) => name))).toEqual([
      ['general', 'class'],
      ['general', 'class', 'bob'],
    ]);
    ada.leave();
    expect(() => ada.say(general(second), 'five')).toThrow('Ada has left.');
    expect(() => playground.join('Cleo', { guilds: ['1'] })).toThrow('There is no such server.');
  });

  test('a guild that is added is known to the bot at once', async () => {
    const playground = await open({});
    const client = await logIn(playground);
    closers.unshift(() => client.destroy());
    const created = new Promise((resolve) => client.once(Events.GuildCreate, resolve));
    const added = playground.addGuild('New');
    expect(await created).toMatchObject({ id: added.id, name: 'New' });
    expect(playground.guilds.map(({ name }) => name)).toEqual(['Playground', 'New']);
  });

  test('REST keeps channels, roles, members, commands and permissions of guilds apart', async () => {
    const playground = await open({ guilds: 2 });
    const [first, second] = playground.guilds;
    if (!first || !second) throw new Error('two guilds');
    const rest = restOf(playground);
    playground.join('Ada');
    playground.join('Bob', { guilds: [second.id] });
    const get = async (path: `/${string}`, query = '') =>
      (await rest.get(path, { query: new URLSearchParams(query) })) as {
        id: string;
        name: string;
        user: { username: string };
      }[];
    const named = async (path: `/${string}`) => (await get(path)).map(({ id }) => id);
    expect(await named(Routes.guildChannels(second.id))).toEqual(second.channels.map(({ id }) => id));
    const roles = [await named(Routes.guildRoles(first.id)), await named(Routes.guildRoles(second.id))].flat();
    expect(new Set(roles).size).toBe(8);
    const members = await get(Routes.guildMembers(second.id), 'limit=10');
    expect(members.map(({ user }) => user.username)).toEqual(['Tokenscope', 'bob']);
    const ids = playground.guilds.map(({ id }) => id).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    expect(await named(Routes.userGuilds())).toEqual(ids);
    const page = await get(Routes.userGuilds(), `limit=1&after=${ids[0]}`);
    expect(page.map(({ id }) => id)).toEqual(ids.slice(1));
    await rest.put(Routes.applicationGuildCommands(playground.applicationId, second.id), { body: COMMANDS });
    expect(await get(Routes.applicationGuildCommands(playground.applicationId, first.id))).toEqual([]);
    playground.setPermissions(general(second), second.id, { deny: PermissionFlagsBits.ViewChannel });
    await expect(rest.get(Routes.channel(general(second)))).rejects.toThrow('Missing Access');
    await expect(rest.get(Routes.channel(general(first)))).resolves.toMatchObject({ guild_id: first.id });
    await expect(rest.get(Routes.guild('1'))).rejects.toThrow('Unknown Guild');
  });

  test('a page shows the first guild alone', async () => {
    const playground = await open({ guilds: 2 });
    const second = playground.guilds[1];
    if (!second) throw new Error('two guilds');
    const names = playground.channels.map(({ name }) => name);
    playground.join('Bob', { guilds: [second.id] }).makeChannel();
    expect(playground.channels.map(({ name }) => name)).toEqual(names);
  });
});
