import { graphemes } from '../tokens/graphemes.js';
import { formatCount, formatCountRange, formatPercent, formatPercentRange } from '../words/format.js';
import type { BarCell, Frame, Picture } from './picture.js';
import { partsOf } from './picture-part.js';
import { drawableText } from './text/drawable-text.js';

/** Discord's limit for the description of a picture, in UTF-16 code units. */
export const longestAltText = 1024;
/** Characters that leave room for the numbers after them. */
const longestHeading = 340;
/** Of the title, where what the picture shows needs the room. */
const shortestTitle = 120;
const longestLabel = 400;
/** Characters of the text that a step goes on from. */
const longestQuote = 100;

/**
 * A picture in words for who can't see it: what it shows, then the numbers in reading order.
 *
 * Where not everything fits, it ends in `… N more in the message`. However long the picture, it takes no more work than
 * the result is long.
 *
 * @param longest UTF-16 code units at most, 1024 as Discord allows; at least 400, for the heading needs room
 */
export function altText(picture: Picture, longest = longestAltText): string {
  const total = partsOf(picture).length;
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

/**
 * An animation in words: its first picture and its last, which the others lead to.
 *
 * @returns at most 1024 UTF-16 code units
 */
export function animationAltText(frames: readonly Frame[]): string {
  const [first, last] = [frames[0], frames.at(-1)];
  if (!first || !last) throw new RangeError('An animation has at least one frame.');
  if (first === last) return altText(first.picture);
  const start = `Animation of ${frames.length} pictures. The first: `;
  const between = '. The last: ';
  const each = Math.floor((longestAltText - start.length - between.length) / 2);
  return `${start}${altText(first.picture, each)}${between}${altText(last.picture, each)}`;
}

function heading(picture: Picture): string {
  const subtitle = 'subtitle' in picture && picture.subtitle ? ` (${picture.subtitle})` : '';
  const shows = `. ${contents(picture)}`;
  return `${cut(`${picture.title}${subtitle}`, Math.max(shortestTitle, longestHeading - shows.length))}${shows}`;
}

function contents(picture: Picture): string {
  switch (picture.kind) {
    case 'token-strip':
      return 'Tokens in order';
    case 'probability-strip':
      return `Tokens in order with their probabilities${picture.captions ? ` and ${picture.captions}` : ''}`;
    case 'probability-bars':
      return 'Probabilities of the next token';
    case 'draw-step': {
      const drawn = picture.token === undefined ? '' : `, the token drawn is “${words(picture.token)}”`;
      const after = cut(picture.text.slice(-longestQuote), longestQuote);
      return `Step ${picture.step} of ${picture.steps}: after “${after}”${drawn}. Probabilities of the next token`;
    }
    case 'bar-columns': {
      const titles = picture.columns.map(({ title, caption }) => (caption ? `${title} (${caption})` : title));
      return `Probabilities of the next token at ${titles.join(', ')}`;
    }
    case 'roll-counts':
      return 'How often each token was drawn, and predicted';
    case 'count-bars':
      return 'Counts';
    case 'branch-tree':
      return 'Branches of the reply';
  }
}

interface Entry {
  readonly entry: string;
  /** What separates it from the next, a semicolon by default. */
  readonly after?: string;
}

function* entries(picture: Picture): Generator<Entry> {
  switch (picture.kind) {
    case 'token-strip':
      for (const [index, { label, caption, group, around }] of picture.tokens.entries()) {
        const entry = `“${words(label)}” ${words(caption)}${around ? ' (around the text)' : ''}`;
        const character = picture.groups?.[group ?? -1];
        const goesOn = group !== undefined && picture.tokens[index + 1]?.group === group;
        if (!character) yield { entry };
        else if (goesOn) yield { entry, after: ', ' };
        else yield { entry: `${entry}: together “${words(character)}”` };
      }
      return;
    case 'probability-strip':
      for (const { label, probability, bound, caption } of picture.tokens) {
        const value = probability === undefined ? 'not told' : atMost(formatPercent(probability), bound);
        yield { entry: `“${words(label)}” ${value}${caption ? `, ${words(caption)}` : ''}` };
      }
      return;
    case 'probability-bars':
    case 'draw-step':
      for (const bar of picture.bars) yield { entry: `${words(bar.label)} ${cellWords(bar)}` };
      return;
    case 'bar-columns':
      for (const [row, { label }] of picture.rows.entries()) {
        const values = picture.columns.map(({ cells }) => cellWords(cells[row]));
        yield { entry: `${words(label)} ${values.join(', ')}` };
      }
      return;
    case 'roll-counts':
      for (const { label, count, predicted, range } of picture.rows) {
        const expected = `predicted ${formatCountRange(predicted)}, 95% range ${formatCountRange(range)}`;
        yield { entry: `${words(label)} drawn ${formatCount(count)} (${expected})` };
      }
      return;
    case 'count-bars':
      for (const { label, note, count } of picture.bars) {
        const name = note ? `${words(label)} (${words(note)})` : words(label);
        yield { entry: `${name} ${formatCount(count)} ${words(picture.unit)}` };
      }
      return;
    case 'branch-tree': {
      const labels = new Map(picture.nodes.map(({ id, label }) => [id, label]));
      for (const { label, parent, probability, current } of picture.nodes) {
        const value = probability === undefined ? '' : ` ${formatPercent(probability)}`;
        const before = labels.get(parent ?? '');
        const after = before === undefined ? '' : ` after “${words(before)}”`;
        yield { entry: `“${words(label)}”${value}${after}${current ? ' (current)' : ''}` };
      }
    }
  }
}

/** `< 0.1%` says by itself that it is the most. */
function atMost(value: string, isBound = false): string {
  return isBound && !value.startsWith('<') ? `at most ${value}` : value;
}

function cellWords(cell: BarCell | undefined): string {
  if (!cell) return 'not told';
  const extra = [cell.chosen ? 'chosen' : '', cell.note ? words(cell.note) : ''].filter((part) => part !== '');
  const value = formatPercentRange(cell.probability.low, cell.probability.high);
  return extra.length === 0 ? value : `${value} (${extra.join(', ')})`;
}

function words(text: string): string {
  return cut(drawableText(cut(text, longestLabel)), longestLabel) || '(empty)';
}

/** At most `max` code units: both ends of the text, cut between user-perceived characters. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const half = Math.floor((max - 1) / 2);
  // The clusters at the cut may be halves, so they are left out.
  const head = [...graphemes(text.slice(0, half))].slice(0, -1);
  const tail = [...graphemes(text.slice(-half))].slice(1);
  return `${head.join('')}…${tail.join('')}`;
}

function more(count: number): string {
  return count === 0 ? '' : ` … ${count} more in the message`;
}
