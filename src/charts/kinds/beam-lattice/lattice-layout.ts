import type { SKRSContext2D } from '@napi-rs/canvas';
import { checkProbability } from '../../../domain/check-figure.js';
import type { ChartWords } from '../../../words/pictures.js';
import { size } from '../../paint/theme.js';
import { type Label, layOutLabel } from '../../text/label.js';
import type { BeamCell, BeamLattice } from './beam-lattice.js';

/** A cell ready to be drawn. */
export interface LaidCell {
  readonly cell: BeamCell;
  readonly label: Label;
  readonly figure: Label;
}

/** A column of cells: how wide its tiles are, in pixels. */
export interface LaidColumn {
  readonly column: number;
  readonly width: number;
  readonly cells: readonly LaidCell[];
}

/** Between the tiles of two columns: room for lines that cross. */
export const COLUMN_GAP = 52;
const MIN_TILE = 96;
/** Room for the end of a text in bold. */
const MAX_TILE = 300;
/** Inside a tile, at both sides. */
const INSET = 14;

/**
 * Measures the columns, and shares them out on pages: on each as many as fit beside each other. Of a search that is watched
 * as it grows there is one page, that of its last columns.
 *
 * @throws RangeError when a probability is not a possible one
 */
export function layOutLattice(
  context: SKRSContext2D,
  { cells, growsTo }: BeamLattice,
  words: Pick<ChartWords, 'empty' | 'figures' | 'beamLattice'>,
): readonly (readonly LaidColumn[])[] {
  const columns = [...new Set(cells.map(({ column }) => column))].map((column) =>
    layOutColumn(
      context,
      column,
      cells.filter((cell) => cell.column === column),
      words,
    ),
  );
  if (growsTo === undefined) return pagesOf(columns);
  const last = pagesOf(columns.toReversed())[0] ?? [];
  return columns.length === 0 ? [] : [last.toReversed()];
}

function pagesOf(columns: readonly LaidColumn[]): LaidColumn[][] {
  const room = size.width - 2 * size.padding;
  const pages: LaidColumn[][] = [];
  let taken = room + 1;
  for (const one of columns) {
    if (taken + COLUMN_GAP + one.width > room) {
      pages.push([]);
      taken = -COLUMN_GAP;
    }
    pages.at(-1)?.push(one);
    taken += COLUMN_GAP + one.width;
  }
  return pages;
}

function layOutColumn(
  context: SKRSContext2D,
  column: number,
  cells: readonly BeamCell[],
  { empty, figures, beamLattice }: Pick<ChartWords, 'empty' | 'figures' | 'beamLattice'>,
): LaidColumn {
  const laid = cells.map((cell): LaidCell => {
    const { label, waits, fate } = cell;
    const style = waits
      ? ({ family: 'sans', size: size.small } as const)
      : ({ family: 'mono', size: size.label, bold: fate === 'best' } as const);
    return {
      cell,
      label: layOutLabel(context, waits ? beamLattice.waiting : label || empty, style, MAX_TILE - 2 * INSET),
      figure: layOutLabel(
        context,
        figures.percent(checkProbability(cell.probability)),
        { family: 'sans', size: size.small },
        MAX_TILE - 2 * INSET,
      ),
    };
  });
  const widest = Math.max(...laid.map(({ label, figure }) => Math.max(label.width, figure.width)));
  return { column, width: Math.max(MIN_TILE, Math.ceil(widest) + 2 * INSET), cells: laid };
}
