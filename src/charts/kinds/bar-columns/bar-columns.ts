import { altFigure, type BarCell } from '../../bars/probability-bar.js';
import { barName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** Distributions side by side: the same tokens in every column, one below the other, on one axis from 0 to 100%. */
export interface BarColumns {
  readonly kind: 'bar-columns';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** What the figures are, in an alt text; chances of the next token by default. */
  readonly figures?: string | undefined;
  /** What stands in the rows, from top to bottom; up to eleven fit on one page. */
  readonly rows: readonly {
    readonly label: string;
    /** The row is no token: it stands for all that are not listed. */
    readonly hidden?: boolean | undefined;
  }[];
  /** One to five. */
  readonly columns: readonly BarColumn[];
}

/** One distribution of several. */
export interface BarColumn {
  /** Such as `T = 0.2`. */
  readonly title: string;
  /** Under the title, such as `1.23 bits`. */
  readonly caption?: string | undefined;
  /** One for each row; undefined where the column tells nothing of it. */
  readonly cells: readonly (BarCell | undefined)[];
  /** In [0, 1], top-p: the cells are running sums, drawn in the quieter colour, with a line where they reach it. */
  readonly threshold?: number | undefined;
}

/** The kind of several distributions. */
export const barColumns: PictureKind<BarColumns> = {
  kind: 'bar-columns',
  parts: ({ rows }) => rows,
  pick(picture, parts) {
    const columns = picture.columns.map((column) => ({ ...column, cells: parts(column.cells) }));
    return { ...picture, rows: parts(picture.rows), columns };
  },
  contents: ({ columns, figures }, words) => words.candidates.contentsAt(columns, figures),
  *entries({ rows, columns }, words) {
    for (const [row, { label }] of rows.entries()) {
      const figures = columns.map(({ cells }) => altFigure(cells[row], words));
      yield { name: barName(label, words), figures: words.candidates.figures(figures) };
    }
  },
};
