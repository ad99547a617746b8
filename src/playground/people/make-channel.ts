import type { APIUser } from 'discord-api-types/v10';
import type { Channel } from '../state/channels.js';
import type { World } from '../state/world.js';
import { PlaygroundRefusal } from './refusal.js';

const MAX_CHANNELS = 200;

// Discord's own limit is 100; a list of channels shows about this much.
const MAX_NAME = 32;

// What a transcript calls the places that are no channels of a guild.
const RESERVED = ['dm', 'private', 'elsewhere', 'nowhere'];

/**
 * Makes a channel of a guild, named after the person who makes it, and in a class seen by nobody else.
 *
 * @throws PlaygroundRefusal when there are too many channels
 */
export function makeChannel(world: World, guildId: string, maker: APIUser): Channel {
  const others = world.channels.ofGuild(guildId);
  if (others.length >= MAX_CHANNELS)
    throw new PlaygroundRefusal('There is no room for another channel. Use one of these.');
  const taken = new Set([...others.map(({ name }) => name), ...RESERVED]);
  const name = freeName(channelName(maker.global_name ?? maker.username), taken);
  const position = others.length;
  const channel = world.channels.add({
    id: world.nextId(),
    kind: 'guild',
    name,
    guildId,
    makerId: maker.id,
    ...(world.hasOwnRooms ? { ownerId: maker.id } : {}),
    position,
  });
  world.events.emit('channel-created', channel);
  return channel;
}

/** A name as Discord writes those of text channels: small letters and digits of any script, with `-` between words. */
function channelName(shown: string): string {
  const words =
    shown
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return Array.from(words.join('-')).slice(0, MAX_NAME).join('').replace(/-$/, '') || 'room';
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
  return name;
}
