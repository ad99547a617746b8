import type { APIMessage, APIUser, RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import type { UploadedFile } from '../rules/files.js';
import { FormErrors } from '../rules/form-errors.js';
import { readMessageBody } from '../rules/message-body.js';
import { openPoll } from '../rules/poll.js';
import type { Channel } from './channels.js';
import { composeMessage, EMPTY_PARTS } from './compose.js';
import { makeUser } from './users.js';
import type { World } from './world.js';

/** Who posts a message that nobody here has written: another bot, or a webhook. */
export interface Stranger {
  readonly name: string;
  readonly kind: 'bot' | 'webhook';
}

/**
 * Puts a message of another bot or of a webhook into a channel, by the rules for the bot's own.
 *
 * @throws ApiError as for the bot's own
 */
export function seedMessage(
  world: World,
  channel: Channel,
  { name, kind }: Stranger,
  sent: RESTPostAPIChannelMessageJSONBody,
  files: readonly UploadedFile[] = [],
): APIMessage {
  const errors = new FormErrors();
  const body = readMessageBody(sent, 0, [], errors);
  const place = { channelId: channel.id, ephemeral: false, attachments: world.attachments, path: [], errors };
  const parts = composeMessage(EMPTY_PARTS, body, files, place);
  const author: APIUser = { ...makeUser(world.nextId(), name, null), bot: true, discriminator: '0000' };
  return world.messages.create({
    channel,
    author,
    type: 0,
    parts,
    allowedMentions: body.allowedMentions,
    poll: body.poll && openPoll(body.poll, world.now()),
    ...(kind === 'webhook' ? { webhookId: author.id } : {}),
  }).message;
}
