/** One row of figures, and what they are about. */
export interface FigureRow {
  /** One for each column. */
  readonly figures: readonly string[];
  /** Stands at the end of the row, since the width of some characters is not known. */
  readonly label: string;
}

/** Figures in columns, flush right under their heads, as plain text of one line for each row. */
export function figureTable(heads: readonly string[], rows: readonly FigureRow[]): string {
  const lines = [{ figures: heads, label: '' }, ...rows];
  const widths = heads.map((_, column) => Math.max(...lines.map(({ figures }) => figures[column]?.length ?? 0)));
  return lines
    .map(({ figures, label }) => {
      const cells = widths.map((width, column) => (figures[column] ?? '').padStart(width));
      return [...cells, label].join('  ').trimEnd();
    })
    .join('\n');
}
