import type { SKRSContext2D } from '@napi-rs/canvas';
import type { ChartWords } from '../../words/pictures.js';
import { MAX_PAGES } from '../pages.js';
import { type Heading, layOutHeading, type Titles } from '../paint/heading.js';
import { size } from '../paint/theme.js';
import { readingOrder } from '../text/reading-order.js';
import { placeAsRead } from './place-as-read.js';
import { linesPerPage, pageStrip, type StripPage, surelyTakePages } from './strip-pages.js';
import { type FlowItem, flowLines, type PlacedItem } from './token-flow.js';

/** A token to lay out. */
interface StripToken {
  readonly label: string;
  readonly breakAfter?: boolean | undefined;
  readonly group?: number | undefined;
}

/** What a strip is like at one size. */
export interface StripAtSize<Token, Tile extends { readonly width: number }> {
  /** Pixels of the tokens' type. */
  readonly type: number;
  /** Pixels between two tiles. */
  readonly tileGap: number;
  readonly lineHeight: number;
  /** Pixels of a page that are not lines, below a heading of so many. */
  frame(heading: number): number;
  /** Readies a token. */
  tile(token: Token): Tile;
}

/** A strip at the size that was found. */
export interface FittedStrip<Size, Tile> {
  readonly size: Size;
  readonly heading: Heading;
  readonly lineHeight: number;
  /** Pixels of a page that are not lines. */
  readonly frame: number;
  /** Of the tokens from the first on, as many as have room. */
  readonly tiles: readonly Tile[];
  readonly page: StripPage<readonly PlacedItem[]>;
}

/**
 * Lays tokens out in the largest size in which all of them have room on one page; where there is none, in the least, on
 * several pages.
 *
 * @param sizes the largest first
 * @param options.total tokens in the text, where that is more than are given
 */
export function fitStrip<Size, Token extends StripToken, Tile extends { readonly width: number }>(
  context: SKRSContext2D,
  tokens: readonly Token[],
  sizes: readonly Size[],
  options: {
    readonly titles: Titles;
    /** Which page is wanted, from 0. */
    readonly page: number;
    readonly total: number;
    readonly words: Pick<ChartWords, 'page' | 'moreTokens'>;
    at(size: Size): StripAtSize<Token, Tile>;
  },
): FittedStrip<Size, Tile> {
  const { titles, page, total, words } = options;
  for (const own of sizes) {
    const isLast = own === sizes.at(-1);
    const { type, tileGap, lineHeight, frame: frameBelow, tile } = options.at(own);
    // Only the least has further pages.
    const heading = layOutHeading(context, titles, () => !isLast);
    const frame = frameBelow(heading.height);
    if (!isLast && surelyTakePages(tokens, type, { frame, lineHeight })) continue;
    const tiles: Tile[] = [];
    function* items(): Generator<FlowItem> {
      for (const token of tokens) {
        const { breakAfter = false, group } = token;
        const next = tile(token);
        tiles.push(next);
        yield { width: next.width, breakAfter, group };
      }
    }
    const room = { width: size.width - 2 * size.padding, gap: tileGap };
    const lines = flowLines(items(), {
      ...room,
      maxLines: linesPerPage({ frame, lineHeight }) * (isLast ? MAX_PAGES : 1),
    });
    const placed = lines.reduce((sum, line) => sum + line.length, 0);
    if (placed < tokens.length && !isLast) continue;
    const order = readingOrder(tokens.slice(0, placed));
    const read = lines.map((line) => placeAsRead(line, order, room));
    const shown = pageStrip(read, { page, total, frame, lineHeight, words });
    return { size: own, heading, lineHeight, frame, tiles, page: shown };
  }
  throw new RangeError('A strip needs a size.');
}
