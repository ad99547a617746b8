import { createCanvas } from '@napi-rs/canvas';
import { checkProbability } from '../../../domain/check-figure.js';
import { drawBar, drawTrack } from '../../bars/bar-fill.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { drawErrorBar } from '../../paint/marks.js';
import { size } from '../../paint/theme.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { WinRates } from './win-rates.js';

/** A row: its label, and below that its bar. */
const MIN_PITCH = 90;
const MAX_PITCH = 94;
const LABEL_HEIGHT = 44;
const THICKNESS = 38;
/** Below the rows, where the line at a half has its name. */
const BOTTOM = 52;
/** From the end of the axis to the figures, and their room. */
const GAP = 20;
const VALUE_ROOM = 300;
const MAX_NOTE = 460;

const noteStyle = { family: 'sans', size: size.small } as const;

/**
 * Draws rates on an axis from 0% to 100% with a line at a half, each with a whisker for what it can well be.
 *
 * @throws RangeError when a rate or an end of a range is not in [0, 1]
 */
export function renderWinRates(picture: WinRates, { page, theme, words }: RenderOptions): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const total = picture.bars.length;
  const fittingBelow = (start: number) => Math.floor((size.maxHeight - start - BOTTOM) / MIN_PITCH);
  const heading = layOutHeading(context, picture, (start) => total <= fittingBelow(start));
  const { place, slots, aside } = pageRows(total, { fitting: fittingBelow(heading.height), page, words });
  if (total === 0) {
    const card = createCard(heading, { height: size.minHeight, theme, aside });
    drawEmptyNote(card, words.winRates.nothing);
    return { ...place, card, areas: [] };
  }
  const pitch = Math.min(MAX_PITCH, Math.floor((size.maxHeight - heading.height - BOTTOM) / slots));
  const height = Math.max(size.minHeight, heading.height + pitch * slots + BOTTOM);
  const card = createCard(heading, { height, theme, aside });
  const bars = picture.bars.slice(place.from, place.from + place.count);
  const areas = bars.map((bar, at): Area => {
    const area = {
      left: size.padding,
      top: heading.height + at * pitch,
      width: size.width - 2 * size.padding,
      height: pitch,
    };
    drawRow(card, bar, area, words.winRates.value(checkProbability(bar.rate), bar.range));
    return area;
  });
  nameHalf(card, heading.height + pitch * place.count, words.winRates.half);
  return { ...place, card, areas };
}

const AXIS = { left: size.padding, width: size.width - 2 * size.padding - GAP - VALUE_ROOM } as const;

function axisX(share: number): number {
  return AXIS.left + checkProbability(share) * AXIS.width;
}

function drawRow(card: Card, bar: WinRates['bars'][number], area: Area, value: string): void {
  const { context, theme } = card;
  const { label, note = '', rate, range, strong = false } = bar;
  const y = area.top + LABEL_HEIGHT + THICKNESS / 2;
  drawInside(context, { ...area, left: 0, width: size.width }, () => {
    const quiet = { ink: theme.muted, dim: theme.muted };
    const inks = { ink: theme.ink, dim: theme.muted };
    const beside = layOutLabel(context, note, noteStyle, MAX_NOTE, 'start');
    const style = { family: 'sans', size: size.label, bold: strong } as const;
    const name = layOutLabel(context, label, style, area.width - beside.width - GAP);
    drawLabel(context, name, area.left, area.top + 32, inks);
    drawLabel(context, beside, area.left + area.width - beside.width, area.top + 32, quiet);
    const box = { left: AXIS.left, y, thickness: THICKNESS };
    drawTrack(card, { ...box, width: AXIS.width });
    const colour = strong ? theme.bar : theme.quietBar;
    drawBar(card, { ...box, width: axisX(rate) - AXIS.left }, { kind: 'solid', colour });
    drawHalf(card, y);
    if (range !== undefined) drawErrorBar(card, { from: axisX(range.low), to: axisX(range.high), y, cap: 12 });
    const figures = layOutLabel(context, value, style, VALUE_ROOM);
    drawLabel(context, figures, AXIS.left + AXIS.width + GAP, y + size.label * 0.35, inks);
  });
}

/** A line across a bar where something wins as often as it loses. */
function drawHalf({ context, theme }: Card, y: number): void {
  context.save();
  context.beginPath();
  context.moveTo(axisX(0.5), y - THICKNESS / 2);
  context.lineTo(axisX(0.5), y + THICKNESS / 2 + 6);
  context.setLineDash([8, 6]);
  context.strokeStyle = theme.muted;
  context.lineWidth = 4;
  context.stroke();
  context.restore();
}

/** What these lines are, below the last one. */
function nameHalf({ context, theme }: Card, top: number, name: string): void {
  const label = layOutLabel(context, name, noteStyle, AXIS.width);
  drawLabel(context, label, axisX(0.5) - label.width / 2, top + 24, { ink: theme.muted, dim: theme.muted });
}
