import type { SKRSContext2D } from '@napi-rs/canvas';
import type { ChartWords } from '../../../words/pictures.js';
import { MAX_PAGES, nearestPage } from '../../pages.js';
import { size } from '../../paint/theme.js';
import { type Label, type LabelStyle, layOutLabel } from '../../text/label.js';
import { twoLines } from '../../text/two-lines.js';
import type { CourseMap } from './course-map.js';

type Unit = CourseMap['units'][number];

/** A unit in its place on the path; in pixels. */
export interface PlacedUnit {
  readonly unit: Unit;
  readonly column: number;
  readonly top: number;
  readonly height: number;
  /** The name of its part, where that begins, or where a column does. */
  readonly part: Label | undefined;
  /** In one line or two. */
  readonly title: readonly Label[];
  readonly minutes: Label;
}

/** A page of a course: two columns, of which the second goes on where the first ends. */
export interface CoursePage {
  readonly page: number;
  readonly pages: number;
  readonly from: number;
  readonly units: readonly PlacedUnit[];
  /** Where the longer column ends. */
  readonly bottom: number;
}

/** Between two columns, and how wide each is. */
export const COLUMN_GAP = 36;
export const COLUMN = (size.width - 2 * size.padding - COLUMN_GAP) / 2;
/** Of the path, left of the titles. */
export const PATH = 70;
/** Of the name of a part, of a unit with one line, and of each line more. */
export const PART = 35;
const UNIT = 48;
const LINE = 32;
const MINUTES = 114;
/** Pixels that the card has at most, down to the end of a column. */
const MAX_BOTTOM = 660;
/** Few units stand in one column of this. */
const LOWEST = 240;

/** Finds places for the units of a page, down two columns of nearly equal length. */
export function layOutCourse(
  context: SKRSContext2D,
  { units }: CourseMap,
  { start, page: wanted, words }: { readonly start: number; readonly page: number; readonly words: ChartWords },
): CoursePage {
  const rows = units.map((unit, at): Row => {
    const style: LabelStyle = { family: 'sans', size: size.small, bold: unit.state === 'now' };
    const title = twoLines(context, unit.label || words.empty, style, COLUMN - PATH - MINUTES - 12);
    const quiet = { family: 'sans', size: size.small } as const;
    return {
      unit,
      title,
      minutes: layOutLabel(context, asideOf(unit, words), quiet, MINUTES),
      part: layOutLabel(context, unit.part, { ...quiet, bold: true }, COLUMN - PATH),
      begins: unit.part !== '' && units[at - 1]?.part !== unit.part,
      height: UNIT + (title.length - 1) * LINE,
    };
  });
  const pages = pagesOf(rows, MAX_BOTTOM - start);
  const page = nearestPage(wanted, Math.min(MAX_PAGES, pages.length));
  const { from, count } = pages[page] ?? { from: 0, count: 0 };
  const own = rows.slice(from, from + count);
  const columns = columnsOf(own, lowest(own, MAX_BOTTOM - start));
  const placed = columns.flatMap((column, at) => place(column, at, start));
  const bottom = Math.max(start, ...placed.map(({ top, height }) => top + height));
  return { page, pages: Math.max(1, Math.min(MAX_PAGES, pages.length)), from, units: placed, bottom };
}

/** What stands right of the title. */
function asideOf({ state, minutes }: Unit, { courseMap }: ChartWords): string {
  return state === 'left-out' ? courseMap.leftOut : courseMap.minutes(minutes);
}

interface Row {
  readonly unit: Unit;
  readonly title: readonly Label[];
  readonly minutes: Label;
  readonly part: Label;
  readonly begins: boolean;
  readonly height: number;
}

/** What a row takes; at the top of a column it has the name of its part in any case. */
function needed({ part, begins, height }: Row, isFirst: boolean): number {
  return height + ((begins || isFirst) && part.width > 0 ? PART : 0);
}

/** Rows down as many columns of a height as are needed. */
function columnsOf(rows: readonly Row[], height: number): readonly (readonly Row[])[] {
  const columns: Row[][] = [];
  let left = 0;
  for (const row of rows) {
    const column = columns.at(-1);
    const needs = needed(row, false);
    if (column !== undefined && needs <= left) {
      column.push(row);
      left -= needs;
    } else {
      columns.push([row]);
      left = height - needed(row, true);
    }
  }
  return columns;
}

function pagesOf(rows: readonly Row[], height: number): readonly { readonly from: number; readonly count: number }[] {
  const columns = columnsOf(rows, height);
  let from = 0;
  return Array.from({ length: Math.ceil(columns.length / 2) }, (_, page) => {
    const count = columns.slice(2 * page, 2 * page + 2).reduce((sum, column) => sum + column.length, 0);
    from += count;
    return { from: from - count, count };
  });
}

/** The lowest height at which two columns take all rows. */
function lowest(rows: readonly Row[], most: number): number {
  const step = 4;
  for (let height = LOWEST; height < most; height += step) {
    const columns = columnsOf(rows, height);
    if (columns.length <= 2) return height;
  }
  return most;
}

function place(rows: readonly Row[], column: number, start: number): PlacedUnit[] {
  let top = start;
  return rows.map(({ unit, title, minutes, part, begins, height }, at) => {
    const isNamed = (begins || at === 0) && part.width > 0;
    if (isNamed) top += PART;
    top += height;
    return { unit, column, title, minutes, part: isNamed ? part : undefined, top: top - height, height };
  });
}
