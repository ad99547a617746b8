import { altLabel } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** Counts side by side, such as tokens per encoding. */
export interface CountBars {
  readonly kind: 'count-bars';
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly unit: string;
  /** The same for a count of one, where it is another word. */
  readonly unitOfOne?: string | undefined;
  readonly bars: readonly {
    readonly label: string;
    readonly note?: string | undefined;
    readonly count: number;
    readonly emphasis?: boolean | undefined;
  }[];
}

/** The kind of counts. */
export const countBars: PictureKind<CountBars> = {
  kind: 'count-bars',
  parts: ({ bars }) => bars,
  pick: (picture, parts) => ({ ...picture, bars: parts(picture.bars) }),
  contents: (_, words) => words.countBars.contents,
  *entries({ bars, unit, unitOfOne = unit }, words) {
    const { amount, bar } = words.countBars;
    for (const { label, note, count } of bars) {
      const name = bar(altLabel(label, words), note && altLabel(note, words));
      yield { name, figures: amount(count, altLabel(count === 1 ? unitOfOne : unit, words)) };
    }
  },
};
