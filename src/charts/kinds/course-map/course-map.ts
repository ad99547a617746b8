import { altLabel } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** How far a class is with a unit of a course. */
export type UnitState = 'done' | 'now' | 'next' | 'left-out';

/** A course as a path through its units, part by part. */
export interface CourseMap {
  readonly kind: 'course-map';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** In the order in which they are walked; a part's units follow each other. */
  readonly units: readonly {
    /** Its title. */
    readonly label: string;
    /** In the whole course, from 1 on. */
    readonly number: number;
    /** The name of the part that it belongs to. */
    readonly part: string;
    readonly minutes: number;
    readonly state: UnitState;
  }[];
}

/** The kind of courses. */
export const courseMap: PictureKind<CourseMap> = {
  kind: 'course-map',
  parts: ({ units }) => units,
  pick: (picture, parts) => ({ ...picture, units: parts(picture.units) }),
  otherTexts: ({ units }) => units.map(({ part }) => part),
  contents: ({ units }, words) =>
    words.courseMap.contents(units.filter(({ state }) => state === 'done').length, units.length),
  *entries({ units }, words) {
    for (const { label, number, part, minutes, state } of units) {
      const name = words.courseMap.name(number, altLabel(label, words));
      yield { name, figures: words.courseMap.figures({ part: altLabel(part, words), minutes, state }) };
    }
  },
};
