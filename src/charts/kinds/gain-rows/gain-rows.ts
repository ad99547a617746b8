import type { Interval } from '../../../domain/interval.js';

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
