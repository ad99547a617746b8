import { createCanvas } from '@napi-rs/canvas';
import { nearestPage } from '../../pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { drawLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { BeamLattice } from './beam-lattice.js';
import { COLUMN_GAP, type LaidCell, type LaidColumn, layOutLattice } from './lattice-layout.js';

const MAX_PITCH = 96;
const TILE = 82;
const BOTTOM = 20;
const DASHES = [7, 6];

/** A cell in its place. */
interface PlacedCell {
  readonly laid: LaidCell;
  readonly area: Area;
}

/**
 * Draws the texts that a search keeps, a column for each step: each as a tile with its last token and the chance of the
 * whole text, with a line from the text that it goes on from. The way to the likeliest is filled and drawn bold; a tile from
 * which nothing goes on is dashed.
 *
 * @throws RangeError when a probability is not a possible one
 */
export function renderBeamLattice(picture: BeamLattice, { page: wanted, theme, words }: RenderOptions): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const all = layOutLattice(context, picture, words);
  const heading = layOutHeading(context, picture, () => all.length <= 1);
  const pages = Math.max(1, all.length);
  const page = nearestPage(wanted, pages);
  const columns = all[page] ?? [];
  const rows = Math.max(1, picture.growsTo ?? 0, ...picture.cells.map(({ row }) => row + 1));
  const pitch = Math.min(MAX_PITCH, (size.maxHeight - heading.height - BOTTOM) / rows);
  const height = Math.max(size.minHeight, Math.ceil(heading.height + pitch * rows + BOTTOM));
  const card = createCard(heading, { height, theme, aside: pages > 1 ? words.page(page + 1, pages) : undefined });
  const [first] = columns;
  const from = first === undefined ? 0 : picture.cells.findIndex(({ column }) => column === first.column);
  if (columns.length === 0) {
    drawEmptyNote(card, words.beamLattice.nothing);
    return { page, pages, from, count: 0, card, areas: [] };
  }
  const placed = place(columns, { top: heading.height, pitch });
  drawLines(card, placed, from > 0);
  for (const { laid, area } of placed.flat()) drawTile(card, laid, area);
  return { page, pages, from, count: countOf(columns), card, areas: placed.flat().map(({ area }) => area) };
}

function countOf(columns: readonly LaidColumn[]): number {
  return columns.reduce((sum, { cells }) => sum + cells.length, 0);
}

/** Puts the columns side by side, in the middle of the card. */
function place(columns: readonly LaidColumn[], { top, pitch }: { top: number; pitch: number }): PlacedCell[][] {
  const taken = columns.reduce((sum, { width }) => sum + width + COLUMN_GAP, -COLUMN_GAP);
  const tile = Math.min(TILE, pitch - 8);
  let left = (size.width - taken) / 2;
  return columns.map(({ width, cells }) => {
    const own = cells.map((laid) => ({
      laid,
      area: { left, top: top + laid.cell.row * pitch + (pitch - tile) / 2, width, height: tile },
    }));
    left += width + COLUMN_GAP;
    return own;
  });
}

/** @param hasBefore the first column goes on from an earlier page */
function drawLines({ context, theme }: Card, columns: readonly PlacedCell[][], hasBefore: boolean): void {
  for (const isBest of [false, true]) {
    context.strokeStyle = isBest ? theme.ink : theme.line;
    context.lineWidth = isBest ? 5 : 2;
    for (const [at, column] of columns.entries()) {
      for (const { laid, area } of column) {
        if ((laid.cell.fate === 'best') !== isBest) continue;
        const parent = columns[at - 1]?.find((one) => one.laid.cell.row === laid.cell.parent);
        const y = area.top + area.height / 2;
        context.beginPath();
        if (parent !== undefined) {
          context.moveTo(parent.area.left + parent.area.width, parent.area.top + parent.area.height / 2);
          context.lineTo(area.left, y);
        } else if (at === 0 && hasBefore) {
          context.moveTo(area.left - COLUMN_GAP / 2, y);
          context.lineTo(area.left, y);
        }
        context.stroke();
      }
    }
  }
}

function drawTile({ context, theme }: Card, { cell, label, figure }: LaidCell, area: Area): void {
  const isBest = cell.fate === 'best';
  const isDropped = cell.fate === 'dropped';
  const { left, top, width, height } = area;
  context.beginPath();
  context.roundRect(left, top, width, height, 10);
  context.fillStyle = isBest ? theme.tokens[0].fill : theme.card;
  context.fill();
  context.setLineDash(isDropped ? DASHES : []);
  context.strokeStyle = isBest ? theme.tokens[0].edge : theme.line;
  context.lineWidth = isBest ? 4 : 2;
  context.stroke();
  context.setLineDash([]);
  const ink = isDropped ? theme.muted : theme.ink;
  const middle = left + width / 2;
  drawInside(context, area, () => {
    drawLabel(context, label, middle - label.width / 2, top + height / 2 - 6, { ink, dim: theme.muted });
    const quiet = isBest ? theme.ink : theme.muted;
    drawLabel(context, figure, middle - figure.width / 2, top + height / 2 + 30, { ink: quiet, dim: quiet });
  });
}
