import { altLabel } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** Points with names on a plane whose directions have no unit. */
export interface Scatter {
  readonly kind: 'scatter';
  readonly title: string;
  /** At the right end of the title. */
  readonly aside?: string | undefined;
  readonly points: readonly {
    readonly label: string;
    readonly across: number;
    /** Upwards. */
    readonly up: number;
    /** Told where somebody points at it, beside its place. */
    readonly note?: string | undefined;
    /** Of less interest than the others. */
    readonly quiet?: boolean | undefined;
  }[];
}

/** The kind of named points. */
export const scatter: PictureKind<Scatter> = {
  kind: 'scatter',
  parts: ({ points }) => points,
  pick: (picture, parts) => ({ ...picture, points: parts(picture.points) }),
  otherTexts: ({ aside = '' }) => [aside],
  contents: ({ aside }, words) => words.scatter.contents(aside),
  *entries({ points }, words) {
    for (const { label, across, up, note } of points) {
      const place = [across, up].map((value) => words.figures.decimals(value, 2));
      yield { name: altLabel(label, words), figures: words.scatter.figures(place, note && altLabel(note, words)) };
    }
  },
};
