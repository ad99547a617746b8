import type { ChartWords } from '../../words/pictures.js';
import { MAX_PAGES, nearestPage, type PagePlace } from '../pages.js';

/** A page of rows; all pages of a picture are of nearly equal length. */
export interface RowPage {
  readonly place: PagePlace;
  /** Rows that each page has room for, so that pages of one picture have one shape. */
  readonly slots: number;
  /** Which page this is, and what the last one leaves out, such as `2 / 2 · 7 more`. */
  readonly aside: string | undefined;
}

/**
 * Cuts rows into pages.
 *
 * @param options.fitting rows that fit on one page
 * @param options.page which page is wanted
 */
export function pageRows(
  total: number,
  { fitting, page: wanted, words }: { readonly fitting: number; readonly page: number; readonly words: ChartWords },
): RowPage {
  const needed = Math.max(1, Math.ceil(total / fitting));
  const slots = Math.max(1, Math.ceil(total / needed));
  const pages = Math.min(needed, MAX_PAGES);
  const page = nearestPage(wanted, pages);
  const from = page * slots;
  const count = Math.max(0, Math.min(slots, total - from));
  const left = page === pages - 1 ? total - from - count : 0;
  const asides = [...(pages > 1 ? [words.page(page + 1, pages)] : []), ...(left > 0 ? [words.more(left)] : [])];
  return { place: { page, pages, from, count }, slots, aside: asides.join(' · ') || undefined };
}
