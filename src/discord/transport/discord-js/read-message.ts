import type { Attachment, Message, MessageSnapshot } from 'discord.js';
import type { SentFile } from '../../options.js';
import { messageText, type ReadableMessage } from '../message-text.js';

/** What a message says: its text, and the files on it, those that it forwards too. */
export function readMessage(message: Message): { readonly text: string; readonly files: readonly SentFile[] } {
  const forwarded = [...(message.messageSnapshots?.values() ?? [])];
  const carriers: readonly (Message | MessageSnapshot)[] = [message, ...forwarded];
  return {
    text: messageText({ ...readable(message), forwarded: forwarded.map(readable) }),
    files: carriers.flatMap(({ attachments }) => [...(attachments?.values() ?? [])].map(readFile)),
  };
}

/** A file as it was sent. */
export function readFile({ name, url, size, contentType }: Attachment): SentFile {
  return { name, url, size, type: contentType ?? undefined };
}

function readable(message: Message | MessageSnapshot): ReadableMessage {
  const poll = 'poll' in message ? message.poll : null;
  return {
    content: message.content ?? '',
    embeds: (message.embeds ?? []).map(({ data }) => data),
    components: (message.components ?? []).map((component) => component.toJSON()),
    poll: poll && { question: poll.question, answers: poll.answers.map(({ text }) => ({ poll_media: { text } })) },
  };
}
