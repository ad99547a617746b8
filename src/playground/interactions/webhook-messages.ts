import type { APIMessage } from 'discord-api-types/v10';
import { refusals } from '../rules/api-error.js';
import type { UploadedFile } from '../rules/files.js';
import { FormErrors } from '../rules/form-errors.js';
import { MESSAGE_FLAGS, readMessageBody } from '../rules/message-body.js';
import { composeMessage, EMPTY_PARTS } from '../state/compose.js';
import { partsOf, type StoredMessage } from '../state/messages.js';
import type { World } from '../state/world.js';
import { channelOf, checkAutoMod, isForAskerAlone, noteOriginal, postAnswer } from './answer-message.js';
import type { InteractionRecord } from './record.js';

const MAX_USER_INSTALL_FOLLOW_UPS = 5;

/**
 * The interaction that a webhook's token stands for.
 *
 * @throws ApiError 50027 for a token that is wrong or older than its 15 minutes, 10015 before the first response
 */
export function interactionOfToken(world: World, applicationId: string, token: string): InteractionRecord {
  if (applicationId !== world.applicationId) throw refusals.unknownWebhook();
  const record = world.interactions.byToken(token);
  if (!record || world.interactions.isExpired(record)) throw refusals.invalidWebhookToken();
  if (record.first === undefined) throw refusals.unknownWebhook();
  return record;
}

/** A message that the token may touch: `@original`, or one of its follow-ups by id. */
export function messageOfToken(world: World, record: InteractionRecord, which: string): StoredMessage {
  const id = which === '@original' ? record.originalId : which;
  const own = id !== undefined && (id === record.originalId || record.followUpIds.includes(id));
  const stored = own ? world.messages.get(id) : undefined;
  if (!stored) throw refusals.unknownMessage();
  return stored;
}

/** Edits such a message; a loading one becomes what the body says. */
export function editOfToken(
  world: World,
  record: InteractionRecord,
  which: string,
  raw: unknown,
  files: readonly UploadedFile[],
): APIMessage {
  const stored = messageOfToken(world, record, which);
  const errors = new FormErrors();
  const body = readMessageBody(raw, stored.message.flags ?? 0, [], errors);
  const parts = composeMessage(partsOf(stored.message), body, files, {
    channelId: stored.channel.id,
    ephemeral: stored.visibleTo !== undefined,
    attachments: world.attachments,
    path: [],
    errors,
  });
  checkAutoMod(world, stored.channel, parts);
  const message = world.messages.edit(stored, parts, body.allowedMentions);
  if (message.id === record.originalId) {
    record.state = 'answered';
    noteOriginal(record, message);
  }
  world.interactions.changed(record);
  return message;
}

/** Deletes such a message. */
export function deleteOfToken(world: World, record: InteractionRecord, which: string): void {
  const stored = messageOfToken(world, record, which);
  world.messages.remove(stored);
  if (stored.message.id === record.originalId) record.state = 'answered';
  world.interactions.changed(record);
}

/**
 * Posts a follow-up. While the original response still loads, the first follow-up completes that instead, as Discord
 * keeps doing for old bots.
 *
 * @throws ApiError 40094 at the sixth one where only the person has installed the application
 */
export function followUp(
  world: World,
  record: InteractionRecord,
  raw: unknown,
  files: readonly UploadedFile[],
): APIMessage {
  const original = record.originalId === undefined ? undefined : world.messages.get(record.originalId);
  if (record.first === 'thinking' && ((original?.message.flags ?? 0) & MESSAGE_FLAGS.loading) !== 0) {
    return editOfToken(world, record, '@original', raw, files);
  }
  if (record.userInstallOnly && record.followUpIds.length >= MAX_USER_INSTALL_FOLLOW_UPS)
    throw refusals.tooManyFollowUps();
  const errors = new FormErrors();
  const body = readMessageBody(raw, 0, [], errors);
  const ephemeral = isForAskerAlone(world, record, body.flags);
  const place = { channelId: record.channelId, ephemeral, attachments: world.attachments, path: [], errors };
  const parts = composeMessage(EMPTY_PARTS, body, files, place);
  checkAutoMod(world, channelOf(world, record), parts);
  const stored = postAnswer(world, record, parts, { ephemeral, followUp: true, body });
  record.followUpIds.push(stored.message.id);
  record.state = 'answered';
  world.interactions.changed(record);
  return stored.message;
}
