import type { ChartWords } from '../../words/pictures.js';
import { size } from '../paint/theme.js';

/** Never lower, in pixels, so that a single token still reads as a card. */
const MIN_HEIGHT = 260;

/** A strip cut into pages of one shape. */
export interface StripPages<Line> {
  /** Height in pixels of every page. */
  readonly height: number;
  readonly pages: readonly {
    readonly lines: readonly Line[];
    /** Which page this is, and what the last one leaves out, such as `4 / 4 · 272 more tokens`. */
    readonly aside: string | undefined;
    /** Tokens on this page. */
    readonly count: number;
  }[];
  /** Tokens on all pages. */
  readonly shown: number;
}

/** What a page of lines is like. */
export interface StripFrame {
  /** Pixels of a page that are not lines. */
  readonly frame: number;
  /** Pixels. */
  readonly lineHeight: number;
}

/** Lines of tokens that a full page holds. */
export function linesPerPage({ frame, lineHeight }: StripFrame): number {
  return Math.floor((size.maxHeight - frame) / lineHeight);
}

/**
 * Cuts lines of tokens into pages: one as low as its lines allow, or full pages that are all the same.
 *
 * @param options.total tokens in the text; those not on the lines are counted in the last page's `aside`
 */
export function pageStrip<Line extends readonly unknown[]>(
  lines: readonly Line[],
  options: StripFrame & { readonly total: number; readonly words: Pick<ChartWords, 'page' | 'moreTokens'> },
): StripPages<Line> {
  const { frame, lineHeight, total, words } = options;
  const perPage = linesPerPage(options);
  const count = Math.max(1, Math.ceil(lines.length / perPage));
  const tokensOn = (some: readonly Line[]) => some.reduce((sum, line) => sum + line.length, 0);
  const shown = tokensOn(lines);
  const rows = count > 1 ? perPage : Math.max(1, lines.length);
  const asideOf = (page: number) => {
    const place = count > 1 ? [words.page(page + 1, count)] : [];
    const more = page === count - 1 && total > shown ? [words.moreTokens(total - shown)] : [];
    return [...place, ...more].join(' · ') || undefined;
  };
  return {
    height: Math.max(MIN_HEIGHT, Math.ceil(frame + rows * lineHeight)),
    pages: Array.from({ length: count }, (_, page) => {
      const onPage = lines.slice(page * perPage, (page + 1) * perPage);
      return { lines: onPage, aside: asideOf(page), count: tokensOn(onPage) };
    }),
    shown,
  };
}
