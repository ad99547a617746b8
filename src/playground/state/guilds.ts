import { type Channel, type Channels, isInGuild } from './channels.js';
import type { PlaygroundEmitter } from './events.js';
import { createGuild, type GuildState } from './guild.js';
import { lastingId } from './snowflakes.js';

/** Guilds that a playground can have; a shard has 2,500 at most. */
const MAX_GUILDS = 10_000;

/** The text channels of every guild, in order. */
const CHANNELS = ['general', 'class'];

/**
 * Guilds one after another are on shards one after another, for every number of shards that divides this: up to ten, and 12,
 * 14, 15, 16. Discord's ids leave that to chance.
 */
const SPREAD = 5040n;

/** The guilds with the bot; the first is the one that the page shows. */
export interface Guilds {
  readonly first: GuildState;
  get(id: string | undefined): GuildState | undefined;
  /** The guild of a channel, or of a thread's channel; undefined where there is none, or it does not have the bot. */
  of(channel: Channel): GuildState | undefined;
  /** All, oldest first. */
  all(): GuildState[];
  /** Those that somebody has joined. */
  withMember(userId: string): GuildState[];
  /**
   * Adds a guild with its text channels and the bot.
   *
   * @throws Error with a sentence where there are too many
   */
  add(name: string): GuildState;
}

/** @param names of the guilds from the start, at least one */
export function createGuilds(
  world: {
    readonly ownerId: string;
    readonly bot: { readonly id: string; readonly username: string };
    readonly channels: Channels;
    readonly events: PlaygroundEmitter;
    /** The time as Discord writes it. */
    readonly time: () => string;
  },
  [firstName, ...names]: readonly [string, ...string[]],
): Guilds {
  const guilds = new Map<string, GuildState>();
  const make = (name: string): GuildState => {
    if (guilds.size >= MAX_GUILDS) throw new Error(`A playground has at most ${MAX_GUILDS} guilds.`);
    // A bot keeps settings and runs by the guild's id, and finds them after a restart.
    const number = guilds.size + 1;
    const lasting = (what: string) => lastingId(number === 1 ? what : `${what} of guild ${number}`);
    const guild = createGuild({
      id: number === 1 ? lastingId('guild') : idOnShardAfter(lastingId('guild'), number - 1),
      name,
      ownerId: world.ownerId,
      botRoleId: lasting('role of the bot'),
      mentionableRoleId: lasting('role to mention'),
      managerRoleId: lasting('role of managers'),
      botId: world.bot.id,
      botName: world.bot.username,
    });
    guild.join(world.bot.id, world.time());
    guilds.set(guild.id, guild);
    for (const [position, name] of CHANNELS.entries()) {
      world.channels.add({ id: lasting(`channel ${name}`), kind: 'guild', name, guildId: guild.id, position });
    }
    return guild;
  };
  const first = make(firstName);
  for (const name of names) make(name);
  const get = (id: string | undefined) => (id === undefined ? undefined : guilds.get(id));
  return {
    first,
    get,
    of: (channel) => (isInGuild(channel) ? get(channel.guildId) : undefined),
    all: () => [...guilds.values()],
    withMember: (userId) => [...guilds.values()].filter((guild) => guild.joinedAt(userId) !== undefined),
    add(name) {
      const guild = make(name);
      world.events.emit('guild-created', guild);
      return guild;
    },
  };
}

/** Which of a bot's shards gets a guild's events. Source: the sharding formula of Discord's documentation. */
export function shardOf(guildId: string, shards: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(shards));
}

/** A lasting id that is `steps` shards after another's. */
function idOnShardAfter(id: string, steps: number): string {
  const chance = BigInt(lastingId(`guild ${steps + 1}`));
  const place = ((BigInt(id) >> 22n) + BigInt(steps)) % SPREAD;
  const time = chance >> 22n;
  return (((time - (time % SPREAD) + place) << 22n) | (chance & 0x3fffffn)).toString();
}
