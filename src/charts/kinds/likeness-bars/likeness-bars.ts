import { altLabel } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** How alike several things are to one: horizontal bars, in the order given. */
export interface LikenessBars {
  readonly kind: 'likeness-bars';
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly bars: readonly {
    readonly label: string;
    /** In [−1, 1]. */
    readonly likeness: number;
    /** Beside the figure, such as a place in a ranking. */
    readonly note?: string | undefined;
    /** The one that is looked for. */
    readonly chosen?: boolean | undefined;
    /** Of less interest than the others. */
    readonly quiet?: boolean | undefined;
  }[];
}

/** The kind of likenesses to one thing. */
export const likenessBars: PictureKind<LikenessBars> = {
  kind: 'likeness-bars',
  parts: ({ bars }) => bars,
  pick: (picture, parts) => ({ ...picture, bars: parts(picture.bars) }),
  contents: (_, words) => words.likenessBars.contents,
  *entries({ bars }, words) {
    for (const { label, likeness, note } of bars) {
      const figure = words.figures.decimals(likeness, 2);
      yield {
        name: altLabel(label, words),
        figures: words.likenessBars.figures(figure, note && altLabel(note, words)),
      };
    }
  },
};
