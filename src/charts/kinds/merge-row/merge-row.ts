import { altLabel, tokenName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** Two neighbours that may be merged. */
export interface MergePair {
  readonly what: 'pair';
  /** Such as `t + h → th`. */
  readonly label: string;
  /** A whole number; the lowest is merged. */
  readonly rank: number;
  /** In how many places the two stand beside each other. */
  readonly places: number;
}

/** One of the parts that a text is made of by now. */
export interface MergePart {
  readonly what: 'part';
  readonly label: string;
  /** Below it, such as its id; none by default. */
  readonly caption?: string | undefined;
  /** Nothing is merged across the border before it. */
  readonly isBorder?: boolean | undefined;
  /** It is one of the two that are merged next. */
  readonly isNext?: boolean | undefined;
  /** It was made by the merge before. */
  readonly isNew?: boolean | undefined;
  /** The label is not the part's own: it says how many parts are left out. */
  readonly isNamed?: boolean | undefined;
}

/** One step of byte-pair encoding: the parts of a text, and which two of them are merged next, because their rank is the lowest. */
export interface MergeRow {
  readonly kind: 'merge-row';
  readonly title: string;
  /** At the right end of the title, such as `merge 5 of 17`. */
  readonly progress: string;
  /** First the pairs, the lowest rank first, which is the one that is merged; four at most. Then the text's parts. */
  readonly parts: readonly (MergePair | MergePart)[];
  /** How many more pairs there are than those that are listed. */
  readonly morePairs: number;
  /** The parts are what stays: each in a colour of its own. */
  readonly isDone: boolean;
}

/** The kind of merges. */
export const mergeRow: PictureKind<MergeRow> = {
  kind: 'merge-row',
  parts: ({ parts }) => parts,
  pick: (picture, parts) => ({ ...picture, parts: parts(picture.parts) }),
  otherTexts: ({ parts, progress }) => [
    progress,
    ...parts.map((part) => (part.what === 'part' ? (part.caption ?? '') : '')),
  ],
  contents: ({ progress, parts, morePairs }, words) =>
    words.mergeRow.contents(progress, parts.filter(({ what }) => what === 'pair').length, morePairs),
  *entries({ parts }, words) {
    const { mergeRow: own } = words;
    for (const [at, part] of parts.entries()) {
      if (part.what === 'pair') {
        const figures = own.pair(part, at === 0);
        yield { name: altLabel(part.label, words), figures };
        continue;
      }
      const next = parts[at + 1];
      const goesOn = next?.what === 'part' && !next.isBorder;
      const isFirst = parts[at - 1]?.what !== 'part';
      const name = part.isNamed ? altLabel(part.label, words) : tokenName(part.label, words);
      const figures = own.part(
        part.caption && altLabel(part.caption, words),
        part.isNext ?? false,
        part.isNew ?? false,
      );
      yield { name: isFirst ? own.first(name) : name, figures, goesOn };
    }
  },
};
