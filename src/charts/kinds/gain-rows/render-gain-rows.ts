import { createCanvas } from '@napi-rs/canvas';
import { checkCount, checkFinite, checkProbability } from '../../../domain/check-figure.js';
import type { ChartWords } from '../../../words/pictures.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import { twoLines } from '../../text/two-lines.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { GainRows } from './gain-rows.js';

/** A row's label has two lines where it needs them. */
const PITCH = 64;
const LINE = 30;
const MAX_HEIGHT = 650;
/** Over the rows, where the columns have their names, and below them, where the axis has its ends. */
const HEAD = 48;
const BOTTOM = 58;
const GAP = 20;
/** The room of a label, of how many people there are, and of what they gained. */
const LABEL = 256;
const PEOPLE = 124;
const VALUE = 236;
const DOT = 11;

const AXIS = {
  left: size.padding + LABEL + GAP + PEOPLE + GAP + DOT,
  right: size.width - size.padding - VALUE - GAP - DOT,
} as const;

const small = { family: 'sans', size: size.small } as const;

/**
 * Draws an arrow from the share of people who were right before to the share who were right after, a row for each thing.
 *
 * @throws RangeError when a share or a count is not a possible one
 */
export function renderGainRows(picture: GainRows, { page, theme, words }: RenderOptions): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const total = picture.rows.length;
  const fittingBelow = (start: number) => Math.floor((MAX_HEIGHT - start - HEAD - BOTTOM) / PITCH);
  const heading = layOutHeading(context, picture, (start) => total <= fittingBelow(start));
  const { place, slots, aside } = pageRows(total, { fitting: fittingBelow(heading.height), page, words });
  if (total === 0) {
    const card = createCard(heading, { height: size.minHeight, theme, aside });
    drawEmptyNote(card, words.gainRows.nothing);
    return { ...place, card, areas: [] };
  }
  const start = heading.height + HEAD;
  const card = createCard(heading, { height: Math.max(size.minHeight, start + PITCH * slots + BOTTOM), theme, aside });
  drawHeads(card, heading.height, words);
  const rows = picture.rows.slice(place.from, place.from + place.count);
  drawAxis(card, { top: start, bottom: start + PITCH * rows.length }, words);
  const areas = rows.map((row, at): Area => {
    const area = {
      left: size.padding,
      top: start + at * PITCH,
      width: size.width - 2 * size.padding,
      height: PITCH,
    };
    drawRow(card, row, area, words);
    return area;
  });
  return { ...place, card, areas };
}

function axisX(share: number): number {
  return AXIS.left + checkProbability(share) * (AXIS.right - AXIS.left);
}

/** Names of the columns; the two signs on the axis beside their words. */
function drawHeads(card: Card, top: number, { gainRows: words }: ChartWords): void {
  const { context, theme } = card;
  const quiet = { ink: theme.muted, dim: theme.muted };
  const baseline = top + 28;
  const [before, after] = [words.before, words.after].map((word) => layOutLabel(context, word, small, 200));
  if (before === undefined || after === undefined) return;
  const widths = 2 * (2 * DOT + 10) + before.width + after.width + GAP;
  let x = (AXIS.left + AXIS.right - widths) / 2;
  for (const [label, isAfter] of [
    [before, false],
    [after, true],
  ] as const) {
    drawDot(card, { x: x + DOT, y: baseline - 10, isAfter, strong: false });
    drawLabel(context, label, x + 2 * DOT + 10, baseline, quiet);
    x += 2 * DOT + 10 + label.width + GAP;
  }
  const people = layOutLabel(context, words.people, small, PEOPLE);
  drawLabel(context, people, size.padding + LABEL + GAP + PEOPLE - people.width, baseline, quiet);
  atRight(card, layOutLabel(context, words.gained, small, VALUE), baseline, true);
}

function drawAxis(card: Card, { top, bottom }: { top: number; bottom: number }, { gainRows: words }: ChartWords): void {
  const { context, theme } = card;
  context.fillStyle = theme.cutTrack;
  for (const share of [0, 0.5, 1]) context.fillRect(Math.round(axisX(share)) - 1, top, 3, bottom - top);
  for (const [share, name] of [
    [0, words.none],
    [1, words.all],
  ] as const) {
    const label = layOutLabel(context, name, small, 120);
    const x = axisX(share) - label.width / 2;
    drawLabel(context, label, x, bottom + 32, { ink: theme.muted, dim: theme.muted });
  }
}

function drawRow(card: Card, row: GainRows['rows'][number], area: Area, { empty, gainRows: words }: ChartWords): void {
  const { context, theme } = card;
  const { label, people, shares, strong = false } = row;
  const baseline = area.top + area.height / 2 + 11;
  const style = { ...small, bold: strong };
  const inks = { ink: theme.ink, dim: theme.muted };
  drawInside(context, { ...area, left: 0, width: size.width }, () => {
    if (strong) {
      context.fillStyle = theme.track;
      context.fillRect(area.left - 6, area.top + 2, area.width + 12, area.height - 4);
    }
    const lines = twoLines(context, label || empty, style, LABEL);
    for (const [at, line] of lines.entries()) {
      drawLabel(context, line, area.left, baseline + (at - (lines.length - 1) / 2) * LINE, inks);
    }
    const count = layOutLabel(context, words.count(checkCount(people)), style, PEOPLE);
    drawLabel(context, count, area.left + LABEL + GAP + PEOPLE - count.width, baseline, inks);
    if (shares === undefined) {
      atRight(card, layOutLabel(context, words.nobody, small, VALUE), baseline, true);
      return;
    }
    const { before, after, difference } = shares;
    drawGain(card, { from: axisX(before), to: axisX(after), y: area.top + area.height / 2, strong });
    const range = { low: checkFinite(difference.low), high: checkFinite(difference.high) };
    atRight(card, layOutLabel(context, words.value(after - before, range), style, VALUE), baseline, false);
  });
}

function atRight({ context, theme }: Card, label: Label, baseline: number, isQuiet: boolean): void {
  const ink = isQuiet ? theme.muted : theme.ink;
  drawLabel(context, label, size.width - size.padding - label.width, baseline, { ink, dim: theme.muted });
}

function drawGain(card: Card, gain: { from: number; to: number; y: number; strong: boolean }): void {
  const { context, theme } = card;
  const { from, to, y, strong } = gain;
  const way = Math.sign(to - from);
  const [start, end] = [from + way * (DOT + 1), to - way * (DOT + 3)];
  context.fillStyle = strong ? theme.ink : theme.line;
  // Where both are at one place, a ring round the dot says so.
  if ((end - start) * way > 0) {
    const head = Math.min(14, Math.abs(end - start));
    const neck = end - way * head;
    context.fillRect(Math.min(start, neck), y - 2, Math.abs(neck - start), 4);
    context.beginPath();
    context.moveTo(end, y);
    context.lineTo(neck, y - 9);
    context.lineTo(neck, y + 9);
    context.closePath();
    context.fill();
  }
  drawDot(card, { x: from, y, isAfter: false, strong });
  drawDot(card, { x: to, y, isAfter: true, strong, isSmall: Math.abs(to - from) < DOT });
}

function drawDot(
  { context, theme }: Card,
  dot: { x: number; y: number; isAfter: boolean; strong: boolean; isSmall?: boolean },
): void {
  const { x, y, isAfter, strong, isSmall = false } = dot;
  context.beginPath();
  context.arc(x, y, isAfter ? (isSmall ? DOT - 5 : DOT) : DOT - 2, 0, 2 * Math.PI);
  context.fillStyle = isAfter ? theme.bar : strong ? theme.track : theme.card;
  context.fill();
  if (isAfter) return;
  context.strokeStyle = theme.bar;
  context.lineWidth = 4;
  context.stroke();
}
