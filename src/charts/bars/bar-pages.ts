import { createCanvas } from '@napi-rs/canvas';
import type { RenderedPage, RenderOptions } from '../kinds/renderer.js';
import { layOutHeading, type Titles } from '../paint/heading.js';
import { rowsPerPage } from './bar-layout.js';
import { drawBarPage } from './bar-page.js';
import type { BarPage, BarRow } from './bar-rows.js';
import { pageRows } from './row-pages.js';

/** Draws one of as many pages as the bars need, which are of nearly equal length and one shape. */
export function renderBars(
  rows: readonly BarRow[],
  titles: Titles,
  frame: Pick<BarPage, 'track' | 'empty'>,
  { page, usualHeight, theme, words }: RenderOptions,
): RenderedPage {
  const heading = layOutHeading(
    createCanvas(1, 1).getContext('2d'),
    titles,
    (height) => rows.length <= rowsPerPage(height),
  );
  const { place, slots, aside } = pageRows(rows.length, { fitting: rowsPerPage(heading.height), page, words });
  const onPage = rows.slice(place.from, place.from + place.count);
  return { ...place, ...drawBarPage({ ...frame, heading, aside, rows: onPage, slots, usualHeight }, theme) };
}
