import type { APIUser, UserFlags } from 'discord-api-types/v10';

/** Everybody the playground knows: the bot and the people. */
export interface Users {
  readonly bot: APIUser;
  get(id: string): APIUser | undefined;
  /** Everybody but the bot, in the order of joining. */
  people(): APIUser[];
  /** Adds a person; the user name is made from the display name and is unique. */
  add(id: string, displayName: string): APIUser;
  remove(id: string): void;
}

/** Users with the bot as the first. */
export function createUsers(botId: string, botName: string): Users {
  const bot = { ...makeUser(botId, botName.toLowerCase(), null), bot: true, discriminator: '0000', username: botName };
  const users = new Map<string, APIUser>([[bot.id, bot]]);
  return {
    bot,
    get: (id) => users.get(id),
    people: () => [...users.values()].filter((user) => !user.bot),
    add(id, displayName) {
      const taken = new Set([...users.values()].map((user) => user.username));
      const base =
        displayName
          .toLowerCase()
          .replaceAll(/[^a-z0-9_.]+/g, '')
          .slice(0, 24) || 'guest';
      let username = base;
      for (let n = 2; taken.has(username); n += 1) username = `${base}${n}`;
      const user = makeUser(id, username, displayName);
      users.set(id, user);
      return user;
    },
    remove: (id) => void users.delete(id),
  };
}

/** A user with nothing but names. */
export function makeUser(id: string, username: string, displayName: string | null): APIUser {
  return {
    id,
    username,
    discriminator: '0',
    global_name: displayName,
    avatar: null,
    banner: null,
    accent_color: null,
    public_flags: 0 as UserFlags,
    flags: 0 as UserFlags,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
}
