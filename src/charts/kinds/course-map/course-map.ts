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
