import type { SKRSContext2D } from '@napi-rs/canvas';
import { headingHeight } from '../paint/card.js';
import { size } from '../paint/theme.js';
import { type Label, type LabelStyle, layOutLabel } from '../text/label.js';
import type { BarPage, BarRow } from './bar-rows.js';

/** Where everything on a page of bars stands, in pixels of the picture. */
export interface BarLayout {
  readonly height: number;
  readonly top: number;
  readonly pitch: number;
  readonly thickness: number;
  readonly type: number;
  readonly arrowX: number;
  readonly labelX: number;
  readonly axisLeft: number;
  readonly axisRight: number;
  /** Sublabels stand under the labels. */
  readonly stacked: boolean;
  readonly labels: readonly Label[];
  readonly sublabels: readonly (Label | undefined)[];
}

/** Below this pitch text of 24 pixels would touch its neighbours. */
const lowestPitch = 26;
const bottom = 28;
/** Widths the label column grows through, so that pictures of like content share one axis. */
const columns = [150, 190, 230, 270, 310, 350, 390];
/** Room for `> 99.9%` at the end of a full bar on an axis that is the same in every picture. */
const percentRoom = 130;
/** The label column and the room for figures, up to `< 0.1%–0.4%`, of a page that is to stay as it is. */
const steadyColumn = 270;
const steadyRoom = 210;

/** How many bars fit on one page and still read. */
export function rowsPerPage(page: Pick<BarPage, 'subtitle'>): number {
  return Math.floor((size.maxHeight - headingHeight(page) - bottom) / lowestPitch);
}

/** Finds room for the page's rows, larger where there are fewer. */
export function layOutBars(context: SKRSContext2D, page: BarPage): BarLayout {
  const top = headingHeight(page) + (page.lead?.height ?? 0);
  const highest = page.slots <= 4 ? 110 : 64;
  const room = (page.slots <= 4 ? size.minHeight : size.maxHeight) - top - bottom;
  const pitch = Math.min(highest, room / page.slots);
  const height = Math.min(size.maxHeight, Math.max(size.minHeight, Math.ceil(top + pitch * page.slots + bottom)));
  const type = pitch >= 34 ? size.label : size.small;
  const stacked = pitch >= 72 && page.rows.some((row) => row.sublabel);
  const arrowRoom = page.steady || page.rows.some((row) => row.arrow) ? 30 : 0;
  const widest = columns.at(-1) ?? 0;
  const label = (row: BarRow) =>
    layOutLabel(
      context,
      row.label,
      { family: row.family, size: type, bold: row.strong },
      page.steady ? steadyColumn : widest,
    );
  const labels = page.rows.map(label);
  const sublabels = page.rows.map((row) =>
    stacked && row.sublabel
      ? layOutLabel(context, row.sublabel, { family: 'sans', size: size.small }, widest)
      : undefined,
  );
  const needed = Math.max(0, ...[...labels, ...sublabels].map((entry) => entry?.width ?? 0));
  const widestValue = Math.ceil(
    Math.max(0, ...page.rows.map((row) => layOutLabel(context, row.value, valueStyle(row, type), 500).width)),
  );
  // A range beside a full bar is wider than a percentage, and must not cover its own whisker.
  const fittedRoom = page.track ? Math.max(percentRoom, 20 + widestValue) : 30 + widestValue;
  const valueRoom = page.steady ? steadyRoom : fittedRoom;
  const column = page.steady ? steadyColumn : (columns.find((width) => width >= needed) ?? widest);
  const axisLeft = size.padding + arrowRoom + column + 20;
  return {
    height,
    // Few rows stand in the middle of what is left, so the lowest page is not bottom-heavy.
    top: top + Math.max(0, (height - top - bottom - pitch * page.slots) / 2),
    pitch,
    thickness: Math.round(Math.min(44, pitch * (pitch < 34 ? 0.72 : 0.62))),
    type,
    arrowX: size.padding,
    labelX: size.padding + arrowRoom,
    axisLeft,
    axisRight: size.width - size.padding - valueRoom,
    stacked,
    labels,
    sublabels,
  };
}

/** How the figure at the end of a bar is written. */
export function valueStyle(row: BarRow, type: number): LabelStyle {
  return { family: 'sans', size: type, bold: row.strong };
}
