import { altLabel } from '../../text/alt-label.js';
import { bothEnds } from '../../text/bounds.js';
import type { PictureKind } from '../picture-kind.js';

/** Short texts in two to four columns, those that are the same stacked into one row with how often it came. */
export interface EndingStacks {
  readonly kind: 'ending-stacks';
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly columns: readonly {
    /** Such as `temperature 1`. */
    readonly title: string;
    /** Such as `9 different ones`. */
    readonly caption: string;
    /** How many texts it has together: what a full row stands for. */
    readonly total: number;
  }[];
  /** Row by row, in each row from left to right; the most frequent of a column stands in its first row. */
  readonly endings: readonly {
    readonly label: string;
    /** From 0. */
    readonly row: number;
    readonly column: number;
    readonly count: number;
    /** It is no whole sentence: after so many tokens it was cut. */
    readonly isCut?: boolean | undefined;
  }[];
}

/** A text as it is written in a row: an ellipsis behind one that was cut. */
export function endingLabel({ label, isCut = false }: EndingStacks['endings'][number], empty: string): string {
  return `${label || empty}${isCut ? ' …' : ''}`;
}

/** The kind of stacked texts; its pages count texts. */
export const endingStacks: PictureKind<EndingStacks> = {
  kind: 'ending-stacks',
  parts: ({ endings }) => endings,
  pick: (picture, parts) => ({ ...picture, endings: parts(picture.endings) }),
  otherTexts: ({ columns }) => columns.flatMap(({ title, caption }) => [title, caption]),
  longTexts: ({ columns }) => ({
    columns: columns.map(({ title, caption, total }) => {
      return { title: bothEnds(title), caption: bothEnds(caption), total };
    }),
  }),
  contents: ({ columns }, words) =>
    words.endingStacks.contents(
      columns.map(({ title, caption }) => [altLabel(title, words), altLabel(caption, words)]),
    ),
  *entries({ columns, endings }, words) {
    for (const ending of endings) {
      const { title = '', total = 0 } = columns[ending.column] ?? {};
      const quoted = words.alt.quoted(altLabel(endingLabel(ending, words.empty), words));
      yield {
        name: quoted,
        figures: words.endingStacks.figures(altLabel(title, words), ending.count, total, ending.isCut ?? false),
      };
    }
  },
};
