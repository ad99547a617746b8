import { createCanvas } from '@napi-rs/canvas';
import type { ChartWords } from '../../../words/pictures.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import type { Hex } from '../../paint/colour.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { headingBeside } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { drawLabel, type Label, type LabelStyle, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { Curve } from './curve.js';
import { type CurveAxes, findAxes, ticksOf } from './curve-axes.js';

/** What is drawn keeps away from the sides. */
const MARGIN = 36;

/** Room for the figures at the left end, above the plot for the unit, and below it for the marks. */
const LEFT = 48;
const LEFT_OF_COUNTS = 96;
const ABOVE = 46;
const BELOW = 72;
/** Right of the plot, so that what is written below its end has room. */
const RIGHT = 24;
/** From a line to its name, and the most that a name takes. */
const NAME_GAP = 16;
const NAME_HEIGHT = 42;
const MAX_NAME = 420;
/** Between the figures of two marks. */
const MARK_GAP = 16;

const small: LabelStyle = { family: 'sans', size: size.small };
const bold: LabelStyle = { family: 'sans', size: size.label, bold: true };

/**
 * Draws a curve, all on one page: each line of its own kind as well as colour, with its name and last figure at its end.
 *
 * @throws RangeError when a figure is not a possible one
 */
export function renderCurve(picture: Curve, { usualHeight: height, theme, words }: RenderOptions): RenderedPage {
  const { points, lines, isCounts = false } = picture;
  const context = createCanvas(1, 1).getContext('2d');
  const heading = headingBeside(context, picture, undefined);
  const card = createCard(heading, { height, theme });
  const place = pageRows(points.length, { fitting: Math.max(1, points.length), page: 0, words }).place;
  if (points.length === 0) {
    drawEmptyNote(card, words.curve.nothing);
    return { ...place, card, areas: [] };
  }
  const names = lines.map((name, line) =>
    layOutLabel(context, nameOf(name, lastOf(picture, line), isCounts, words), bold, MAX_NAME),
  );
  const [left, top] = [size.padding + (isCounts ? LEFT_OF_COUNTS : LEFT), heading.height + ABOVE];
  const area = { left, top, width: size.width - size.padding - left - RIGHT, height: height - BELOW - top };
  const axes = findAxes(picture, area);
  // Piled-up marks reach no further.
  const inside = {
    left: MARGIN,
    top: heading.height,
    width: size.width - 2 * MARGIN,
    height: height - heading.height - 18,
  };
  drawInside(card.context, inside, () => {
    drawAxes(card, picture, axes, words);
    for (const line of lines.keys()) drawLine(card, picture, line, axes);
    drawNames(card, picture, names, axes);
  });
  return { ...place, card, areas: areasOf(picture, axes) };
}

function nameOf(name: string, last: number | undefined, isCount: boolean, words: ChartWords): string {
  return last === undefined ? name : words.curve.name(name, last, isCount);
}

/** The last figure of a line. */
function lastOf({ points }: Curve, line: number): number | undefined {
  return points.findLast(({ values }) => values[line] !== undefined)?.values[line];
}

function drawAxes(card: Card, { unit, axis, marks }: Curve, axes: CurveAxes, words: ChartWords): void {
  const { context, theme } = card;
  const { left, top, width, height } = axes.area;
  const quiet = { ink: theme.muted, dim: theme.muted };
  for (const tick of ticksOf(axes)) {
    const y = Math.round(axes.y(tick));
    context.fillStyle = tick === 0 ? theme.line : theme.cutTrack;
    context.fillRect(left, y - 1, width, 2);
    const figure = layOutLabel(context, words.figures.count(tick), small, left - size.padding);
    drawLabel(context, figure, left - 14 - figure.width, y + 11, quiet);
  }
  drawLabel(context, layOutLabel(context, unit, small, width, 'start'), size.padding, top - 24, quiet);
  const end = size.width - size.padding;
  const baseline = top + height + 42;
  const axisName = layOutLabel(context, axis, small, 200, 'start');
  drawLabel(context, axisName, size.padding, baseline, quiet);
  const from = size.padding + axisName.width + MARK_GAP;
  let taken = Number.POSITIVE_INFINITY;
  // From the right, where the last one is the one that counts.
  for (const mark of marks.toReversed()) {
    const x = Math.round(axes.x(mark));
    context.strokeStyle = theme.line;
    context.lineWidth = 2;
    context.setLineDash([3, 7]);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, top + height + 8);
    context.stroke();
    context.setLineDash([]);
    const figure = layOutLabel(context, words.figures.count(mark), small, 200);
    const start = Math.min(x - figure.width / 2, end - figure.width);
    if (start < from || start + figure.width + MARK_GAP > taken) continue;
    drawLabel(context, figure, start, baseline, { ink: theme.ink, dim: theme.ink });
    taken = start;
  }
}

/** Draws one line: the first without gaps, the second dashed from point to point, so that they differ without their colours. */
function drawLine({ context, theme }: Card, { points }: Curve, line: number, axes: CurveAxes): void {
  const ink = inkOf(line, theme);
  context.strokeStyle = ink;
  context.lineWidth = line === 0 ? 6 : 5;
  context.lineJoin = 'round';
  context.setLineDash(line === 0 ? [] : [14, 10]);
  context.beginPath();
  for (const { at, values } of points) {
    const value = values[line];
    if (value !== undefined) context.lineTo(axes.x(at), axes.y(value));
  }
  context.stroke();
  context.setLineDash([]);
  // Of the first line only the beginning: it has points enough.
  const known = points.filter(({ values }) => values[line] !== undefined);
  context.fillStyle = ink;
  for (const { at, values } of line === 0 ? known.slice(0, 1) : known) {
    context.beginPath();
    context.arc(axes.x(at), axes.y(values[line] ?? 0), line === 0 ? 7 : 6, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Writes what each line is over or under its end, where it meets no line. */
function drawNames({ context, theme }: Card, picture: Curve, names: readonly Label[], axes: CurveAxes): void {
  const end = axes.area.left + axes.area.width;
  const widest = Math.max(0, ...names.map(({ width }) => width));
  const [highest, lowest] = reachOf(picture, axes, end - widest - NAME_GAP);
  const order = [...names.keys()].toSorted((one, other) => (lastOf(picture, other) ?? 0) - (lastOf(picture, one) ?? 0));
  const floor = axes.area.top + axes.area.height;
  const isRoomBelow = floor - lowest > NAME_HEIGHT + NAME_GAP;
  // Where the lines are far apart, each name stands over its own.
  const [upper, lower] = order.map((line) => reachOf(onlyLine(picture, line), axes, end - widest - NAME_GAP));
  const isRoomBetween = upper !== undefined && lower !== undefined && lower[0] - upper[1] > NAME_HEIGHT + 2 * NAME_GAP;
  for (const [rank, line] of order.entries()) {
    const name = names[line];
    if (name === undefined) continue;
    const isBelow = rank === 1 && isRoomBelow;
    const above = isRoomBelow || isRoomBetween ? 0 : order.length - 1 - rank;
    const over = rank === 1 && isRoomBetween ? lower[0] : highest;
    const baseline = isBelow ? lowest + NAME_HEIGHT : over - NAME_GAP - above * NAME_HEIGHT;
    // No line of the plot crosses the letters.
    context.fillStyle = theme.card;
    context.fillRect(end - name.width - 6, baseline - 30, name.width + 4, 40);
    drawLabel(context, name, end - name.width, baseline, { ink: inkOf(line, theme), dim: theme.muted });
  }
}

/** The same with one of its lines. */
function onlyLine({ points }: Pick<Curve, 'points'>, line: number): Pick<Curve, 'points'> {
  return { points: points.map((point) => ({ ...point, values: [point.values[line]] })) };
}

/** How high and how low lines come from a place on. */
function reachOf(
  { points }: Pick<Curve, 'points'>,
  { x, y, area }: CurveAxes,
  from: number,
): [highest: number, lowest: number] {
  const first = points.findLastIndex(({ at }) => x(at) <= from);
  const known = points.slice(Math.max(0, first)).flatMap(({ values }) => values.flatMap((value) => value ?? []));
  const floor = area.top + area.height;
  return known.length === 0 ? [floor, floor] : [y(Math.max(...known)), y(Math.min(...known))];
}

function inkOf(line: number, theme: Card['theme']): Hex {
  return line === 0 ? theme.bar : theme.ink;
}

/** For each point the part of the plot that is nearest to it. */
function areasOf({ points }: Curve, { x, area }: CurveAxes): Area[] {
  const middles = points.slice(1).map(({ at }, before) => (x(points[before]?.at ?? at) + x(at)) / 2);
  const edges = [area.left, ...middles, area.left + area.width];
  return points.map((_, at) => {
    const [from = 0, to = 0] = [edges[at], edges[at + 1]];
    return { left: from, top: area.top, width: to - from, height: area.height };
  });
}
