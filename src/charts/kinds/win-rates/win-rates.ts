import type { Interval } from '../../../domain/interval.js';
import { altLabel } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** How often several things win, against a half. */
export interface WinRates {
  readonly kind: 'win-rates';
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly bars: readonly {
    readonly label: string;
    /** In a few words what the rate comes from, such as `12 of 19 votes`. */
    readonly note?: string | undefined;
    /** In [0, 1]. */
    readonly rate: number;
    /** What the rate can well be, around it. */
    readonly range?: Interval | undefined;
    /** It stands apart from the others. */
    readonly strong?: boolean | undefined;
  }[];
}

/** The kind of rates. */
export const winRates: PictureKind<WinRates> = {
  kind: 'win-rates',
  parts: ({ bars }) => bars,
  pick: (picture, parts) => ({ ...picture, bars: parts(picture.bars) }),
  otherTexts: ({ bars }) => bars.flatMap(({ note }) => note ?? []),
  contents: (_, words) => words.winRates.contents,
  *entries({ bars }, words) {
    for (const { label, note, rate, range } of bars) {
      yield {
        name: altLabel(label, words),
        figures: words.winRates.figures({ rate, range, note: note && altLabel(note, words) }),
      };
    }
  },
};
