import { UserError } from '../../errors.js';
import { visibleText } from '../../tokens/visible.js';
import { shorten } from '../../words/shorten.js';

/** Of what somebody typed, as much as a sentence has room for. */
const MAX_TYPED = 40;

/**
 * Which token of a text somebody means: its number from 1 on, or its text, of which the first is taken. A space at its ends
 * may be left out, and capitals do not matter where no token is written just so. In quotation marks, a number is a text.
 *
 * @param labels the tokens as they are shown
 * @returns its place from 0 on
 * @throws UserError when there is no such token
 */
export function findShown(typed: string, labels: readonly string[]): number {
  const [, quoted] = /^\s*["“„”«»](.+)["“„”«»]\s*$/s.exec(typed) ?? [];
  const number = quoted === undefined && /^\s*\d{1,9}\s*$/.test(typed) ? Number(typed) : undefined;
  if (number !== undefined && number >= 1 && number <= labels.length) return number - 1;
  const place = placeOf(visibleText(quoted ?? typed), labels, number === undefined);
  if (place !== undefined) return place;
  if (labels.length === 0) throw new UserError('no-tokens-to-look-at');
  if (number !== undefined) throw new UserError('no-such-token-number', { number, tokens: labels.length });
  const named = shorten(typed.trim() || visibleText(typed), MAX_TYPED, 'both');
  throw new UserError('no-such-token', { typed: named, tokens: labels.length });
}

/** The first token that is written so; else without the spaces at its ends; else in other capitals; else with it inside. */
function placeOf(shown: string, labels: readonly string[], mayBeInside: boolean): number | undefined {
  const bare = withoutSpaces(shown);
  const small = bare.toLowerCase();
  const fits: readonly ((label: string) => boolean)[] = [
    (label) => label === shown,
    (label) => bare !== '' && withoutSpaces(label) === bare,
    (label) => bare !== '' && withoutSpaces(label).toLowerCase() === small,
    (label) => mayBeInside && bare !== '' && label.toLowerCase().includes(small),
  ];
  const places = fits.map((fit) => labels.findIndex(fit));
  return places.find((place) => place !== -1);
}

function withoutSpaces(shown: string): string {
  return shown.replace(/^·+|·+$/g, '');
}
