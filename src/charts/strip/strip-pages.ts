import { formatCount } from '../../words/format.js';
import { size } from '../paint/theme.js';

/** Never lower, so that a single token still reads as a card. */
const lowest = 260;

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

/** Lines of tokens that a full page holds. */
export function linesPerPage(frame: number, lineHeight: number): number {
  return Math.floor((size.maxHeight - frame) / lineHeight);
}

/**
 * Cuts lines of tokens into pages: one as low as its lines allow, or full pages that are all the same.
 *
 * @param total tokens in the text; those not on the lines are counted in the last page's `aside`
 * @param frame pixels of a page that are not lines
 * @param lineHeight pixels
 */
export function pageStrip<Line extends readonly unknown[]>(
  lines: readonly Line[],
  total: number,
  frame: number,
  lineHeight: number,
): StripPages<Line> {
  const perPage = linesPerPage(frame, lineHeight);
  const count = Math.max(1, Math.ceil(lines.length / perPage));
  const tokensOn = (some: readonly Line[]) => some.reduce((sum, line) => sum + line.length, 0);
  const shown = tokensOn(lines);
  const rows = count > 1 ? perPage : Math.max(1, lines.length);
  return {
    height: Math.max(lowest, Math.ceil(frame + rows * lineHeight)),
    pages: Array.from({ length: count }, (_, page) => {
      const onPage = lines.slice(page * perPage, (page + 1) * perPage);
      return {
        lines: onPage,
        aside: aside(page + 1, count, page === count - 1 ? total - shown : 0),
        count: tokensOn(onPage),
      };
    }),
    shown,
  };
}

function aside(page: number, count: number, more: number): string | undefined {
  const parts = [
    count > 1 ? `${page} / ${count}` : undefined,
    more > 0 ? `${formatCount(more)} more token${more === 1 ? '' : 's'}` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' · ');
}
