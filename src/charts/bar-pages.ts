import { renderBarPage } from './bar-chart.js';
import { rowsPerPage } from './bar-layout.js';
import type { BarPage, BarRow } from './bar-rows.js';
import { formatCount } from './format.js';
import type { DrawnPicture } from './picture.js';
import type { Theme } from './theme.js';

/** Draws bars on as many pages as they need, of nearly equal length and one shape, but at most `maxPages`. */
export function renderBarPages(
  rows: readonly BarRow[],
  frame: Omit<BarPage, 'rows' | 'slots' | 'aside'>,
  maxPages: number,
  theme: Theme,
): DrawnPicture {
  const count = Math.max(1, Math.ceil(rows.length / rowsPerPage(frame)));
  const slots = Math.max(1, Math.ceil(rows.length / count));
  const drawn = Math.min(count, maxPages);
  const shown = Math.min(rows.length, drawn * slots);
  const rowsOf = (page: number) => rows.slice(page * slots, (page + 1) * slots);
  const pages = Array.from({ length: drawn }, (_, page) => {
    const more = page === drawn - 1 && shown < rows.length ? ` · ${formatCount(rows.length - shown)} more` : '';
    const aside = count > 1 ? `${page + 1} / ${drawn}${more}` : undefined;
    return renderBarPage({ ...frame, aside, rows: rowsOf(page), slots }, theme);
  });
  return { pages, shown, perPage: pages.map((_, page) => rowsOf(page).length) };
}
