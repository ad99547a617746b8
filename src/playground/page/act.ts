import type { Person } from '../people/person.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import type { SayOptions } from '../people/writing.js';
import type { ClientFrame } from './client-frames.js';
import type { DoneData } from './server-frames.js';
import type { Session } from './sessions.js';

/** The frames by which a person does something. */
export type DeedFrame = Exclude<
  ClientFrame,
  { type: 'hello' | 'join' | 'rename' | 'history' | 'wire' | 'preview' | 'names' | 'moderate' }
>;

/**
 * Does what a frame asks for, as the session's person.
 *
 * @throws PlaygroundRefusal with Discord's words for what Discord would not allow
 */
export async function act(session: Session, frame: DeedFrame): Promise<DoneData> {
  const { person } = session;
  switch (frame.type) {
    case 'say':
      person.say(frame.channelId, frame.text, sayOptions(frame));
      return {};
    case 'forward':
      person.forward(frame.messageId, frame.channelId);
      return {};
    case 'poll':
      person.poll(frame.channelId, frame);
      return {};
    case 'start-thread': {
      const { messageId, channelId } = frame;
      return { channelId: person.startThread(messageId === undefined ? { channelId } : { messageId }, frame.name) };
    }
    case 'edit':
      person.editMessage(frame.messageId, frame.text);
      return {};
    case 'delete':
      person.deleteMessage(frame.messageId);
      return {};
    case 'dismiss':
      person.dismiss(frame.messageId);
      return {};
    case 'make-channel':
      return { channelId: person.makeChannel() };
    case 'start-over':
      person.startOver(frame.channelId);
      return {};
    case 'slash':
      return started(person.slash(frame.name, frame.options, frame.channelId));
    case 'autocomplete':
      return { choices: await person.autocomplete(frame.name, frame.options, frame.focused, frame.channelId) };
    case 'message-command':
      return started(person.messageCommand(frame.name, frame.messageId));
    case 'user-command':
      return started(person.userCommand(frame.name, frame.userId, frame.channelId));
    case 'press':
      return started(person.press(frame.messageId, frame.customId));
    case 'select':
      return started(person.select(frame.messageId, frame.customId, frame.values));
    case 'submit':
      return submit(session, frame.interactionId, frame.entered);
  }
}

function sayOptions({ replyTo, ping, files }: DeedFrame & { type: 'say' }): SayOptions {
  return {
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(ping === undefined ? {} : { ping }),
    ...(files === undefined ? {} : { files }),
  };
}

function submit(session: Session, interactionId: string, entered: Parameters<Person['submit']>[1]): DoneData {
  const modal = session.modals.get(interactionId);
  if (!modal) throw new PlaygroundRefusal('This form is not open.');
  const invocation = session.person.submit(modal, entered);
  session.modals.delete(interactionId);
  return started(invocation);
}

function started(invocation: { id: string }): DoneData {
  return { interactionId: invocation.id };
}
