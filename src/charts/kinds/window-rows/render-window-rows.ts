import { createCanvas } from '@napi-rs/canvas';
import { checkProbability } from '../../../domain/check-figure.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import type { Area } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { drawParts, fillPart } from '../../strip/window-bar.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { WindowRows } from './window-rows.js';

const PITCH = 136;
const LABEL = 40;
const BAR = 42;
const CHANCE = 20;
const CHANCE_GAP = 8;
const LEGEND = 48;
const SWATCH = 28;
const VALUE_WIDTH = 560;

/**
 * Draws each prompt as a bar in the frame of the window, what fell off before it, and how likely the word is then.
 *
 * @throws RangeError when a probability is not in [0, 1]
 */
export function renderWindowRows(picture: WindowRows, { page, theme, words }: RenderOptions): RenderedPage {
  const { rows } = picture;
  const context = createCanvas(1, 1).getContext('2d');
  const fittingBelow = (start: number) => Math.floor((size.maxHeight - start - LEGEND) / PITCH);
  const heading = layOutHeading(context, picture, (start) => rows.length <= fittingBelow(start));
  const { place, slots, aside } = pageRows(rows.length, { fitting: fittingBelow(heading.height), page, words });
  const height = Math.max(size.minHeight, heading.height + slots * PITCH + LEGEND);
  const card = createCard(heading, { height, theme, aside });
  if (rows.length === 0) {
    drawEmptyNote(card, words.contextWindow.nothing);
    return { ...place, card, areas: [] };
  }
  const shown = rows.slice(place.from, place.from + place.count);
  const areas = shown.map((row, at) => drawRow(card, picture, row, heading.height + at * PITCH, words));
  drawLegend(card, picture, height - LEGEND);
  return { ...place, card, areas };
}

function drawRow(
  card: Card,
  picture: WindowRows,
  { label, segments, chance, value, said }: WindowRows['rows'][number],
  top: number,
  { contextWindow: words }: RenderOptions['words'],
): Area {
  const { context, theme } = card;
  const width = size.width - 2 * size.padding;
  const told = chance && (chance.isBound ? words.atMost : words.chance)(chance.probability);
  const came = layOutLabel(context, told ?? value ?? '', { family: 'sans', size: size.label, bold: true }, VALUE_WIDTH);
  const name = layOutLabel(context, label, { family: 'sans', size: size.small }, width - came.width - 30);
  const inks = { ink: theme.ink, dim: theme.muted };
  drawLabel(context, name, size.padding, top + LABEL - 12, inks);
  drawLabel(context, came, size.padding + width - came.width, top + LABEL - 12, inks);

  const bar = { top: top + LABEL, height: BAR };
  const goneIn = (row: WindowRows['rows'][number]) => countOf(row.segments, true);
  const mostGone = Math.max(...picture.rows.map(goneIn));
  const longest = Math.max(picture.window, ...picture.rows.map((row) => countOf(row.segments, false)));
  const scale = width / Math.max(1, mostGone + longest);
  // The window stands at one place in all rows, so that what falls off slides out of it.
  const start = size.padding + mostGone * scale;
  const frame = { left: start, ...bar, width: picture.window * scale };
  context.fillStyle = theme.track;
  context.fillRect(frame.left, frame.top, frame.width, frame.height);
  const gone = segments.filter(({ part }) => part === 'gone');
  drawParts(card, gone, { ...bar, left: start - countOf(segments, true) * scale, scale });
  drawParts(
    card,
    segments.filter(({ part }) => part !== 'gone'),
    { ...bar, left: start, scale },
  );
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.strokeRect(frame.left, frame.top, frame.width, frame.height);

  if (said !== undefined) {
    const words = layOutLabel(context, said, { family: 'sans', size: size.small }, width, 'start');
    drawLabel(context, words, size.padding, bar.top + BAR + 34, { ink: theme.muted, dim: theme.muted });
  }
  if (chance !== undefined) {
    const line = { top: top + LABEL + BAR + CHANCE_GAP, height: CHANCE };
    context.fillStyle = theme.track;
    context.fillRect(size.padding, line.top, width, line.height);
    context.fillStyle = chance.isBound ? theme.quietBar : theme.bar;
    context.fillRect(size.padding, line.top, Math.max(2, width * checkProbability(chance.probability)), line.height);
  }
  return { left: size.padding, top, width, height: PITCH - 14 };
}

function countOf(segments: WindowRows['rows'][number]['segments'], isGone: boolean): number {
  return segments.reduce((sum, { part, count }) => sum + ((part === 'gone') === isGone ? count : 0), 0);
}

function drawLegend(card: Card, { names }: WindowRows, top: number): void {
  const { context, theme } = card;
  let x: number = size.padding;
  for (const { part, name } of names) {
    fillPart(card, part, { left: x, top: top + 2, width: SWATCH, height: SWATCH });
    const label = layOutLabel(context, name, { family: 'sans', size: size.small }, 300);
    drawLabel(context, label, x + SWATCH + 8, top + 27, { ink: theme.muted, dim: theme.muted });
    x += SWATCH + 8 + label.width + 24;
  }
}
