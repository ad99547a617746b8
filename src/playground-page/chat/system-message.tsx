import type { APIMessage } from 'discord-api-types/v10';
import type { MessageView } from '../../playground/page/server-frames.js';
import { Contents } from '../message/contents.js';
import { channels, findMessage, nameOf, openChannel } from '../store/room.js';

/** Whether Discord itself has written a message: that a thread was started, or what a thread begins with. */
export function isSystemMessage({ type }: Pick<APIMessage, 'type'>): boolean {
  return type === 18 || type === 21;
}

/** The message that a thread is about, as its own first message shows it: with its author and all that is in it. */
export function threadBeginning({ message }: MessageView): MessageView | undefined {
  if (message.type !== 21 || !message.referenced_message) return undefined;
  return findMessage(message.referenced_message.id) ?? { message: message.referenced_message, ephemeral: false };
}

/** What such a message says. */
export function SystemMessage({ view }: { view: MessageView }) {
  const beginning = threadBeginning(view);
  if (beginning) {
    return (
      <>
        <p class="system">The thread is about this message:</p>
        <Contents view={beginning} />
      </>
    );
  }
  const { type, author, content, message_reference: reference } = view.message;
  if (type === 21) return <p class="system">The message that this thread is about was deleted.</p>;
  const thread = channels.value.find(({ id }) => id === reference?.channel_id);
  return (
    <p class="system">
      {nameOf(author)} started a thread:{' '}
      {thread ? (
        <button type="button" class="mention" onClick={() => openChannel(thread.id)}>
          {thread.name}
        </button>
      ) : (
        <strong>{content}</strong>
      )}
    </p>
  );
}
