import { messageText } from './message-text.js';

/** What stands in a message with Components V2, text by text, without the small print, which says what is under way. */
export function shownTexts(components: readonly unknown[] | undefined): readonly string[] {
  return messageText({ content: '', components: components ?? [] })
    .split('\n')
    .filter((line) => !line.startsWith('-# '));
}
