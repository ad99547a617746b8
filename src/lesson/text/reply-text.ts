import { modelMarkdown } from '../../discord/markdown.js';
import { type Block, text } from '../../discord/reply.js';
import { lessonWords } from '../words.js';

/** More than four messages hold, so that of a longer reply only the beginning is shown; UTF-16 code units. */
const MAX_SHOWN = 20_000;

/** A model's reply as it is shown; one that is too long for a few messages goes into a file as a whole. */
export function replyText(markdown: string, locale = 'en'): Block {
  const shown = modelMarkdown(markdown.slice(0, MAX_SHOWN));
  const isCut = markdown.length > MAX_SHOWN;
  return text(shown || lessonWords(locale).emptyReply, { fileName: 'reply.txt', content: markdown, isCut });
}
