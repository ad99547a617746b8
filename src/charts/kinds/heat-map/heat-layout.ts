import type { SKRSContext2D } from '@napi-rs/canvas';
import { size } from '../../paint/theme.js';
import { type Label, layOutLabel } from '../../text/label.js';
import type { HeatMap } from './heat-map.js';

/** Under the grid. */
const BOTTOM = 22;
/** Between the labels of the rows and the first column. */
const LABEL_GAP = 16;
const MAX_ROW_LABEL = 300;
/** Where so many columns need the room. */
const MANY_COLUMNS = 13;
const MAX_ROW_LABEL_OF_MANY = 160;
/** Of a label over its column, and of one that leans. */
const MAX_COLUMN_LABEL = 240;
const MAX_LEANING_LABEL = 150;
/** Shorter, a label says nothing. */
const MIN_LABEL = 110;
const MIN_ROW = 36;
const MAX_ROW = 80;
/** From here on a row has room for larger type. */
const LARGE_TYPE_ROW = 42;
/** Leaning labels of narrower columns would touch. */
const MIN_COLUMN = 32;
const MAX_COLUMN = 150;
/** Labels in a line over their columns. */
const HEAD = 46;
/** Behind a label in steps. */
const STEP_GAP = 11;
/** How steep labels lean that are too long for their columns, in radians. */
export const LEAN = (65 / 180) * Math.PI;
/** What a leaning label is high besides its length. */
const LEANING_EXTRA = 24;
/** Free space beside a figure in its cell. */
const FIGURE_MARGIN = 8;

/** A column's label. */
export interface ColumnLabel {
  readonly label: Label;
  readonly column: number;
  /** Over which line of the page it stands, from 0 on. */
  readonly over: number;
}

/** Where the rows of one page stand on it, in pixels of the picture. */
export interface HeatLayout {
  readonly rowLabels: ReadonlyMap<number, Label>;
  readonly columnLabels: readonly ColumnLabel[];
  readonly columnStyle: 'centred' | 'stairs' | 'leaning';
  /** Where the first column begins. */
  readonly left: number;
  readonly column: number;
  /** Down to the first row. */
  readonly top: number;
  readonly row: number;
  readonly height: number;
}

interface Frame {
  /** Pixels that the heading takes. */
  readonly start: number;
  readonly empty: string;
}

/** Rows from one on, how many fit on a page, and how many there are in all. */
interface Rows {
  readonly total: number;
  readonly from: number;
  readonly count: number;
  readonly slots: number;
}

/** Rows that fit on each page. */
export function rowsPerPage(context: SKRSContext2D, picture: HeatMap, frame: Frame): number {
  const total = picture.rows.length;
  const all = { from: 0, count: total, slots: total, total };
  if (layOutUpright(context, picture, all, frame)) return Math.max(1, all.count);
  const head = leaningHead(leaningLabels(context, picture, frame));
  return Math.max(1, Math.floor((size.maxHeight - frame.start - head - BOTTOM) / MIN_ROW));
}

/**
 * Finds a place for the rows of a page: the columns' labels over them where they have room, also in steps over the half
 * of a grid, and leaning where they have not.
 *
 * @throws RangeError when there are more columns than have room beside each other
 */
export function layOutHeat(context: SKRSContext2D, picture: HeatMap, rows: Rows, frame: Frame): HeatLayout {
  const upright = layOutUpright(context, picture, rows, frame);
  if (upright) return upright;
  const rowLabels = layOutRowLabels(context, picture, rows, frame);
  const left = leftOf(rowLabels);
  const labels = leaningLabels(context, picture, frame);
  const head = leaningHead(labels);
  const lean = Math.max(0, ...labels.map(({ width }) => width)) * Math.cos(LEAN);
  const firsts = firstLines(picture, rows);
  const most = Math.max(1, firsts.findLastIndex((first) => first !== undefined) + 1);
  const column = Math.min(MAX_COLUMN, (size.width - size.padding - left - lean) / most);
  if (column < MIN_COLUMN) throw new RangeError(`${most} columns have no room beside each other.`);
  const columnLabels = labels.flatMap((label, at) =>
    firsts[at] === undefined ? [] : [{ label, column: at, over: 0 }],
  );
  const shape = vertical(rows, frame, head);
  return { rowLabels, columnLabels, columnStyle: 'leaning', left, column, ...shape };
}

/** Undefined where the rows do not fit on one page, or a label over its column would be cut too short. */
function layOutUpright(context: SKRSContext2D, picture: HeatMap, rows: Rows, frame: Frame): HeatLayout | undefined {
  const firsts = firstLines(picture, rows);
  const used = firsts.flatMap((first, column) => (first === undefined ? [] : [{ first, column }]));
  const isFull = used.every(({ first }) => first === 0);
  const shape = vertical(rows, frame, used.some(({ first }) => first === 0) ? HEAD : 0);
  if (shape.row < MIN_ROW) return undefined;
  const rowLabels = layOutRowLabels(context, picture, rows, frame);
  const left = leftOf(rowLabels);
  const room = size.width - size.padding - left;
  const most = Math.max(1, ...used.map(({ column }) => column + 1));
  const wide = used.map(({ column }) => layOutLine(context, picture.columns[column], MAX_COLUMN_LABEL, frame));
  // In steps, a label may reach beyond its column: the last ones decide how much is left for those before them.
  const asSteps = used.map(({ column }, at) => (room - (wide[at]?.width ?? 0) - STEP_GAP) / Math.max(1, column));
  const column = Math.min(MAX_COLUMN, room / most, ...(isFull ? [] : asSteps));
  const ends = new Map<number, number>();
  const columnLabels: ColumnLabel[] = [];
  for (const { first, column: at } of used.toReversed()) {
    const end = ends.get(first) ?? room;
    const free = end - at * column - (isFull ? 6 : STEP_GAP - 1);
    const label = layOutLine(context, picture.columns[at], Math.min(MAX_COLUMN_LABEL, free), frame);
    const whole = layOutLine(context, picture.columns[at], MAX_COLUMN_LABEL, frame);
    if (label.width < Math.min(whole.width, MIN_LABEL) || isCrossed(picture, rows, first - 1, at)) return undefined;
    columnLabels.unshift({ label, column: at, over: first });
    ends.set(first, at * column);
  }
  return { rowLabels, columnLabels, columnStyle: isFull ? 'centred' : 'stairs', left, column, ...shape };
}

/** For each column the first line of the page that has a cell in it. */
function firstLines({ columns, cells }: HeatMap, { from, count }: Rows): readonly (number | undefined)[] {
  const firsts: (number | undefined)[] = columns.map(() => undefined);
  for (const { row, column } of cells) {
    const line = row - from;
    if (line < 0 || line >= count || column >= columns.length) continue;
    firsts[column] = Math.min(line, firsts[column] ?? line);
  }
  return firsts;
}

/** Whether a line has a cell at or after a column, where the column's label would stand. */
function isCrossed({ cells }: HeatMap, { from }: Rows, line: number, column: number): boolean {
  return line >= 0 && cells.some((cell) => cell.row === from + line && cell.column >= column);
}

function vertical({ slots, total }: Rows, { start }: Frame, head: number) {
  const room = size.maxHeight - start - head - BOTTOM;
  const row = Math.min(MAX_ROW, Math.floor(room / Math.max(1, slots)));
  const whole = slots < total ? size.maxHeight : start + head + row * slots + BOTTOM;
  const height = Math.max(size.minHeight, whole);
  return { top: start + head, row, height };
}

/** Rows without a cell need none: in half a grid, the first row's name stands over its column. */
function layOutRowLabels(context: SKRSContext2D, picture: HeatMap, rows: Rows, frame: Frame): Map<number, Label> {
  const type = vertical(rows, frame, HEAD).row >= LARGE_TYPE_ROW ? size.label : size.small;
  const used = new Set(picture.cells.map(({ row }) => row));
  const most = picture.columns.length < MANY_COLUMNS ? MAX_ROW_LABEL : MAX_ROW_LABEL_OF_MANY;
  const labels = new Map<number, Label>();
  for (let row = rows.from; row < rows.from + rows.count; row += 1) {
    if (used.has(row)) labels.set(row, layOutLine(context, picture.rows[row], most, frame, type));
  }
  return labels;
}

function leftOf(labels: ReadonlyMap<number, Label>): number {
  return size.padding + Math.max(0, ...[...labels.values()].map(({ width }) => Math.ceil(width))) + LABEL_GAP;
}

function leaningLabels(context: SKRSContext2D, { columns }: HeatMap, frame: Frame): readonly Label[] {
  return columns.map((line) => layOutLine(context, line, MAX_LEANING_LABEL, frame));
}

function leaningHead(labels: readonly Label[]): number {
  const longest = Math.max(0, ...labels.map(({ width }) => width));
  return Math.ceil(longest * Math.sin(LEAN)) + LEANING_EXTRA;
}

function layOutLine(
  context: SKRSContext2D,
  line: HeatMap['rows'][number] | undefined,
  width: number,
  { empty }: Frame,
  type: number = size.small,
): Label {
  const style = { family: 'mono', size: type, bold: line?.strong ?? false } as const;
  return layOutLabel(context, line?.label || empty, style, width);
}

/** Figures as they stand in the cells, all in one way; undefined where not all of them fit into their cells. */
export function layOutFigures(
  context: SKRSContext2D,
  figures: readonly string[],
  { column, row }: Pick<HeatLayout, 'column' | 'row'>,
): readonly Label[] | undefined {
  // The zero before the point says least.
  const shorter = figures.map((figure) => figure.replace(/^(\D?)0(?=\D\d)/, '$1'));
  const widest = column - FIGURE_MARGIN;
  for (const type of [size.label, size.small]) {
    if (row < type * 1.15) continue;
    for (const texts of [figures, shorter]) {
      const style = { family: 'sans', size: type } as const;
      const labels = texts.map((text) => layOutLabel(context, text, style, Number.POSITIVE_INFINITY));
      if (labels.every(({ width }) => width <= widest)) return labels;
    }
  }
  return undefined;
}
