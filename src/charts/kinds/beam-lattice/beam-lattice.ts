import { tokenName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** A search for a likely text, column by column: the texts that are kept at each step, and from which they come. */
export interface BeamLattice {
  readonly kind: 'beam-lattice';
  readonly title: string;
  /** Column by column, in each most likely first. */
  readonly cells: readonly BeamCell[];
  /** Rows to leave room for, where it is watched as it grows: shown are as many of its last columns as fit, on one page. */
  readonly growsTo?: number | undefined;
}

/** A text that is kept, shown by its last token. */
export interface BeamCell {
  /** From 0. */
  readonly column: number;
  /** From 0, the most likely text of the column. */
  readonly row: number;
  /** The row in the column before; undefined in the first. */
  readonly parent?: number | undefined;
  readonly label: string;
  /** Of the whole text so far, in [0, 1]. */
  readonly probability: number;
  /** `best`: on the way to the likeliest text. `dropped`: no text goes on from here. */
  readonly fate: 'best' | 'kept' | 'dropped';
  /** The text ended before, and waits as it is. */
  readonly waits?: boolean | undefined;
}

/** The kind of searches. */
export const beamLattice: PictureKind<BeamLattice> = {
  kind: 'beam-lattice',
  parts: ({ cells }) => cells,
  pick: (picture, parts) => ({ ...picture, cells: parts(picture.cells) }),
  contents: (_, words) => words.beamLattice.contents,
  *entries({ cells }, words) {
    const { beamLattice: told } = words;
    for (const [at, { column, row, parent, label, probability, fate, waits = false }] of cells.entries()) {
      const isFirst = row === 0;
      const before = cells.find((one) => one.column === column - 1 && one.row === parent);
      const name = tokenName(label, words);
      yield {
        name: isFirst ? told.step(column + 1, name) : name,
        figures: told.figures({
          probability,
          fate,
          waits,
          after: before && !waits ? tokenName(before.label, words) : undefined,
        }),
        goesOn: cells[at + 1]?.column === column,
      };
    }
  },
};
