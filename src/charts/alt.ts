import { type ChartWords, chartWords } from '../words/pictures.js';
import type { AnyPicture } from './kinds/picture-kind.js';
import { kindOf, type Picture } from './kinds/registry.js';
import type { Frame } from './picture.js';
import { toldRoom } from './room/told-room.js';
import { cutMiddle } from './text/alt-label.js';
import { drawableText } from './text/drawable-text.js';

/** Discord's limit for the description of a picture, in UTF-16 code units. */
export const MAX_ALT_TEXT = 1024;

/** Characters that leave room for the numbers after them. */
const MAX_HEADING = 340;
/** After the heading, to say that there is more. */
const ROOM_FOR_MORE = 40;
/** Of the whole text, what a room said has no more than this part. */
const ROOM_SHARE = 0.4;
/** Of the title, where what the picture shows needs the room. */
const MIN_TITLE = 120;

/** For whom an alt text is. */
export interface AltOptions {
  /** As Discord names it; English by default. */
  readonly locale?: string | undefined;
  /** UTF-16 code units at most, 1024 as Discord allows; at least 400, because the heading needs room. */
  readonly longest?: number | undefined;
}

/**
 * A picture in words for who can't see it: what it shows, then the numbers in reading order.
 *
 * Where not everything fits, it ends in `… N more in Details`. However long the picture, it takes no more work than
 * the result is long.
 */
export function altText(picture: Picture, { locale = 'en', longest = MAX_ALT_TEXT }: AltOptions = {}): string {
  const words = chartWords(locale);
  const room = picture.room === undefined ? '' : toldRoom(picture.room, words, Math.floor(longest * ROOM_SHARE));
  return toldPicture(picture, words, longest - room.length) + room;
}

function toldPicture(picture: Picture, words: ChartWords, longest: number): string {
  const kind = kindOf(picture);
  const total = kind.parts(picture).length;
  const more = (count: number) => (count === 0 ? '' : words.alt.more(count));
  const start = words.alt.list(heading(picture, kind.contents(picture, words), words, longest));
  if (total === 0) return `${start}${words.alt.nothing}`;
  // The longest text so far that still has room for the number of those left out.
  let [fallback, text, count] = [start + more(total), start, 0];
  let separator = '';
  for (const { name, figures, goesOn } of kind.entries(picture, words)) {
    text += separator + words.alt.part(name, figures);
    separator = goesOn ? words.alt.withinGroup : words.alt.betweenParts;
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
export function animationAltText(frames: readonly Frame[], { locale = 'en' }: Pick<AltOptions, 'locale'> = {}): string {
  const [first, last] = [frames[0], frames.at(-1)];
  if (!first || !last) throw new RangeError('An animation has at least one frame.');
  if (first === last) return altText(first.picture, { locale });
  const { animation, last: between } = chartWords(locale).alt;
  const start = animation(frames.length);
  const longest = Math.floor((MAX_ALT_TEXT - start.length - between.length) / 2);
  return `${start}${altText(first.picture, { locale, longest })}${between}${altText(last.picture, { locale, longest })}`;
}

function heading({ title, subtitle }: AnyPicture, contents: string, words: ChartWords, longest: number): string {
  const most = Math.min(MAX_HEADING, longest - ROOM_FOR_MORE);
  const whole = words.alt.heading(title, subtitle);
  const shows = words.alt.contents(contents, whole);
  const name = cutMiddle(whole, Math.max(MIN_TITLE, most - shows.length));
  return cutMiddle(drawableText(cutMiddle(`${name}${shows}`, most)), most);
}
