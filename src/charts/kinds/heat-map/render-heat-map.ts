import { createCanvas } from '@napi-rs/canvas';
import { checkLikeness, checkProbability } from '../../../domain/check-figure.js';
import type { ChartWords } from '../../../words/pictures.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { type Hex, mix, readableInk } from '../../paint/colour.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import type { Theme } from '../../paint/theme.js';
import { size } from '../../paint/theme.js';
import { drawLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { type HeatLayout, LEAN, layOutFigures, layOutHeat, rowsPerPage } from './heat-layout.js';
import type { HeatMap } from './heat-map.js';

/** Between two cells. */
const GAP = 4;

/**
 * Draws a grid of values, each cell in a colour that grows with its value from the card's own, and below zero in another.
 *
 * @throws RangeError when a value is outside of what its kind can be, or more columns are given than have room
 */
export function renderHeatMap(picture: HeatMap, { page, theme, words }: RenderOptions): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const rows = picture.cells.length === 0 ? [] : picture.rows;
  const frameOf = (start: number) => ({ start, empty: words.empty });
  const heading = layOutHeading(
    context,
    picture,
    (start) => rows.length <= rowsPerPage(context, picture, frameOf(start)),
  );
  const fitting = rowsPerPage(context, picture, frameOf(heading.height));
  const { place, slots, aside } = pageRows(rows.length, { fitting, page, words });
  if (rows.length === 0) {
    const card = createCard(heading, { height: size.minHeight, theme, aside });
    drawEmptyNote(card, words.heatMap.nothing);
    return { ...place, card, areas: [] };
  }
  const layout = layOutHeat(context, picture, { ...place, slots, total: rows.length }, frameOf(heading.height));
  const card = createCard(heading, { height: layout.height, theme, aside });
  const until = place.from + place.count;
  const cells = picture.cells.filter(({ row }) => row >= place.from && row < until);
  drawLabels(card, layout, place.from);
  const areas = cells.map(({ row, column }) => areaOf(layout, row - place.from, column));
  drawCells(card, picture, { cells, areas, layout }, words);
  const before = picture.cells.findIndex(({ row }) => row >= place.from);
  return { page: place.page, pages: place.pages, from: Math.max(0, before), count: cells.length, card, areas };
}

function areaOf({ left, top, column: width, row: height }: HeatLayout, line: number, column: number): Area {
  return { left: left + column * width, top: top + line * height, width, height };
}

function drawLabels(card: Card, layout: HeatLayout, from: number): void {
  const { context, theme } = card;
  const { left, top, row: height, column: width, columnStyle } = layout;
  const inks = { ink: theme.ink, dim: theme.muted };
  for (const [row, label] of layout.rowLabels) {
    const line = top + (row - from) * height;
    drawInside(context, { left: 0, top: line, width: left, height }, () =>
      drawLabel(context, label, size.padding, line + height / 2 + label.style.size * 0.35, inks),
    );
  }
  for (const { label, column, over } of layout.columnLabels) {
    const start = left + column * width;
    context.save();
    if (columnStyle === 'leaning') {
      context.translate(start + width / 2 + label.style.size * 0.3, top - 8);
      context.rotate(-LEAN);
      const area = { left: 0, top: -label.style.size, width: label.width, height: label.style.size * 1.3 };
      drawInside(context, area, () => drawLabel(context, label, 0, 0, inks));
    } else {
      const x = columnStyle === 'centred' ? start + (width - label.width) / 2 : start + GAP / 2;
      const line = top + over * height;
      const area = {
        left: x - 2,
        top: line - label.style.size * 1.45,
        width: label.width + 4,
        height: label.style.size * 1.45,
      };
      drawInside(context, area, () => drawLabel(context, label, x, line - 12, inks));
    }
    context.restore();
  }
}

interface PlacedCells {
  readonly cells: HeatMap['cells'];
  readonly areas: readonly Area[];
  readonly layout: HeatLayout;
}

function drawCells(card: Card, picture: HeatMap, { cells, areas, layout }: PlacedCells, words: ChartWords): void {
  const { context, theme } = card;
  const check = picture.values === 'shares' ? checkProbability : checkLikeness;
  const values = cells.map(({ value }) => check(value));
  const figures = values.map((value) => shortFigure(picture.values, value, words));
  const labels = picture.figures === false ? [] : (layOutFigures(context, figures, layout) ?? []);
  for (const [at, value] of values.entries()) {
    const area = areas[at];
    if (!area) continue;
    const fill = colourOf(value, theme);
    context.fillStyle = fill;
    context.beginPath();
    context.roundRect(area.left + GAP / 2, area.top + GAP / 2, area.width - GAP, area.height - GAP, 5);
    context.fill();
    const figure = labels[at];
    if (!figure) continue;
    const ink = readableInk(fill, theme.inks);
    const x = area.left + (area.width - figure.width) / 2;
    drawLabel(context, figure, x, area.top + area.height / 2 + figure.style.size * 0.35, { ink, dim: ink });
  }
}

/** As large cells write it: whole percent, and nothing where that would be none. */
function shortFigure(values: HeatMap['values'], value: number, { figures }: ChartWords): string {
  if (values === 'likenesses') return figures.decimals(value, 2);
  return value < 0.005 ? '' : figures.ofHundred(Math.round(value * 100));
}

function colourOf(value: number, theme: Theme): Hex {
  return mix(theme.track, value < 0 ? theme.below : theme.bar, Math.abs(value));
}
