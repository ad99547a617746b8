import { type Channel, isInGuild } from './channels.js';
import type { MessageParts } from './compose.js';
import { textDisplays } from './mentions.js';
import { isAllowed } from './permissions.js';
import type { World } from './world.js';

/** Whether AutoMod blocks a message. It works in guilds alone, and on nobody who manages it. */
export function isBlocked(
  world: Pick<World, 'autoMod' | 'guilds' | 'channels'>,
  channel: Channel,
  authorId: string,
  parts: Pick<MessageParts, 'content' | 'embeds' | 'components'>,
): boolean {
  if (!isInGuild(channel) || isAllowed(world, channel, authorId, 'ManageGuild')) return false;
  const embeds = parts.embeds.flatMap(({ title, description, fields, footer, author }) => [
    title,
    description,
    footer?.text,
    author?.name,
    ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
  ]);
  const texts = [parts.content, ...textDisplays(parts.components), ...embeds];
  return world.autoMod.blocks(texts.join('\n'));
}
