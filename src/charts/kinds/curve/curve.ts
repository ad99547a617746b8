import { altLabel } from '../../text/alt-label.js';
import { bothEnds } from '../../text/bounds.js';
import type { PictureKind } from '../picture-kind.js';

/** What one point of a curve says. */
export interface CurvePoint {
  /** Such as `step 200`. */
  readonly label: string;
  /** From 1 on; from 0 on where counts are shown. */
  readonly at: number;
  /** One for each line, from 0 on; undefined where a line has no point there. */
  readonly values: readonly (number | undefined)[];
}

/** Figures that change over steps, on an axis of logarithms, as learning goes; or counts over a count. */
export interface Curve {
  readonly kind: 'curve';
  readonly title: string;
  /** What the values are, such as `bits per byte`, and what the axis counts, such as `steps`. */
  readonly unit: string;
  readonly axis: string;
  /** One or two, each with its name. */
  readonly lines: readonly string[];
  /** In their order on the axis. */
  readonly points: readonly CurvePoint[];
  /** Places on the axis that are pointed out, each written below it. */
  readonly marks: readonly number[];
  /** What these are, such as `kept after`. */
  readonly marked: string;
  /** Whole figures over a count from 0 on, on an even axis. */
  readonly isCounts?: boolean | undefined;
}

/** The kind of curves. */
export const curve: PictureKind<Curve> = {
  kind: 'curve',
  parts: ({ points }) => points,
  pick: (picture, parts) => ({ ...picture, points: parts(picture.points) }),
  otherTexts: ({ unit, axis, lines }) => [unit, axis, ...lines],
  longTexts: ({ points, unit, axis, lines, marked }) => ({
    unit: bothEnds(unit),
    axis: bothEnds(axis),
    marked: bothEnds(marked),
    lines: lines.map((line) => bothEnds(line)),
    points: points.map(({ label, ...point }) => ({ ...point, label: bothEnds(label) })),
  }),
  contents: ({ unit, axis, marks, marked, lines }, words) =>
    words.curve.contents({ unit: altLabel(unit, words), axis: altLabel(axis, words), marks, marked, lines }),
  *entries({ points, isCounts = false }, words) {
    for (const { label, values } of points) {
      yield { name: altLabel(label, words), figures: words.curve.figures(values, isCounts) };
    }
  },
};
