import type { InteractionType, RESTPostAPIInteractionCallbackWithResponseResult } from 'discord-api-types/v10';
import { refusals } from '../rules/api-error.js';
import { readChoices } from '../rules/autocomplete-choices.js';
import type { UploadedFile } from '../rules/files.js';
import { FormErrors } from '../rules/form-errors.js';
import { MESSAGE_FLAGS, readMessageBody } from '../rules/message-body.js';
import { readModal } from '../rules/modal.js';
import { choice, fields, integer } from '../rules/shape.js';
import { composeMessage, EMPTY_PARTS } from '../state/compose.js';
import { partsOf, type StoredMessage } from '../state/messages.js';
import type { World } from '../state/world.js';
import { channelOf, checkAutoMod, isForAskerAlone, noteOriginal, postAnswer } from './answer-message.js';
import type { FirstResponse, InteractionRecord } from './record.js';

// Callback types: 4 message, 5 deferred message, 6 deferred update, 7 update, 8 choices, 9 modal.
// Source: the interaction callback types of Discord's documentation. 1 answers pings, which a gateway never sends.
function allowedTypes(record: InteractionRecord): readonly number[] {
  if (record.kind === 'autocomplete') return [8];
  const update = record.sourceMessageId === undefined ? [] : [6, 7];
  return [4, 5, ...update, ...(record.kind === 'modal' ? [] : [9])];
}

/**
 * Takes the first response to an interaction.
 *
 * @throws ApiError 10062 for an unknown or late one, 40060 for a second response, 50035 for a bad body
 */
export function respond(
  world: World,
  ids: { id: string; token: string },
  raw: unknown,
  files: readonly UploadedFile[],
): RESTPostAPIInteractionCallbackWithResponseResult {
  const record = world.interactions.get(ids.id);
  if (record === undefined || record.token !== ids.token) throw refusals.unknownInteraction();
  if (record.first !== undefined) throw refusals.alreadyAcknowledged();
  if (record.state === 'failed' || world.interactions.isLate(record)) throw refusals.unknownInteraction();

  const errors = new FormErrors();
  const type = fields({ type: integer(0, 255) })(raw, [], errors)?.type;
  errors.throwIfAny();
  choice(allowedTypes(record))(type, ['type'], errors);
  errors.throwIfAny();
  const data = (raw as { data?: unknown }).data;

  const message = take(world, record, Number(type), data, files, errors);
  world.interactions.changed(record);
  return toResult(record, Number(type), message);
}

function take(
  world: World,
  record: InteractionRecord,
  type: number,
  data: unknown,
  files: readonly UploadedFile[],
  errors: FormErrors,
): StoredMessage | undefined {
  const settle = (first: FirstResponse) => {
    record.first = first;
    record.state = first === 'thinking' || first === 'deferred-update' ? 'thinking' : 'answered';
  };
  const path = ['data'];
  switch (type) {
    case 4: {
      const body = readMessageBody(data, 0, path, errors);
      const ephemeral = isForAskerAlone(world, record, body.flags);
      const place = { channelId: record.channelId, ephemeral, attachments: world.attachments, path, errors };
      const parts = composeMessage(EMPTY_PARTS, body, files, place);
      checkAutoMod(world, channelOf(world, record), parts);
      settle('message');
      return original(world, record, postAnswer(world, record, parts, { ephemeral, followUp: false, body }));
    }
    case 5: {
      const body = readMessageBody(data, 0, path, errors);
      errors.throwIfAny();
      settle('thinking');
      const about = { ephemeral: isForAskerAlone(world, record, body.flags), loading: true, followUp: false };
      return original(world, record, postAnswer(world, record, EMPTY_PARTS, about));
    }
    case 6: {
      settle('deferred-update');
      record.originalId = record.sourceMessageId;
      return undefined;
    }
    case 7: {
      const source = record.sourceMessageId === undefined ? undefined : world.messages.get(record.sourceMessageId);
      if (!source) throw refusals.unknownMessage();
      const body = readMessageBody(data, source.message.flags ?? 0, path, errors);
      const place = {
        channelId: record.channelId,
        ephemeral: source.visibleTo !== undefined,
        attachments: world.attachments,
        path,
        errors,
      };
      const parts = composeMessage(partsOf(source.message), body, files, place);
      checkAutoMod(world, source.channel, parts);
      settle('update');
      world.messages.edit(source, parts, body.allowedMentions);
      return original(world, record, source);
    }
    case 8: {
      const choices = readChoices(data, record.focusedType ?? 3, path, errors);
      errors.throwIfAny();
      settle('choices');
      record.choices = choices;
      return undefined;
    }
    default: {
      const modal = readModal(data, path, errors);
      errors.throwIfAny();
      settle('modal');
      if (modal) record.modal = { ...modal, interactionId: record.id };
      return undefined;
    }
  }
}

function original(world: World, record: InteractionRecord, stored: StoredMessage): StoredMessage {
  record.originalId = stored.message.id;
  const message = world.messages.get(stored.message.id)?.message;
  if (message) noteOriginal(record, message);
  return stored;
}

// Only type 4 and 7 carry their message, as the documentation of the callback resource has it.
function toResult(
  record: InteractionRecord,
  type: number,
  stored: StoredMessage | undefined,
): RESTPostAPIInteractionCallbackWithResponseResult {
  const flags = stored?.message.flags ?? 0;
  const interaction: Record<string, unknown> = { id: record.id, type: record.payload.type as InteractionType };
  interaction.channel_id = record.channelId;
  if (record.payload.guild_id !== undefined) interaction.guild_id = record.payload.guild_id;
  if (stored) {
    interaction.response_message_id = stored.message.id;
    interaction.response_message_loading = (flags & MESSAGE_FLAGS.loading) !== 0;
    interaction.response_message_ephemeral = (flags & MESSAGE_FLAGS.ephemeral) !== 0;
  }
  const resource = stored && (type === 4 || type === 7) ? { type, message: stored.message } : undefined;
  return {
    interaction,
    ...(resource ? { resource } : {}),
  } as unknown as RESTPostAPIInteractionCallbackWithResponseResult;
}
