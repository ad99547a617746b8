import { inlineCode, plain } from '../../discord/markdown.js';
import { visibleText } from '../../tokens/visible.js';
import { shorten } from '../../words/shorten.js';
import { textEnd } from './shown-text.js';

/** What stands in one line of a reply on a desktop, and in two on a phone. */
const MAX_TEXT = 60;

/** Nothing but spaces, controls, and characters that have no picture. */
const UNSEEN = /^[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]+$/u;

/** Where the next token goes. */
const NEXT = '▮';

/** A text that a model goes on with, in one line of markdown: of a longer one both ends, and `▮` where the next token goes. */
export function askedText(text: string): string {
  // No character has more than two code units, and only the two ends are looked at.
  return inlineCode(`${shorten(visibleText(bothEnds(text)), MAX_TEXT, 'both')}${NEXT}`);
}

/** How much of it stands before a path, and how long both are where more than one token is shown. */
const MAX_BEFORE_PATH = 32;
const MAX_WITH_PATH = 60;
const ARROW = ' → ';

/** A token that was put behind a text. */
interface PathToken {
  readonly label: string;
  /** Such as a chance. */
  readonly figure: string;
  readonly isChosen: boolean;
}

/**
 * The same with what was put behind it token by token: each with its figure, and what somebody chose in bold. Of a path
 * that is too long for the line its end.
 *
 * @param leftOut how many more tokens stand between the text and those that are shown
 */
export function askedPath(text: string, path: readonly PathToken[], leftOut: number): string {
  const before = visibleText(bothEnds(text));
  const room = MAX_WITH_PATH - Math.min(before.length, MAX_BEFORE_PATH) - ARROW.length - NEXT.length;
  const lengthFrom = (start: number) =>
    path.slice(start).reduce((sum, { label, figure }) => sum + label.length + 1 + figure.length + ARROW.length, 0);
  const fitting = path.findIndex((_, start) => lengthFrom(start) <= room);
  const start = fitting === -1 ? path.length - 1 : fitting;
  const tokens = path.slice(start).map(({ label, figure, isChosen }) => {
    const code = inlineCode(label);
    return `${isChosen ? `**${code}**` : code} ${figure}`;
  });
  return [
    inlineCode(shorten(before, MAX_BEFORE_PATH, leftOut + start > 0 ? 'start' : 'both')),
    ...(leftOut + start > 0 ? ['…'] : []),
    ...tokens,
    NEXT,
  ].join(ARROW);
}

/**
 * A question or another text that somebody wrote, in one line of markdown: of a longer one both ends. Of one in which
 * nothing is to be seen, such as a space, the signs for that.
 */
export function askedWords(words: string): string {
  const ends = bothEnds(words);
  if (UNSEEN.test(ends)) return `> ${inlineCode(shorten(visibleText(ends), MAX_TEXT, 'both'))}`;
  return `> ${plain(shorten(ends.trim().replace(/\s+/g, ' '), MAX_TEXT, 'both'))}`;
}

/** Of a text before what was written, its end is shown; characters. */
const MAX_BEFORE = 400;
const MAX_WRITTEN = 1200;

/** A text and what a model wrote behind it, in bold; markdown of as many lines as it has. */
export function writtenBehind(before: string, written: string): string {
  const [, gap = '', words = '', rest = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(textEnd(written, MAX_WRITTEN)) ?? [];
  if (words === '') return before.trim() === '' ? askedText(before) : plain(textEnd(before, MAX_BEFORE));
  return `${plain(textEnd(before, MAX_BEFORE))}${gap}**${plain(words)}**${rest}`;
}

function bothEnds(text: string): string {
  const most = 8 * MAX_TEXT;
  return text.length <= 2 * most ? text : `${text.slice(0, most)}${text.slice(-most)}`;
}
