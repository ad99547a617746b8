import { plain } from '../../discord/markdown.js';
import { shorten } from '../../words/shorten.js';
import { isEndOfText, type LabelledToken, tokenLabel } from './token-label.js';
import { tokenNameWords } from './words.js';

/** Longer tokens are shortened in the middle; characters. */
const MAX_NAME = 40;

/**
 * A token as a sentence, a button or an entry names it, in plain text: `“king”` without the space before it, `“,”`, its
 * bytes `“⟨F0 9F⟩”` where it is part of a character, `a new line`, `a quotation mark`, or `the end of the text`.
 *
 * @param most characters within the quotation marks
 */
export function tokenName(token: LabelledToken, locale: string, most = MAX_NAME): string {
  const words = tokenNameWords(locale);
  if (isEndOfText(token)) return words.end;
  const own = words.ownNames.get(token.text);
  if (own !== undefined) return own;
  const label = tokenLabel(token);
  return words.quoted(shorten(token.text.startsWith(' ') ? label.replace(/^·(?=[^·↵␍⇥])/u, '') : label, most, 'both'));
}

/** The same as markdown. */
export function markedTokenName(token: LabelledToken, locale: string): string {
  return plain(tokenName(token, locale));
}
