import { signal } from '@preact/signals';
import type { MessageView } from '../../playground/page/server-frames.js';
import { readableText } from '../message/readable-text.js';
import { isLoading } from '../model/message-flags.js';

/** What a screen reader says next. */
export const announcement = signal('');

// A reply that streams in is read once, when it has stood still for so long.
const STILL_MS = 1500;
const MAX_LENGTH = 400;
const pending = new Map<string, ReturnType<typeof setTimeout>>();

/** Has something read aloud. */
export function announce(text: string): void {
  // The same sentence twice would be no change, and not be read.
  announcement.value = announcement.value === text ? `${text}\u00a0` : text;
}

/** Has a new or changed message read aloud once it no longer changes. */
export function announceMessage(view: MessageView, author: string): void {
  const { id } = view.message;
  clearTimeout(pending.get(id));
  if (isLoading(view)) {
    announce(`${author} is thinking…`);
    return;
  }
  pending.set(
    id,
    setTimeout(() => {
      pending.delete(id);
      const text = readableText(view);
      const whole = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
      announce(`${author}${view.ephemeral ? ', only you can see this' : ''}: ${whole}`);
    }, STILL_MS),
  );
}
