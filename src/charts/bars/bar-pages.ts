import type { RenderOptions } from '../kinds/renderer.js';
import type { DrawnPicture } from '../picture.js';
import { rowsPerPage } from './bar-layout.js';
import { renderBarPage } from './bar-page.js';
import type { BarPage, BarRow } from './bar-rows.js';
import { pageRows } from './row-pages.js';

/** Draws bars on as many pages as they need, of nearly equal length and one shape, but at most `maxPages`. */
export function renderBarPages(
  rows: readonly BarRow[],
  frame: Omit<BarPage, 'rows' | 'slots' | 'aside'>,
  { maxPages, theme, words }: RenderOptions,
): DrawnPicture {
  const { pages, slots, shown } = pageRows(rows.length, { fitting: rowsPerPage(frame), maxPages, words });
  return {
    pages: pages.map(({ from, count, aside }) =>
      renderBarPage({ ...frame, aside, rows: rows.slice(from, from + count), slots }, theme),
    ),
    shown,
    perPage: pages.map(({ count }) => count),
  };
}
