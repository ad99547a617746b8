import { ComponentType } from 'discord-api-types/v10';
import type { Destination } from '../../../src/discord/command.js';
import type { OutgoingMessage } from '../../../src/discord/present/present.js';
import type { MessageResponder, PressResponder, Suggester } from '../../../src/discord/router/incoming.js';
import { messageText } from '../../../src/discord/transport/message-text.js';

/** One thing that the router sent: how, and the text that a person would read, or what else tells it. */
export type Sent = readonly [
  how:
    | 'acknowledge'
    | 'refuse'
    | 'leave'
    | 'form'
    | 'suggest'
    | 'grow'
    | 'edit'
    | 'follow'
    | 'whisper'
    | 'meanwhile'
    | 'take-back'
    | 'thread',
  what: string,
];

/** Answers an interaction in the place of Discord, and keeps what is sent for it. */
export interface Recorder {
  readonly respond: PressResponder & Suggester & MessageResponder;
  /** In order. */
  readonly sent: Sent[];
  /** The messages among it, in order. */
  readonly messages: OutgoingMessage[];
}

/**
 * Creates a recorder.
 *
 * @param fault what goes wrong with something that is sent: it is noted all the same
 * @param recent where the bot's own messages lead in that place, those of the newest first
 */
export function createRecorder(
  fault: (sent: Sent) => Error | undefined = () => undefined,
  recent: readonly (readonly string[])[] = [],
): Recorder {
  const sent: Sent[] = [];
  const messages: OutgoingMessage[] = [];
  const note = async (...one: Sent): Promise<void> => {
    sent.push(one);
    const error = fault(one);
    if (error !== undefined) throw error;
  };
  const take = (how: Sent[0]) => (message: OutgoingMessage) => {
    messages.push(message);
    return note(how, wordsOf(message));
  };
  return {
    sent,
    messages,
    respond: {
      refuse: take('refuse'),
      leave: () => note('leave', ''),
      recent: async () => recent,
      shown: () => [],
      whereabouts: { kind: 'interaction', botId: '1', channelId: '2', token: 'token' },
      openForm: ({ title, custom_id }) => note('form', `${title} (${custom_id})`),
      suggest: (suggestions) => note('suggest', suggestions.join(', ')),
      async acknowledge(destination: Destination) {
        await note('acknowledge', destination);
        return {
          grow: take('grow'),
          edit: take('edit'),
          follow: take('follow'),
          whisper: take('whisper'),
          async tellMeanwhile(message) {
            await take('meanwhile')(message);
            return { messageId: '1400000000000000001', takeAway: () => note('take-back', '') };
          },
          takeBack: () => note('take-back', ''),
          openThread: (name, first) => note('thread', `${name}: ${wordsOf(first)}`),
          ownMessage: destination !== 'update',
          messageId: () => '1400000000000000000',
        };
      },
    },
  };
}

function wordsOf({ components }: OutgoingMessage): string {
  return messageText({ content: '', components }).replaceAll('\\', '');
}

/** The custom id of the button or the menu with this label in a message. */
export function idIn(message: OutgoingMessage | undefined, label: string): string {
  const parts = message?.components[0].components ?? [];
  const rows = parts.flatMap((part) => (part.type === ComponentType.ActionRow ? part.components : []));
  for (const one of rows) {
    const name = 'label' in one ? one.label : 'placeholder' in one ? one.placeholder : undefined;
    if ('custom_id' in one && name === label) return one.custom_id;
  }
  throw new Error(`the message has no ${label}`);
}
