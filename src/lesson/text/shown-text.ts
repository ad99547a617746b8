import { modelMarkdown, plain } from '../../discord/markdown.js';
import { type Block, text } from '../../discord/reply.js';
import { visibleText } from '../../tokens/visible.js';
import { lessonWords } from '../words.js';

/** The end of a text, at most so many characters, with `…` where something was left out. */
export function textEnd(whole: string, characters: number): string {
  // No character has more than two code units, so of a long text the rest need not be looked at.
  const list = Array.from(whole.slice(-2 * (characters + 1)));
  return list.length <= characters ? whole : `…${list.slice(-characters).join('')}`;
}

/** The same of what is seen of a text, with its spaces and all that has no picture made visible. */
export function visibleEnd(whole: string, characters: number): string {
  return textEnd(visibleText(textEnd(whole, 2 * characters)), characters);
}

/** How much of the text's end is shown; the rest of the message needs its room. */
const MAX_TEXT_SHOWN = 1200;

/** The end of a text, with `…` where something was left out. */
export function shownText(whole: string): string {
  return textEnd(whole, MAX_TEXT_SHOWN);
}

/** Longer than this, a question is only pointed at: who asked it knows it. */
const MAX_QUOTED = 400;

/** Somebody's words as a quotation, shortened with `…` when they are long. */
export function quote(words: string): string {
  // No character has more than two code units, so of a long text the rest need not be looked at.
  const characters = Array.from(words.trim().slice(0, 2 * (MAX_QUOTED + 1)));
  const shown = characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED).join('')}…` : characters.join('');
  return shown
    .split(/\r?\n/)
    .map((line) => `> ${plain(line)}`)
    .join('\n');
}

/** More than four messages hold, so that of a longer reply only the beginning is shown; UTF-16 code units. */
const MAX_SHOWN = 20_000;

/** A model's reply as it is shown; one that is too long for a few messages goes into a file as a whole. */
export function replyText(markdown: string, locale: string): Block {
  const shown = modelMarkdown(markdown.slice(0, MAX_SHOWN));
  const isCut = markdown.length > MAX_SHOWN;
  return text(shown || lessonWords(locale).emptyReply, { fileName: 'reply.txt', content: markdown, isCut });
}
