import type { MessageView } from '../../playground/page/server-frames.js';
import { readableParts } from '../message/readable-text.js';

/** What a screen reader says of the stage when it has changed: each text and picture that was not there before. */
export function newOnStage(before: MessageView | undefined, now: MessageView): string[] {
  const known = new Set(before?.message.id === now.message.id ? readableParts(before).map(withoutNumbers) : []);
  return readableParts(now).filter((part) => !known.has(withoutNumbers(part)));
}

// A count that goes up with each vote is nothing new.
function withoutNumbers(part: string): string {
  return part.replaceAll(/\p{N}+/gu, '#');
}
