import type { RenderedPage, RenderOptions } from '../kinds/renderer.js';
import { rowsPerPage } from './bar-layout.js';
import { drawBarPage } from './bar-page.js';
import type { BarPage, BarRow } from './bar-rows.js';
import { pageRows } from './row-pages.js';

/** Draws one of as many pages as the bars need, which are of nearly equal length and one shape. */
export function renderBars(
  rows: readonly BarRow[],
  frame: Omit<BarPage, 'rows' | 'slots' | 'aside'>,
  { page, theme, words }: RenderOptions,
): RenderedPage {
  const { place, slots, aside } = pageRows(rows.length, { fitting: rowsPerPage(frame), page, words });
  const onPage = rows.slice(place.from, place.from + place.count);
  return { ...place, card: drawBarPage({ ...frame, aside, rows: onPage, slots }, theme) };
}
