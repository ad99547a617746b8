import type { GuildState } from './state/guild.js';
import type { World } from './state/world.js';

/** A guild of the playground, for whoever has opened it. */
export interface PlaygroundGuild {
  readonly id: string;
  readonly name: string;
  /** Its text channels as they are now: `general` and `class`, then those that people have made. */
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

/** @param guild one of the world's */
export function viewGuild(world: World, { id, name }: GuildState): PlaygroundGuild {
  return {
    id,
    name,
    get channels() {
      return world.channels.ofGuild(id).map((channel) => ({ id: channel.id, name: channel.name }));
    },
  };
}

/**
 * The names of the guilds that a playground has from the start.
 *
 * @param guilds how many, or their names
 * @throws Error with a sentence where there is none
 */
export function guildNames(guilds: number | readonly string[] = 1): [string, ...string[]] {
  const named =
    typeof guilds === 'number'
      ? Array.from({ length: guilds }, (_, at) => (at === 0 ? 'Playground' : `Playground ${at + 1}`))
      : guilds;
  const [first, ...rest] = named;
  if (first === undefined) throw new Error('A playground has at least one guild.');
  return [first, ...rest];
}
