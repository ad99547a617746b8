import { drawableText } from './drawable-text.js';
import { formatCount, formatPercent, formatPercentRange, shortenMiddle } from './format.js';
import type { Picture } from './picture.js';

/** Discord's limit for the description of a picture. */
const discordLimit = 1024;
/** Characters that leave room for the numbers after them. */
const longestHeading = 240;
const longestLabel = 400;

/**
 * A picture in words for who can't see it: what it shows, then the numbers in reading order.
 *
 * Where not everything fits, it ends in `… N more in the message`.
 *
 * @param longest UTF-16 code units at most, 1024 as Discord allows; at least 400, for the heading needs room
 */
export function altText(picture: Picture, longest = discordLimit): string {
  const { heading, entries } = describe(picture);
  const start = `${cut(heading, longestHeading)}: `;
  if (entries.length === 0) return `${cut(heading, longestHeading)}: nothing to show`;
  const whole = start + entries.join('; ');
  if (whole.length <= longest) return whole;
  let text = start;
  for (const [index, entry] of entries.entries()) {
    const next = `${index === 0 ? '' : '; '}${entry}`;
    // The ending is no longer for the next entry, since its number only shrinks.
    if (text.length + next.length + more(entries.length - index - 1).length > longest) {
      return text + more(entries.length - index);
    }
    text += next;
  }
  return text;
}

function describe(picture: Picture): { heading: string; entries: string[] } {
  const subtitle = 'subtitle' in picture && picture.subtitle ? ` (${picture.subtitle})` : '';
  const heading = drawableText(`${picture.title}${subtitle}`);
  switch (picture.kind) {
    case 'token-strip':
      return {
        heading: `${heading}. Tokens in order`,
        entries: picture.tokens.map(({ label, caption }) => `${quoted(label)} ${drawableText(caption)}`.trim()),
      };
    case 'probability-strip':
      return {
        heading: `${heading}. Tokens in order with their probabilities`,
        entries: picture.tokens.map(({ label, probability }) => `${quoted(label)} ${formatPercent(probability)}`),
      };
    case 'probability-bars':
      return {
        heading: `${heading}. Probabilities of the next token`,
        entries: picture.bars.map(({ label, probability, chosen, note }) => {
          const extra = [chosen ? 'chosen' : undefined, note && drawableText(note)].filter(Boolean).join(', ');
          const value = formatPercentRange(probability.low, probability.high);
          return `${plain(label)} ${value}${extra ? ` (${extra})` : ''}`;
        }),
      };
    case 'count-bars':
      return {
        heading: `${heading}. Counts`,
        entries: picture.bars.map(({ label, note, count }) => {
          const words = note ? `${plain(label)} (${drawableText(note)})` : plain(label);
          return `${words} ${formatCount(count)} ${drawableText(picture.unit)}`;
        }),
      };
  }
}

function plain(label: string): string {
  return cut(drawableText(label), longestLabel) || '(empty)';
}

function quoted(label: string): string {
  return `“${plain(label)}”`;
}

/** At most `max` code units, cut between user-perceived characters where these are not huge. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  for (let keep = max; keep >= 1; keep = Math.floor(keep * 0.8)) {
    const shortened = shortenMiddle(text, keep);
    if (shortened.length <= max) return shortened;
  }
  return '…';
}

function more(count: number): string {
  return count === 0 ? '' : ` … ${count} more in the message`;
}
