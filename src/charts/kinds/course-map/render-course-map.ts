import { createCanvas } from '@napi-rs/canvas';
import { checkCount } from '../../../domain/check-figure.js';
import type { ChartWords } from '../../../words/pictures.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { drawStrike, drawTick } from '../../paint/marks.js';
import { size } from '../../paint/theme.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { COLUMN, layOutCourse, PART, PATH, type PlacedUnit } from './course-layout.js';
import type { CourseMap } from './course-map.js';
import { drawPath, leftOf, stationOf } from './course-path.js';

const BOTTOM = 30;
/** Of a station. */
const RADIUS = 22;
const LINE = 32;

/**
 * Draws a course as a path down two columns, with a station for each unit: a tick at what is done, the number at what is not, an
 * arrow and a panel where the class is.
 *
 * @throws RangeError when minutes are not a possible number
 */
export function renderCourseMap(picture: CourseMap, { page, theme, words }: RenderOptions): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  for (const { minutes } of picture.units) checkCount(minutes);
  const options = { page, words };
  const heading = layOutHeading(
    context,
    picture,
    (start) => layOutCourse(context, picture, { ...options, start }).pages === 1,
  );
  const layout = layOutCourse(context, picture, { ...options, start: heading.height });
  const { pages, from, units, bottom } = layout;
  const place = { page: layout.page, pages, from, count: units.length };
  const aside = pages > 1 ? words.page(place.page + 1, pages) : undefined;
  if (units.length === 0) {
    const card = createCard(heading, { height: size.minHeight, theme, aside });
    drawEmptyNote(card, words.courseMap.nothing);
    return { ...place, card, areas: [] };
  }
  const card = createCard(heading, { height: Math.max(size.minHeight, bottom + BOTTOM), theme, aside });
  for (const unit of units) if (unit.unit.state === 'now') drawPanel(card, areaOf(unit));
  const isEnd = from + units.length === picture.units.length;
  drawPath(card, units, { top: heading.height + 16, bottom: bottom + 10, isStart: from === 0, isEnd });
  for (const unit of units) drawUnit(card, unit, areaOf(unit), words);
  return { ...place, card, areas: units.map(areaOf) };
}

function areaOf({ column, top, height }: PlacedUnit): Area {
  return { left: leftOf(column), top, width: COLUMN, height };
}

/** Behind the unit where the class is. */
function drawPanel({ context, theme }: Card, { left, top, width, height }: Area): void {
  context.beginPath();
  context.roundRect(left, top + 1, width, height - 2, 12);
  context.fillStyle = theme.track;
  context.fill();
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.stroke();
}

function drawUnit(card: Card, placed: PlacedUnit, area: Area, words: ChartWords): void {
  const { context, theme } = card;
  const { unit, title, part, minutes } = placed;
  const isQuiet = unit.state === 'left-out';
  const x = area.left + PATH;
  const quiet = { ink: theme.muted, dim: theme.muted };
  if (part !== undefined) {
    drawInside(context, { left: x, top: area.top - PART, width: COLUMN - PATH, height: PART }, () =>
      drawLabel(context, part, x, area.top - 8, quiet),
    );
  }
  drawInside(context, area, () => {
    const middle = area.top + area.height / 2;
    for (const [at, line] of title.entries()) {
      const baseline = middle + 11 + (at - (title.length - 1) / 2) * LINE;
      drawLabel(context, line, x, baseline, isQuiet ? quiet : { ink: theme.ink, dim: theme.muted });
      if (isQuiet) drawStrike(card, { left: x, width: line.width, y: baseline - 10 });
    }
    drawLabel(context, minutes, area.left + area.width - minutes.width - 12, middle + 11, quiet);
  });
  drawStation(card, placed, words);
}

/** A station says by its form how far the class is. */
function drawStation(card: Card, placed: PlacedUnit, words: ChartWords): void {
  const { context, theme } = card;
  const { unit } = placed;
  const { x, y } = stationOf(placed);
  const isFull = unit.state === 'done' || unit.state === 'now';
  context.save();
  context.beginPath();
  context.arc(x, y, RADIUS, 0, 2 * Math.PI);
  context.fillStyle = unit.state === 'done' ? theme.bar : unit.state === 'now' ? theme.ink : theme.card;
  context.fill();
  if (!isFull) {
    context.strokeStyle = theme.line;
    context.lineWidth = 4;
    if (unit.state === 'left-out') context.setLineDash([7, 8]);
    context.stroke();
  }
  context.restore();
  if (unit.state === 'done') {
    drawTick(card, x - 12, y + 12, theme.card);
    return;
  }
  const ink = unit.state === 'now' ? theme.card : unit.state === 'next' ? theme.ink : theme.muted;
  const style = { family: 'sans', size: size.small, bold: unit.state === 'now' } as const;
  const number = layOutLabel(context, words.courseMap.number(unit.number), style, 2 * RADIUS);
  drawLabel(context, number, x - number.width / 2, y + 11, { ink, dim: ink });
}
