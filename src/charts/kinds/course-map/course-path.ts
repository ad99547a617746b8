import type { Card } from '../../paint/card.js';
import { size } from '../../paint/theme.js';
import { COLUMN, COLUMN_GAP, type PlacedUnit } from './course-layout.js';

/** How far the path's middle is from the left end of its column. */
const MIDDLE = 30;
/** Of a bend between two columns. */
const BEND = 20;
/** How far the path goes on beyond the first and the last station of a page that is not the first or the last. */
const STUB = 44;

/** A place on the path. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a column starts. */
export function leftOf(column: number): number {
  return size.padding + column * (COLUMN + COLUMN_GAP);
}

/** Where the station of a unit is. */
export function stationOf({ column, top, height }: Pick<PlacedUnit, 'column' | 'top' | 'height'>): Point {
  return { x: leftOf(column) + MIDDLE, y: top + height / 2 };
}

/** Draws the path behind the stations: a line as far as the class has come, dots from there on. */
export function drawPath(
  card: Card,
  units: readonly PlacedUnit[],
  ends: { readonly top: number; readonly bottom: number; readonly isStart: boolean; readonly isEnd: boolean },
): void {
  const walked = units.findLastIndex(({ unit }) => unit.state === 'done' || unit.state === 'now');
  const [first, last] = [units[0], units.at(-1)];
  if (first === undefined || last === undefined) return;
  if (!ends.isStart) {
    const { x, y } = stationOf(first);
    drawLeg(
      card,
      [
        { x, y: y - STUB },
        { x, y },
      ],
      walked >= 0,
    );
  }
  for (const [at, unit] of units.entries()) {
    const next = units[at + 1];
    if (next !== undefined) drawLeg(card, legBetween(unit, next, ends), at < walked);
  }
  if (!ends.isEnd) {
    const { x, y } = stationOf(last);
    drawLeg(
      card,
      [
        { x, y },
        { x, y: y + STUB },
      ],
      false,
    );
  }
}

/** From a station to the next: straight down, or round the end of a column and up between both. */
function legBetween(
  from: PlacedUnit,
  to: PlacedUnit,
  { top, bottom }: { top: number; bottom: number },
): readonly Point[] {
  const [start, end] = [stationOf(from), stationOf(to)];
  if (from.column === to.column) return [start, end];
  const between = leftOf(to.column) - COLUMN_GAP / 2;
  return [
    start,
    { x: start.x, y: bottom },
    { x: between, y: bottom },
    { x: between, y: top },
    { x: end.x, y: top },
    end,
  ];
}

function drawLeg({ context, theme }: Card, points: readonly Point[], isWalked: boolean): void {
  context.save();
  context.beginPath();
  const [first, ...others] = points;
  if (first !== undefined) context.moveTo(first.x, first.y);
  for (const [at, { x, y }] of others.entries()) {
    const next = others[at + 1];
    if (next === undefined) context.lineTo(x, y);
    else context.arcTo(x, y, next.x, next.y, BEND);
  }
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = isWalked ? theme.bar : theme.line;
  context.lineWidth = isWalked ? 9 : 6;
  if (!isWalked) context.setLineDash([1, 13]);
  context.stroke();
  context.restore();
}
