import type { ChartWords } from '../../words/pictures.js';

/** Rows cut into pages of nearly equal length. */
export interface RowPages {
  /** Rows that each page has room for, so that pages of one picture have one shape. */
  readonly slots: number;
  readonly pages: readonly {
    /** The first row. */
    readonly from: number;
    readonly count: number;
    /** Which page this is, and what the last one leaves out, such as `2 / 2 · 7 more`. */
    readonly aside: string | undefined;
  }[];
  /** Rows on all pages. */
  readonly shown: number;
}

/**
 * Cuts rows into pages.
 *
 * @param options.fitting rows that fit on one page
 */
export function pageRows(
  total: number,
  { fitting, maxPages, words }: { readonly fitting: number; readonly maxPages: number; readonly words: ChartWords },
): RowPages {
  const needed = Math.max(1, Math.ceil(total / fitting));
  const slots = Math.max(1, Math.ceil(total / needed));
  const drawn = Math.min(needed, maxPages);
  const shown = Math.min(total, drawn * slots);
  const pages = Array.from({ length: drawn }, (_, page) => {
    const more = page === drawn - 1 && shown < total ? [words.more(total - shown)] : [];
    return {
      from: page * slots,
      count: Math.max(0, Math.min(slots, total - page * slots)),
      aside: needed > 1 ? [words.page(page + 1, drawn), ...more].join(' · ') : undefined,
    };
  });
  return { slots, pages, shown };
}
