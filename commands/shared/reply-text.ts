import { modelMarkdown } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';

/** A model's reply as it is shown; one that is too long for a few messages goes into a file as a whole. */
export function replyText(markdown: string): Block {
  return text(modelMarkdown(markdown) || '-# (an empty reply)', { fileName: 'reply.txt', content: markdown });
}
