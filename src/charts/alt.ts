import { drawableText } from './drawable-text.js';
import { formatCount, formatPercent, formatPercentRange } from './format.js';
import { graphemes } from './graphemes.js';
import type { Picture } from './picture.js';

/** Discord's limit for the description of a picture, in UTF-16 code units. */
export const longestAltText = 1024;
/** Characters that leave room for the numbers after them. */
const longestHeading = 240;
const longestLabel = 400;

/**
 * A picture in words for who can't see it: what it shows, then the numbers in reading order.
 *
 * Where not everything fits, it ends in `… N more in the message`. However long the picture, it takes no more work than
 * the result is long.
 *
 * @param longest UTF-16 code units at most, 1024 as Discord allows; at least 400, for the heading needs room
 */
export function altText(picture: Picture, longest = longestAltText): string {
  const total = 'tokens' in picture ? picture.tokens.length : picture.bars.length;
  const start = `${cut(drawableText(cut(heading(picture), longestHeading)), longestHeading)}: `;
  if (total === 0) return `${start}nothing to show`;
  // The longest text so far that still has room for the number of those left out.
  let [fallback, text, count] = [start + more(total), start, 0];
  let separator = '';
  for (const { entry, after = '; ' } of entries(picture)) {
    text += `${separator}${entry}`;
    separator = after;
    count += 1;
    if (text.length > longest) return fallback;
    const ended = text + more(total - count);
    if (ended.length <= longest) fallback = ended;
  }
  return text;
}

function heading(picture: Picture): string {
  const subtitle = 'subtitle' in picture && picture.subtitle ? ` (${picture.subtitle})` : '';
  return `${picture.title}${subtitle}. ${contents[picture.kind]}`;
}

const contents: Readonly<Record<Picture['kind'], string>> = {
  'token-strip': 'Tokens in order',
  'probability-strip': 'Tokens in order with their probabilities',
  'probability-bars': 'Probabilities of the next token',
  'count-bars': 'Counts',
};

interface Entry {
  readonly entry: string;
  /** What separates it from the next, a semicolon by default. */
  readonly after?: string;
}

function* entries(picture: Picture): Generator<Entry> {
  switch (picture.kind) {
    case 'token-strip':
      for (const [index, { label, caption, group }] of picture.tokens.entries()) {
        const entry = `“${words(label)}” ${words(caption)}`;
        const character = picture.groups?.[group ?? -1];
        const goesOn = group !== undefined && picture.tokens[index + 1]?.group === group;
        if (!character) yield { entry };
        else if (goesOn) yield { entry, after: ', ' };
        else yield { entry: `${entry}: together “${words(character)}”` };
      }
      return;
    case 'probability-strip':
      for (const { label, probability } of picture.tokens) {
        yield { entry: `“${words(label)}” ${probability === undefined ? 'not told' : formatPercent(probability)}` };
      }
      return;
    case 'probability-bars':
      for (const { label, probability, chosen, note } of picture.bars) {
        const extra = [chosen ? 'chosen' : '', note ? words(note) : ''].filter((part) => part !== '').join(', ');
        const value = formatPercentRange(probability.low, probability.high);
        yield { entry: `${words(label)} ${value}${extra ? ` (${extra})` : ''}` };
      }
      return;
    case 'count-bars':
      for (const { label, note, count } of picture.bars) {
        const name = note ? `${words(label)} (${words(note)})` : words(label);
        yield { entry: `${name} ${formatCount(count)} ${words(picture.unit)}` };
      }
  }
}

function words(text: string): string {
  return cut(drawableText(cut(text, longestLabel)), longestLabel) || '(empty)';
}

/** At most `max` code units: both ends of the text, cut between user-perceived characters. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const half = Math.floor((max - 1) / 2);
  // The clusters at the cut may be halves, so they are left out.
  const head = graphemes(text.slice(0, half)).slice(0, -1);
  const tail = graphemes(text.slice(-half)).slice(1);
  return `${head.join('')}…${tail.join('')}`;
}

function more(count: number): string {
  return count === 0 ? '' : ` … ${count} more in the message`;
}
