import { UserError } from '../../src/errors.js';
import type { Lesson, LessonResult } from './result.js';
import { type QuestionStation, type Station, stationKey, stationsOf, unitsOf } from './stations.js';
import { knownUnits } from './units/read-units.js';

/** A change of a lesson, whatever else has changed meanwhile. */
export type Change = (latest: LessonResult) => LessonResult;

/** @throws UserError for what is no lesson under way */
export function lessonOf(result: LessonResult): Lesson {
  if (result.kind !== 'lesson') throw new UserError('not-opened-from-here');
  return result;
}

/** All stations of a lesson. */
export function stationsIn({ plan }: Lesson): readonly Station[] {
  return stationsOf(unitsOf(plan, knownUnits().units));
}

/** Where a lesson is. */
export function stationOf(lesson: Lesson): Station {
  const station = stationsIn(lesson)[lesson.at];
  if (station === undefined) throw new UserError('lesson-unit-gone', { unit: lesson.plan.at(-1) ?? '' });
  return station;
}

/** What a button of a lesson carries: where it stood when the button was shown. */
export function positionOf({ at, isRevealed }: Lesson): string {
  return `${at}${isRevealed ? 'r' : ''}`;
}

/** The lesson at another station, the nearest that there is: what was revealed there before is seen at once. */
export function goTo(lesson: Lesson, wanted: number): Lesson {
  const stations = stationsIn(lesson);
  const at = Math.max(0, Math.min(stations.length - 1, wanted));
  const station = stations[at];
  const isRevealed = station !== undefined && lesson.revealed.includes(stationKey(station));
  return { ...lesson, at, isRevealed, picture: undefined };
}

/** A change that is made only where the lesson still is where the button was shown: a press from elsewhere changes nothing. */
export function changeAt(position: string | undefined, change: (lesson: Lesson) => Lesson): Change {
  return (latest) => {
    const lesson = lessonOf(latest);
    return positionOf(lesson) === position ? change(lesson) : lesson;
  };
}

/** Which question of its unit a station is, from 1. */
export function numberIn(station: QuestionStation): { readonly number: number; readonly of: number } {
  const of = station.unit.steps.length + 2;
  if (station.kind === 'step') return { number: station.number + 1, of };
  return { number: station.kind === 'before' ? 1 : of, of };
}

/**
 * Whether a station takes answers: until its answer is shown, and the question before a unit only until something of the unit
 * was shown, because after that nobody can say what they knew before.
 */
export function isOpen(lesson: Lesson, station: QuestionStation): boolean {
  if (lesson.isRevealed) return false;
  return station.kind !== 'before' || !lesson.revealed.some((key) => key.startsWith(`${station.unit.id}.`));
}
