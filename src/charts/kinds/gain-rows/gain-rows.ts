import type { Interval } from '../../../domain/interval.js';
import { altLabel } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** What a class knew before and after, a row for each thing that it learned. */
export interface GainRows {
  readonly kind: 'gain-rows';
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly rows: readonly {
    readonly label: string;
    /** How many answered both before and after. */
    readonly people: number;
    /** Of these people; undefined where there are none. */
    readonly shares?:
      | {
          /** Who was right before, in [0, 1]. */
          readonly before: number;
          /** Who was right after, in [0, 1]. */
          readonly after: number;
          /** What `after` less `before` can well be, in [−1, 1]. */
          readonly difference: Interval;
        }
      | undefined;
    /** It stands apart from the others, as all of them together do. */
    readonly strong?: boolean | undefined;
  }[];
}

/** The kind of gains. */
export const gainRows: PictureKind<GainRows> = {
  kind: 'gain-rows',
  parts: ({ rows }) => rows,
  pick: (picture, parts) => ({ ...picture, rows: parts(picture.rows) }),
  contents: (_, words) => words.gainRows.contents,
  *entries({ rows }, words) {
    for (const { label, people, shares } of rows) {
      yield { name: altLabel(label, words), figures: words.gainRows.figures(shares && { people, ...shares }) };
    }
  },
};
