import type { ChartWords } from '../../../words/pictures.js';
import { barName } from '../../text/alt-label.js';
import { bothEnds } from '../../text/bounds.js';
import type { PictureKind } from '../picture-kind.js';

/** A grid of values by row and column, each cell coloured by its value. */
export interface HeatMap {
  readonly kind: 'heat-map';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** `shares` lie in [0, 1] and are written in percent; `likenesses` in [−1, 1], with two decimals. */
  readonly values: 'shares' | 'likenesses';
  /** Values stand in the cells as figures where there is room, unless this is false. */
  readonly figures?: boolean | undefined;
  readonly rows: readonly HeatLine[];
  readonly columns: readonly HeatLine[];
  /** Between the names of a cell's row and column where the cell is told, such as `→`; `–` by default. */
  readonly joint?: string | undefined;
  /** Row by row, and column by column in each. A grid that is the same both ways may have one half alone. */
  readonly cells: readonly HeatCell[];
}

/** A row or a column. */
export interface HeatLine {
  readonly label: string;
  /** Drawn bold, because it is the one that is looked at. */
  readonly strong?: boolean | undefined;
}

/** A value and where it stands. */
interface HeatCell {
  /** From 0. */
  readonly row: number;
  /** From 0. */
  readonly column: number;
  readonly value: number;
}

/** The kind of grids; its pages count cells. */
export const heatMap: PictureKind<HeatMap> = {
  kind: 'heat-map',
  parts: (picture) => picture.cells.map((cell) => ({ label: named(picture, cell, bothEnds) })),
  pick: (picture, parts) => ({ ...picture, cells: parts(picture.cells) }),
  otherTexts: ({ rows, columns }) => [...rows, ...columns].map(({ label }) => label),
  contents: (_, words) => words.heatMap.contents,
  *entries(picture, words) {
    for (const cell of picture.cells) {
      const name = named(picture, cell, (label) => barName(label, words));
      yield { name, figures: figureOf(picture.values, cell.value, words) };
    }
  },
};

function figureOf(values: HeatMap['values'], value: number, { figures }: ChartWords): string {
  return values === 'shares' ? figures.percent(value) : figures.decimals(value, 2);
}

function named({ rows, columns, joint = '–' }: HeatMap, cell: HeatCell, name: (label: string) => string): string {
  return [rows[cell.row], columns[cell.column]].map((line) => name(line?.label ?? '')).join(` ${joint} `);
}
