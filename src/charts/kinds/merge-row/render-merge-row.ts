import { createCanvas } from '@napi-rs/canvas';
import { checkCount } from '../../../domain/check-figure.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { headingBeside } from '../../paint/heading.js';
import { ARROW_WIDTH, drawArrow } from '../../paint/marks.js';
import { size } from '../../paint/theme.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { MergePair, MergeRow } from './merge-row.js';
import { areaOf, drawParts, layOutParts } from './merge-tiles.js';

/** As many are listed at most, and below them how many more there are. */
const MAX_PAIRS = 4;
/** Of every picture of this kind, in pixels. */
export const MERGE_ROW_HEIGHT = 540;
const ROW = 46;
const BOTTOM = 24;
/** Between the parts and the list. */
const BETWEEN = 20;
const ARROW_ROOM = 36;
const FIGURES = 400;

/**
 * Draws the parts of a text over the pairs that may be merged; always of one height, so that steps make an animation.
 *
 * @throws RangeError when a rank or a count is not a possible one, or more pairs are listed than have room
 */
export function renderMergeRow(picture: MergeRow, { theme, words }: RenderOptions): RenderedPage {
  const pairs = picture.parts.flatMap((part) => (part.what === 'pair' ? [part] : []));
  const parts = picture.parts.flatMap((part) => (part.what === 'part' ? [part] : []));
  if (pairs.length > MAX_PAIRS) throw new RangeError(`At most ${MAX_PAIRS} pairs have room, not ${pairs.length}.`);
  const context = createCanvas(1, 1).getContext('2d');
  const heading = headingBeside(context, picture, picture.progress);
  const height = MERGE_ROW_HEIGHT;
  const card = createCard(heading, { height, theme, aside: picture.progress });
  const listHeight = pairs.length === 0 ? 0 : (MAX_PAIRS + 1) * ROW - 8 + BETWEEN;
  const room = height - heading.height - BOTTOM - listHeight;
  const laidOut = layOutParts(context, parts, { top: heading.height, room, empty: words.empty });
  // What the parts leave over goes half above them, half below.
  const spare = Math.max(0, Math.round((room - laidOut.height) / 2));
  const moved = { ...laidOut, tiles: laidOut.tiles.map((tile) => ({ ...tile, top: tile.top + spare })) };
  if (parts.length === 0) drawEmptyNote(card, words.mergeRow.nothing);
  // Piled-up marks reach no further.
  drawInside(card.context, { left: 8, top: heading.height - 6, width: size.width - 16, height: room + 12 }, () =>
    drawParts(card, moved, picture.isDone),
  );
  const top = height - BOTTOM - (MAX_PAIRS + 1) * ROW + 8;
  const rows = pairs.map((pair, at): Area => {
    const area = { left: size.padding, top: top + at * ROW, width: size.width - 2 * size.padding, height: ROW };
    drawPair(card, pair, { area, isNext: at === 0, words });
    return area;
  });
  if (picture.morePairs > 0 && pairs.length > 0) {
    const more = layOutLabel(context, words.mergeRow.more(checkCount(picture.morePairs)), plainStyle, 600);
    const baseline = top + pairs.length * ROW + 32;
    drawLabel(card.context, more, size.padding + ARROW_ROOM, baseline, { ink: theme.muted, dim: theme.muted });
  }
  const areas = [...rows, ...moved.tiles.map((tile) => areaOf(tile, moved.tileHeight))];
  return { page: 0, pages: 1, from: 0, count: areas.length, card, areas };
}

const plainStyle = { family: 'sans', size: size.small } as const;

function drawPair(
  card: Card,
  { label: text, rank, places }: MergePair,
  { area, isNext, words }: { readonly area: Area; readonly isNext: boolean; readonly words: RenderOptions['words'] },
): void {
  const { context, theme } = card;
  const { left, top, width } = area;
  const baseline = top + 33;
  const figures = words.mergeRow.figures({ rank: checkCount(rank), places: checkCount(places) }, isNext);
  const figure = layOutLabel(context, figures, { ...plainStyle, bold: isNext }, FIGURES);
  const style = { family: 'mono', size: isNext ? size.label : size.small, bold: isNext } as const;
  const label = layOutLabel(context, text, style, width - ARROW_ROOM - figure.width - 24);
  if (isNext) drawArrow(card, { x: left, y: baseline - size.label * 0.34, type: size.label });
  const inks = { ink: isNext ? theme.ink : theme.muted, dim: theme.muted };
  drawInside(context, { left: left - 4, top, width: width + 8, height: ROW }, () => {
    drawLabel(context, label, left + Math.max(ARROW_ROOM, size.label * ARROW_WIDTH + 12), baseline, inks);
    drawLabel(context, figure, left + width - figure.width, baseline, inks);
  });
}
