import { inlineCode, plain } from '../../discord/markdown.js';
import { visibleText } from '../../tokens/visible.js';
import { shorten } from '../../words/shorten.js';

/** What stands in one line of a reply on a desktop, and in two on a phone. */
const MAX_TEXT = 60;
const MAX_QUESTION = 100;

/** Nothing but spaces, controls, and characters that have no picture. */
const UNSEEN = /^[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]+$/u;

/** Where the next token goes. */
const NEXT = '▮';

/** A text that a model goes on with, in one line of markdown: of a longer one both ends, and `▮` where the next token goes. */
export function askedText(text: string): string {
  // No character has more than two code units, and only the two ends are looked at.
  return inlineCode(`${shorten(visibleText(bothEnds(text)), MAX_TEXT, 'both')}${NEXT}`);
}

/**
 * A question or another text that somebody wrote, in one line of markdown: of a longer one both ends. Of one in which
 * nothing is to be seen, such as a space, the signs for that.
 *
 * @param most characters
 */
export function askedWords(words: string, most = MAX_QUESTION): string {
  const ends = bothEnds(words);
  if (UNSEEN.test(ends)) return `> ${inlineCode(shorten(visibleText(ends), MAX_TEXT, 'both'))}`;
  return `> ${plain(shorten(ends.trim().replace(/\s+/g, ' '), most, 'both'))}`;
}

function bothEnds(text: string): string {
  const most = 4 * MAX_QUESTION;
  return text.length <= 2 * most ? text : `${text.slice(0, most)}${text.slice(-most)}`;
}
