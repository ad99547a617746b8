import { MessageFlags, Routes } from 'discord.js';
import type { Destination } from '../../command.js';
import type { OutgoingMessage } from '../../present/present.js';
import { SendError } from '../../router/send-error.js';
import { bodyOf } from './message-responder.js';
import { readFailure } from './read-failure.js';
import type { RunInteraction } from './run-interaction.js';

/** Shows in the channel, as any message of the bot's, what an interaction cannot show any more. */
export interface InChannel {
  /** Changes a message that all see, or posts one where none is known. @returns its id */
  show(messageId: string | undefined, message: OutgoingMessage): Promise<string>;
}

/**
 * Creates the way around an interaction whose token has expired. It takes nothing that is for who asked alone, and says
 * `expired` as well where the bot may not write in the channel.
 */
export function createInChannel(interaction: RunInteraction, destination: Destination): InChannel {
  const { client, channelId } = interaction;
  const isOnPrivate = 'message' in interaction && (interaction.message?.flags?.has(MessageFlags.Ephemeral) ?? false);
  const isForAll = destination === 'private' ? false : destination === 'reply' || !isOnPrivate;
  return {
    async show(messageId, message) {
      if (!isForAll || channelId === null) throw new SendError('expired', undefined);
      try {
        const sent =
          messageId === undefined
            ? client.rest.post(Routes.channelMessages(channelId), bodyOf(message))
            : client.rest.patch(Routes.channelMessage(channelId, messageId), bodyOf(message));
        return ((await sent) as { readonly id: string }).id;
      } catch (error) {
        const failure = readFailure(error);
        throw failure === undefined || failure === 'passing' ? error : new SendError('expired', error);
      }
    },
  };
}
