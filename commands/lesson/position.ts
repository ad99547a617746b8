import { UserError } from '../../src/errors.js';
import type { Lesson, LessonResult } from './result.js';
import { type QuestionStation, type Station, stationKey, stationsOf, unitsOf } from './stations.js';
import { knownUnits } from './units/read-units.js';
import type { Unit } from './units/unit.js';

/** A change of a lesson, whatever else has changed meanwhile. */
export type Change = (latest: LessonResult) => LessonResult;

/** @throws UserError for what is no lesson under way */
export function lessonOf(result: LessonResult): Lesson {
  if (result.kind !== 'lesson') throw new UserError('not-opened-from-here');
  return result;
}

/** The units of a lesson. */
export function unitsIn({ plan }: Lesson): readonly Unit[] {
  return unitsOf(plan, knownUnits().units);
}

/** All stations of a lesson. */
export function stationsIn(lesson: Lesson): readonly Station[] {
  return stationsOf(unitsIn(lesson));
}

/** Where a lesson is. */
export function stationOf(lesson: Lesson): Station {
  const station = stationsIn(lesson)[lesson.at];
  if (station === undefined) throw new UserError('lesson-unit-gone', { unit: lesson.plan.at(-1) ?? '' });
  return station;
}

/** What a button of a lesson carries: where it stood when the button was shown. */
export function positionOf(lesson: Lesson): string {
  return `${lesson.at}${isRevealed(lesson) ? 'r' : ''}`;
}

/** Whether the answer is shown where a lesson is. */
export function isRevealed(lesson: Lesson): boolean {
  return lesson.revealed.includes(stationKey(stationOf(lesson)));
}

/** The lesson at another station, the nearest that there is: what was revealed there before is seen at once. */
export function goTo(lesson: Lesson, wanted: number): Lesson {
  const at = Math.max(0, Math.min(stationsIn(lesson).length - 1, wanted));
  return { ...lesson, at, picture: undefined };
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
  if (isRevealed(lesson)) return false;
  return station.kind !== 'before' || !lesson.revealed.some((key) => key.startsWith(`${station.unit.id}.`));
}
