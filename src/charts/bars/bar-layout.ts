import type { SKRSContext2D } from '@napi-rs/canvas';
import { headingHeight } from '../paint/card.js';
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

/** Below this pitch text of 24 pixels would touch its neighbours. */
const MIN_PITCH = 26;
const BOTTOM = 28;
/** Widths the label column grows through, so that pictures of like content share one axis. */
const COLUMNS = [150, 190, 230, 270, 310, 350, 390];
const MAX_COLUMN = 390;
/** Room for `> 99.9%` at the end of a full bar on an axis that is the same in every picture. */
const PERCENT_ROOM = 130;
/** The label column and the room for figures, up to `< 0.1%–0.4%`, of a page that is to stay as it is. */
const STEADY_COLUMN = 270;
const STEADY_ROOM = 210;

/** How many bars fit on one page and still read. */
export function rowsPerPage(page: Pick<BarPage, 'subtitle'>): number {
  return Math.floor((size.maxHeight - headingHeight(page) - BOTTOM) / MIN_PITCH);
}

/** Finds room for the page's rows, larger where there are fewer. */
export function layOutBars(context: SKRSContext2D, page: BarPage): BarLayout {
  const { slots, steady = false } = page;
  const start = headingHeight(page) + (page.lead?.height ?? 0);
  const isShort = slots <= 4;
  const room = (isShort ? size.minHeight : size.maxHeight) - start - BOTTOM;
  const pitch = Math.min(isShort ? 110 : 64, room / slots);
  const height = Math.min(size.maxHeight, Math.max(size.minHeight, Math.ceil(start + pitch * slots + BOTTOM)));
  // Few rows stand in the middle of what is left, so the lowest page is not bottom-heavy.
  const top = start + Math.max(0, (height - start - BOTTOM - pitch * slots) / 2);
  const thickness = Math.round(Math.min(44, pitch * (pitch < 34 ? 0.72 : 0.62)));
  const type = pitch >= 34 ? size.label : size.small;
  const stacked = pitch >= 72 && page.rows.some((row) => row.sublabel);
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
  const arrowRoom = steady || page.rows.some((row) => row.arrow) ? 30 : 0;
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
  // A range beside a full bar is wider than a percentage, and must not cover its own whisker.
  return track ? Math.max(PERCENT_ROOM, 20 + widest) : 30 + widest;
}

/** How the figure at the end of a bar is written. */
export function valueStyle(row: BarRow, type: number): LabelStyle {
  return { family: 'sans', size: type, bold: row.strong };
}

/** Where a share of the axis ends. */
export function axisX(layout: Pick<BarLayout, 'axisLeft' | 'axisRight'>, share: number): number {
  return layout.axisLeft + share * (layout.axisRight - layout.axisLeft);
}
