import type { ChartWords } from '../../words/pictures.js';
import { nearestPage, type PagePlace } from '../pages.js';
import { size } from '../paint/theme.js';

/** Never lower, in pixels, so that a single token still reads as a card. */
const MIN_HEIGHT = 280;
/** Letters of a token that are surely drawn. */
const MAX_COUNTED = 10;

/** A page of a strip; all pages of a strip have one shape. */
export interface StripPage<Line> {
  readonly place: PagePlace;
  /** Pixels. */
  readonly height: number;
  readonly lines: readonly Line[];
  /** Which page this is, and what the last one leaves out, such as `4 / 4 · 272 more tokens`. */
  readonly aside: string | undefined;
}

/** What a page of lines is like. */
export interface StripFrame {
  /** Pixels of a page that are not lines. */
  readonly frame: number;
  /** Pixels. */
  readonly lineHeight: number;
}

/**
 * Whether tokens in type of so many pixels surely take more than one page, told without measuring them: their letters are
 * at least half as wide as the type is high.
 */
export function surelyTakePages(
  tokens: readonly { readonly label: string }[],
  type: number,
  frame: StripFrame,
): boolean {
  const room = linesPerPage(frame) * (size.width - 2 * size.padding);
  let width = 0;
  for (const { label } of tokens) {
    // Of a long one only a part is drawn.
    width += Math.min(MAX_COUNTED, label.length) * type * 0.5;
    if (width > room) return true;
  }
  return false;
}

/** Lines of tokens that a full page holds. */
export function linesPerPage({ frame, lineHeight }: StripFrame): number {
  return Math.floor((size.maxHeight - frame) / lineHeight);
}

/**
 * Cuts lines of tokens into pages: one as low as its lines allow, or full pages that are all the same.
 *
 * @param options.page which page is wanted
 * @param options.total tokens in the text; those not on the lines are counted in the last page's `aside`
 */
export function pageStrip<Line extends readonly unknown[]>(
  lines: readonly Line[],
  options: StripFrame & {
    readonly page: number;
    readonly total: number;
    readonly words: Pick<ChartWords, 'page' | 'moreTokens'>;
  },
): StripPage<Line> {
  const { frame, lineHeight, total, words } = options;
  const perPage = linesPerPage(options);
  const pages = Math.max(1, Math.ceil(lines.length / perPage));
  const page = nearestPage(options.page, pages);
  const tokensOn = (some: readonly Line[]) => some.reduce((sum, line) => sum + line.length, 0);
  const onPage = lines.slice(page * perPage, (page + 1) * perPage);
  const from = tokensOn(lines.slice(0, page * perPage));
  const count = tokensOn(onPage);
  const left = page === pages - 1 ? total - from - count : 0;
  const rows = pages > 1 ? perPage : Math.max(1, lines.length);
  const asides = [...(pages > 1 ? [words.page(page + 1, pages)] : []), ...(left > 0 ? [words.moreTokens(left)] : [])];
  return {
    place: { page, pages, from, count },
    height: Math.max(MIN_HEIGHT, Math.ceil(frame + rows * lineHeight)),
    lines: onPage,
    aside: asides.join(' · ') || undefined,
  };
}
