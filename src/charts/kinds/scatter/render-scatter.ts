import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { headingBeside } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { DOT, isNear, type Named, placeLabels } from './place-labels.js';
import type { Scatter } from './scatter.js';

/** Points on one page: so many labels have room, whatever they are. */
const MAX_POINTS = 14;
/** Labels get shorter where they have no room, and smaller where there are many. */
const WIDTHS = [360, 240, 170, 120];
const MANY_POINTS = 8;
/** From the edge of the map to the dots. */
const INSET = { across: 70, down: 34 };
const BOTTOM = 22;

/** A map is a little higher than most pictures. */
const MORE = size.maxHeight - size.usualHeight;

/**
 * Draws named points, both directions on one scale, so that a distance is the same in each. No two labels overlap.
 *
 * @throws RangeError when a place is no number
 */
export function renderScatter(picture: Scatter, { page, usualHeight, theme, words }: RenderOptions): RenderedPage {
  const { points } = picture;
  const context = createCanvas(1, 1).getContext('2d');
  const { place, aside: pages } = pageRows(points.length, { fitting: MAX_POINTS, page, words });
  const aside = [picture.aside, pages].filter(Boolean).join(' · ') || undefined;
  const heading = headingBeside(context, picture, aside);
  const height = usualHeight + MORE;
  const card = createCard(heading, { height, theme, aside });
  if (points.length === 0) {
    drawEmptyNote(card, words.scatter.nothing);
    return { ...place, card, areas: [] };
  }
  const map = {
    left: size.padding,
    top: heading.height - 4,
    width: size.width - 2 * size.padding,
    height: height - heading.height + 4 - BOTTOM,
  };
  const shown = points.slice(place.from, place.from + place.count);
  const toPixels = scaleOf(points, map);
  const { labels, areas, dots } = layOut(context, shown, { toPixels, map, empty: words.empty });
  drawMap(card, map);
  for (const [at, dot] of dots.entries()) {
    const area = areas[at];
    if (area !== undefined && !isNear(dot, area)) drawLeader(card, dot, area);
  }
  for (const [at, dot] of dots.entries()) drawPoint(card, dot, labels[at], areas[at], shown[at]?.quiet ?? false);
  return { ...place, card, areas: areas.map((area, at) => joined(area, dots[at])) };
}

type ToPixels = (point: Scatter['points'][number]) => { readonly x: number; readonly y: number };

/** One scale for both directions; what has no extent lies in the middle. */
function scaleOf(points: Scatter['points'], map: Area): ToPixels {
  const [across, up] = [rangeOf(points.map((point) => point.across)), rangeOf(points.map((point) => point.up))];
  const room = { across: map.width - 2 * INSET.across, down: map.height - 2 * INSET.down };
  const scale = Math.min(room.across / across.extent, room.down / up.extent);
  const [middleX, middleY] = [map.left + map.width / 2, map.top + map.height / 2];
  const from = (value: number, middle: number) => (Number.isFinite(scale) ? (value - middle) * scale : 0);
  return (point) => ({
    x: middleX + from(point.across, across.middle),
    y: middleY - from(point.up, up.middle),
  });
}

function rangeOf(values: readonly number[]): { readonly middle: number; readonly extent: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!Number.isFinite(low) || !Number.isFinite(high)) throw new RangeError('A place on a map is a number.');
  return { middle: (low + high) / 2, extent: high - low };
}

interface Layout {
  readonly labels: readonly Label[];
  readonly areas: readonly Area[];
  readonly dots: readonly Named[];
}

function layOut(
  context: SKRSContext2D,
  points: Scatter['points'],
  { toPixels, map, empty }: { readonly toPixels: ToPixels; readonly map: Area; readonly empty: string },
): Layout {
  const type = points.length > MANY_POINTS ? size.small : size.label;
  const inner = { left: map.left + 10, top: map.top + 8, width: map.width - 20, height: map.height - 16 };
  for (const width of WIDTHS) {
    const labels = points.map(({ label }) =>
      layOutLabel(context, label || empty, { family: 'mono', size: type }, width),
    );
    const dots = points.map((point, at) => ({
      ...toPixels(point),
      width: Math.ceil(labels[at]?.width ?? 0),
      height: Math.round(type * 1.25),
    }));
    const areas = placeLabels(dots, inner);
    if (areas !== undefined) return { labels, areas, dots };
  }
  throw new Error('As many short labels as a page has fit on a map.');
}

function drawMap({ context, theme }: Card, { left, top, width, height }: Area): void {
  context.beginPath();
  context.roundRect(left, top, width, height, 12);
  context.fillStyle = theme.track;
  context.fill();
}

/** From a dot to its label, where something stood between them. */
function drawLeader({ context, theme }: Card, { x, y }: Named, { left, top, width, height }: Area): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(Math.min(Math.max(x, left), left + width), Math.min(Math.max(y, top), top + height));
  context.strokeStyle = theme.line;
  context.lineWidth = 2;
  context.stroke();
}

function drawPoint(
  card: Card,
  { x, y }: Named,
  label: Label | undefined,
  area: Area | undefined,
  quiet: boolean,
): void {
  const { context, theme } = card;
  context.beginPath();
  context.arc(x, y, DOT, 0, 2 * Math.PI);
  context.fillStyle = quiet ? theme.quietBar : theme.bar;
  context.fill();
  if (label === undefined || area === undefined) return;
  const ink = quiet ? theme.muted : theme.ink;
  drawInside(context, { ...area, left: area.left - 2, width: area.width + 4 }, () =>
    drawLabel(context, label, area.left, area.top + area.height * 0.77, { ink, dim: theme.muted }),
  );
}

/** A dot and its label, for who points at either. */
function joined(label: Area, dot: Named | undefined): Area {
  if (dot === undefined || !isNear(dot, label)) return label;
  const [left, top] = [Math.min(label.left, dot.x - DOT), Math.min(label.top, dot.y - DOT)];
  const right = Math.max(label.left + label.width, dot.x + DOT);
  return { left, top, width: right - left, height: Math.max(label.top + label.height, dot.y + DOT) - top };
}
