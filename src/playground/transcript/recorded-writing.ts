import type { Person } from '../people/person.js';
import type { Writing } from '../people/writing.js';
import type { Names } from './names.js';
import type { Deed } from './transcript.js';

/** What came of a deed at once: an interaction to wait for, a message, or the id of one that is gone. */
export interface Immediate {
  interactionId?: string;
  messageId?: string;
  goneId?: string;
  fileId?: string;
}

/** How deeds are written down. */
interface Pen {
  readonly names: Names;
  place(channelId: string | undefined): string;
  message(id: string): string;
  record<T>(deed: Deed, act: () => T, cameOf: (result: T) => Immediate): T;
}

/** What a person writes, written down as well. */
export function recordWriting(person: Person, { names, place, message, record }: Pen): Writing {
  const written = ({ id }: { id: string }): Immediate => ({ messageId: id });
  const nothing = (): Immediate => ({});
  return {
    say(channelId, text, options = {}) {
      const { replyTo, files = [], ping = true } = options;
      const named = files.length > 0 ? { files: files.map((id) => names.nameOf(id) ?? 'nothing') } : {};
      const said = { where: place(channelId), text: names.hide(text), ...named };
      const deed: Deed =
        replyTo === undefined
          ? { do: 'say', ...said }
          : { do: 'reply', ...said, message: message(replyTo), ...(ping ? {} : { silent: true }) };
      return record(deed, () => person.say(channelId, text, options), written);
    },
    attach(file, channelId) {
      const base64 = Buffer.from(file.bytes).toString('base64');
      return record(
        { do: 'attach', where: place(channelId), name: names.hide(file.name), type: file.type, base64 },
        () => person.attach(file, channelId),
        (fileId) => ({ fileId }),
      );
    },
    editMessage: (messageId, text) =>
      record(
        { do: 'edit', message: message(messageId), text: names.hide(text) },
        () => person.editMessage(messageId, text),
        written,
      ),
    deleteMessage: (messageId) =>
      record(
        { do: 'delete', message: message(messageId) },
        () => person.deleteMessage(messageId),
        () => ({ goneId: messageId }),
      ),
    forward: (messageId, channelId) =>
      record(
        { do: 'forward', message: message(messageId), where: place(channelId) },
        () => person.forward(messageId, channelId),
        written,
      ),
    poll(channelId, poll) {
      const { question, answers, multiple } = poll;
      const asked = { question: names.hide(question), answers: answers.map(names.hide) };
      return record(
        { do: 'poll', where: place(channelId), ...asked, ...(multiple ? { multiple } : {}) },
        () => person.poll(channelId, poll),
        written,
      );
    },
    startThread(of, name) {
      const about =
        'messageId' in of ? { message: message(of.messageId), where: 'nowhere' } : { where: place(of.channelId) };
      return record(
        { do: 'start-thread', ...about, name: names.hide(name) },
        () => person.startThread(of, name),
        nothing,
      );
    },
    joinThread: (threadId) =>
      record({ do: 'join-thread', where: place(threadId) }, () => person.joinThread(threadId), nothing),
  };
}
