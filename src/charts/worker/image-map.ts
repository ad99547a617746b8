import type { ChartWords } from '../../words/pictures.js';
import { kindOf, type Picture } from '../kinds/registry.js';
import type { Area } from '../paint/clipped.js';
import { size } from '../paint/theme.js';
import { picturePart } from '../picture-part.js';
import type { StripRegion } from '../room/strip-body.js';
import { cutMiddle } from '../text/alt-label.js';
import { drawableText } from '../text/drawable-text.js';

/** The keyword of the chunk that an image map stands in. */
export const IMAGE_MAP_KEYWORD = 'regions';

/** What a picture shows where, so that who points at a place is told of it. In pixels of the file, from its upper left. */
export interface ImageMap {
  readonly width: number;
  readonly height: number;
  /** One for each token, bar, row or branch, in reading order, and then for each part of what a room said. */
  readonly regions: readonly ImageRegion[];
}

/** Where a part of a picture is, in whole pixels inside the picture. */
export interface ImageRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The token as it is drawn. */
  readonly label: string;
  /** Its numbers in the words of the alt text. */
  readonly text: string;
}

/** Far more than a page has. */
const MAX_REGIONS = 300;
/** In UTF-16 code units. */
const MAX_LABEL = 80;
const MAX_TEXT = 300;

/**
 * Tells what is where on a page.
 *
 * @param page.from the first part that is on it
 * @param page.areas where each of its parts is
 * @param page.room where what a room said is
 */
export function imageMap(
  picture: Picture,
  page: {
    readonly from: number;
    readonly height: number;
    readonly areas: readonly Area[];
    readonly room: readonly StripRegion[];
  },
  words: ChartWords,
): ImageMap {
  const { height } = page;
  const areas = page.areas.slice(0, MAX_REGIONS);
  const part = picturePart(picture, page.from, areas.length);
  const kind = kindOf(picture);
  const entries = kind.entries(part, words)[Symbol.iterator]();
  const told = kind.parts(part).map(({ label }, at): StripRegion => {
    const area = areas[at] ?? { left: 0, top: 0, width: 0, height: 0 };
    return { area, label, text: entries.next().value?.figures ?? '' };
  });
  const regions = [...told, ...page.room].slice(0, MAX_REGIONS).map(({ area, label, text }): ImageRegion => {
    const [x, y] = [within(area.left, size.width), within(area.top, height)];
    return {
      x,
      y,
      width: within(area.left + area.width, size.width) - x,
      height: within(area.top + area.height, height) - y,
      label: shortened(label, MAX_LABEL) || words.empty,
      text: shortened(text, MAX_TEXT),
    };
  });
  return { width: size.width, height, regions };
}

function shortened(text: string, most: number): string {
  return cutMiddle(drawableText(cutMiddle(text, most)), most);
}

function within(place: number, end: number): number {
  return Math.min(end, Math.max(0, Math.round(place)));
}
