import type { MessageView } from '../../playground/page/server-frames.js';
import { readableText, writtenText } from '../message/readable-text.js';
import { menuCommands } from '../model/command.js';
import { announce } from '../store/announce.js';
import { copyText } from '../store/copy-text.js';
import { startHere } from '../store/deeds.js';
import type { MenuItem } from '../store/menu.js';
import { place } from '../store/place.js';
import { bot, channels, commandsIn, nameOf, you } from '../store/room.js';
import { editing, forwarding, pingsAnswered, replyingTo, threading } from '../store/screen.js';
import { request } from '../store/socket.js';
import { isSystemMessage } from './system-message.js';

/** What can be done with a message: Discord's own entries, then the commands that the bot adds under “Apps”. */
export function messageMenu(view: MessageView): MenuItem[] {
  const { message } = view;
  const isOwn = message.author.id === you.value.id;
  const isSystem = isSystemMessage(message);
  const here = channels.value.find(({ id }) => id === message.channel_id);
  const isKept = message.type === 21 || view.ephemeral;
  const isAnswered = !view.ephemeral && !isSystem;
  const apps = menuCommands(commandsIn(message.channel_id), 3);
  const people = menuCommands(commandsIn(message.channel_id), 2);
  return [
    ...(isAnswered ? [{ label: 'Reply', run: () => replyTo(view) }] : []),
    ...(isAnswered && here?.startsThreads && !message.thread
      ? [{ label: 'Create thread…', run: () => thread(view) }]
      : []),
    ...(isAnswered && !message.poll && mayForward() ? [{ label: 'Forward…', run: () => forward(view) }] : []),
    ...(isOwn && !isSystem ? [{ label: 'Edit message', run: () => edit(view) }] : []),
    { label: 'Copy text', run: () => copy(writtenText(view) || readableText(view), 'The text') },
    { label: 'Copy message ID', run: () => copy(message.id, 'The message ID') },
    ...((isOwn || here?.managesMessages) && !isKept
      ? [{ label: 'Delete message', danger: true, run: () => remove(view) }]
      : []),
    ...(view.ephemeral ? [{ label: 'Dismiss message', run: () => dismiss(view) }] : []),
    ...apps.map((name) => ({
      label: name,
      group: 'Apps',
      run: () =>
        startHere(
          { type: 'message-command', name, messageId: message.id },
          { kind: 'command', label: name, channelId: message.channel_id },
        ),
    })),
    ...people.map((name) => ({
      label: name,
      group: `Apps, for ${nameOf(message.author)}`,
      run: () =>
        startHere(
          { type: 'user-command', name, userId: message.author.id, channelId: message.channel_id },
          { kind: 'command', label: name, channelId: message.channel_id },
        ),
    })),
  ];
}

export function replyTo(view: MessageView): void {
  editing.value = undefined;
  replyingTo.value = view.message.id;
  pingsAnswered.value = true;
  document.getElementById('composer')?.focus();
}

function thread({ message }: MessageView): void {
  threading.value = { channelId: message.channel_id, messageId: message.id };
}

// Whoever takes part in a class has one channel, and nowhere to forward to.
function mayForward(): boolean {
  return place.value.mode === 'open' || place.value.role === 'teacher';
}

function forward({ message }: MessageView): void {
  forwarding.value = message.id;
}

export function edit(view: MessageView): void {
  replyingTo.value = undefined;
  editing.value = view.message.id;
}

/** Takes a message that only this person sees off the screen. */
export function dismiss(view: MessageView): void {
  request({ type: 'dismiss', messageId: view.message.id }).catch(() => undefined);
  document.getElementById('composer')?.focus();
}

export function isBot(view: MessageView): boolean {
  return view.message.author.id === bot.value.id;
}

function remove(view: MessageView): void {
  request({ type: 'delete', messageId: view.message.id }).catch((error: Error) => announce(error.message));
  document.getElementById('composer')?.focus();
}

function copy(text: string, what: string): void {
  copyText(text).then(
    () => announce(`${what} is copied.`),
    () => announce('The browser does not allow copying here.'),
  );
}
