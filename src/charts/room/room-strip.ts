import type { Interval } from '../../domain/interval.js';

/** What the people of a room said before they saw a picture, to stand below it beside what is true. */
export type RoomStrip = RoomShares | RoomNumbers;

/** How many people chose each of some answers. */
export interface RoomShares {
  readonly kind: 'shares';
  /** What was asked, or whose answers these are, in one line. */
  readonly heading: string;
  /** How many answered. */
  readonly people: number;
  /** In the order in which they were offered, at most `MAX_ROOM_OPTIONS`. */
  readonly options: readonly {
    readonly label: string;
    readonly people: number;
    readonly isRight: boolean;
  }[];
}

/** The number that each person said. */
export interface RoomNumbers {
  readonly kind: 'numbers';
  /** What was asked, or whose answers these are, in one line. */
  readonly heading: string;
  /** How many answered. */
  readonly people: number;
  /** One a person, in any order; for `percent` as a share, so that 0.42 is 42%. */
  readonly values: readonly number[];
  /** What is right, in the same unit; two ends where it is not known exactly. */
  readonly truth: Interval;
  readonly unit: RoomUnit;
}

/** What the numbers of a room count or measure. */
export type RoomUnit = 'tokens' | 'words' | 'bits' | 'percent' | 'none';

/** Answers that a strip shows; of more, the others are left out of the drawing and told as so many more. */
export const MAX_ROOM_OPTIONS = 6;
