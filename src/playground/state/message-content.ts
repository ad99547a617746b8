import type { APIMessage } from 'discord-api-types/v10';
import { textDisplays } from './mentions.js';
import type { StoredMessage } from './messages.js';
import type { Users } from './users.js';

/** The bit of the intent MESSAGE_CONTENT. */
const MESSAGE_CONTENT = 1 << 15;

/**
 * A message as the bot may see it: without the intent MESSAGE_CONTENT the content, embeds, files, components, poll and what
 * is forwarded of other people's guild messages are empty, unless the bot is mentioned. Its own messages and direct messages are whole.
 */
export function seenByBot(stored: StoredMessage, world: { users: Users }, intents: number): APIMessage {
  const bot = world.users.bot.id;
  const see = (message: APIMessage): APIMessage => {
    const whole =
      (intents & MESSAGE_CONTENT) !== 0 ||
      stored.channel.kind === 'dm' ||
      message.author.id === bot ||
      message.mentions.some((user) => user.id === bot);
    if (whole) return message;
    const { poll: _hidden, message_snapshots: snapshots, ...rest } = message;
    const hidden = { content: '', embeds: [], attachments: [], components: [] };
    const shown = snapshots?.map((one) => ({ ...one, message: { ...one.message, ...hidden } }));
    return { ...rest, ...hidden, ...(shown ? { message_snapshots: shown } : {}) };
  };
  const { message } = stored;
  const answered = message.referenced_message;
  return answered ? { ...see(message), referenced_message: see(answered) } : see(message);
}

/** All the text that a message shows: content, then every text display, then embed titles and descriptions. */
export function messageText(message: APIMessage): string {
  const embeds = message.embeds.flatMap((embed) => [embed.title, embed.description]);
  return [message.content, ...textDisplays(message.components ?? []), ...embeds].filter((part) => part).join('\n');
}
