import type { Interval } from '../../../domain/interval.js';
import { barName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** How often each token was drawn, beside how often the distribution says it would be. */
export interface RollCounts {
  readonly kind: 'roll-counts';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** From top to bottom; up to eleven fit on one page. */
  readonly rows: readonly {
    readonly label: string;
    /** The row is no token: it stands for all others. */
    readonly hidden?: boolean | undefined;
    /** How often it was drawn. */
    readonly count: number;
    /** The count to expect, rolls times probability. */
    readonly predicted: Interval;
    /** Between which counts the result lies in 95 of 100 tries. */
    readonly range: Interval;
  }[];
}

/** The kind of counts beside their prediction. */
export const rollCounts: PictureKind<RollCounts> = {
  kind: 'roll-counts',
  parts: ({ rows }) => rows,
  pick: (picture, parts) => ({ ...picture, rows: parts(picture.rows) }),
  contents: (_, words) => words.rollCounts.contents,
  *entries({ rows }, words) {
    for (const row of rows) yield { name: barName(row.label, words), figures: words.rollCounts.figures(row) };
  },
};
