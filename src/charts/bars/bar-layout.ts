import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Area } from '../paint/clipped.js';
import { size } from '../paint/theme.js';
import { type Label, type LabelStyle, layOutLabel } from '../text/label.js';
import type { BarPage, BarRow } from './bar-rows.js';

/** Where everything on a page of bars stands, in pixels of the picture. */
export interface BarLayout {
  readonly height: number;
  readonly pitch: number;
  readonly thickness: number;
  readonly type: number;
  readonly arrowX: number;
  readonly labelX: number;
  readonly axisLeft: number;
  readonly axisRight: number;
  /** Sublabels stand under the labels. */
  readonly stacked: boolean;
  readonly rows: readonly PlacedRow[];
}

/** A row where it stands. */
export interface PlacedRow {
  readonly row: BarRow;
  /** Its middle. */
  readonly y: number;
  readonly label: Label;
  /** Undefined also where it stands beside the value. */
  readonly sublabel: Label | undefined;
}

/** Below this pitch labels would touch their neighbours. */
const MIN_PITCH = 44;
/** Rows that are lower make the card higher than usual. */
const EASY_PITCH = 48;
const MAX_PITCH = 112;
const BOTTOM = 26;
/** Widths the label column grows through, so that pictures of like content share one axis. */
const COLUMNS = [190, 230, 270, 310, 350, 390, 430];
const MAX_COLUMN = 430;
/** Room at the end of a full bar for most ranges, so that most pictures of ranges share one axis, by the size of the type. */
const PERCENT_ROOM = 4.4;
/** The label column and the room for figures, up to `< 0.1%–0.4%`, of a page that is to stay as it is. */
const STEADY_COLUMN = 250;
const STEADY_ROOM = 215;

/**
 * How many bars fit on one page and still read.
 *
 * @param start pixels of what stands over them
 */
export function rowsPerPage(start: number): number {
  return Math.floor((size.maxHeight - start - BOTTOM) / MIN_PITCH);
}

/** Finds room for the page's rows, larger where there are fewer. */
export function layOutBars(context: SKRSContext2D, page: BarPage): BarLayout {
  const { slots, usualHeight, steady = false } = page;
  const start = page.heading.height + (page.lead?.height ?? 0);
  const pitchIn = (height: number) => (height - start - BOTTOM) / slots;
  // Whole pixels, so that no row reaches into the next.
  const pitch = Math.floor(
    Math.min(MAX_PITCH, Math.max(pitchIn(usualHeight), Math.min(EASY_PITCH, pitchIn(size.maxHeight)))),
  );
  const height = Math.max(size.minHeight, Math.ceil(start + pitch * slots + BOTTOM));
  // Few rows stand in the middle of what is left, so the lowest page is not bottom-heavy.
  const top = start + Math.max(0, (height - start - BOTTOM - pitch * slots) / 2);
  const thickness = Math.round(Math.min(60, pitch * 0.62));
  const type = Math.round(Math.min(44, Math.max(size.label, pitch * 0.42)));
  const stacked = pitch >= 82 && page.rows.some((row) => row.sublabel);
  const rows = page.rows.map((row, index): PlacedRow => {
    const style = { family: row.family, size: type, bold: row.strong };
    return {
      row,
      // Whole pixels, so that the edges of bars are sharp.
      y: Math.round(top + (index + 0.5) * pitch - thickness / 2) + thickness / 2,
      label: layOutLabel(context, row.label, style, steady ? STEADY_COLUMN : MAX_COLUMN),
      sublabel:
        stacked && row.sublabel
          ? layOutLabel(context, row.sublabel, { family: 'sans', size: size.small }, MAX_COLUMN)
          : undefined,
    };
  });
  const needed = Math.max(0, ...rows.flatMap(({ label, sublabel }) => [label.width, sublabel?.width ?? 0]));
  const column = steady ? STEADY_COLUMN : (COLUMNS.find((width) => width >= needed) ?? MAX_COLUMN);
  const arrowRoom = steady || page.rows.some((row) => row.arrow) ? Math.round(type * 0.9) : 0;
  return {
    height,
    pitch,
    thickness,
    type,
    arrowX: size.padding,
    labelX: size.padding + arrowRoom,
    axisLeft: size.padding + arrowRoom + column + 20,
    axisRight: size.width - size.padding - (steady ? STEADY_ROOM : valueRoom(context, page, type)),
    stacked,
    rows,
  };
}

/** The room for figures at the end of the axis. */
function valueRoom(context: SKRSContext2D, { rows, track }: BarPage, type: number): number {
  const widths = rows.map((row) => layOutLabel(context, row.value, valueStyle(row, type), 500).width);
  const widest = Math.ceil(Math.max(0, ...widths));
  if (!track) return 30 + widest;
  // A range stands beside its bar, where it does not cover its own whisker; a figure stands in a bar that is too long.
  return rows.some(({ low, high }) => low !== high) ? Math.max(Math.round(PERCENT_ROOM * type), 20 + widest) : 0;
}

/** How the figure at the end of a bar is written. */
export function valueStyle(row: BarRow, type: number): LabelStyle {
  return { family: 'sans', size: type, bold: row.strong };
}

/** All of a row, from side to side. */
export function rowArea({ pitch }: Pick<BarLayout, 'pitch'>, { y }: Pick<PlacedRow, 'y'>): Area {
  return { left: size.padding, top: y - pitch / 2, width: size.width - 2 * size.padding, height: pitch };
}

/** Where a share of the axis ends. */
export function axisX(layout: Pick<BarLayout, 'axisLeft' | 'axisRight'>, share: number): number {
  return layout.axisLeft + share * (layout.axisRight - layout.axisLeft);
}
