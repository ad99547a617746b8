import type { AskPress } from '../../src/lesson/command/definition.js';
import type { Services } from '../../src/services.js';
import { led } from './lead.js';
import { type Change, changeAt, goTo, isRevealed, lessonOf, stationOf, stationsIn } from './position.js';
import type { Lesson, LessonResult } from './result.js';
import { findLessonRun } from './runs/lesson-runs.js';
import { isQuestion, type Station, stationKey } from './stations.js';

/** Goes to the station before or after. */
export function moveBy(steps: 1 | -1) {
  return (result: LessonResult, press: AskPress, services: Services): Promise<Change> => {
    const { at } = lessonOf(result);
    return moveTo(at + steps, result, press, services);
  };
}

/** Leaves out what is left of a unit. */
export function skipUnit(result: LessonResult, press: AskPress, services: Services): Promise<Change> {
  const lesson = lessonOf(result);
  const stations = stationsIn(lesson);
  const unit = unitIdAt(stations[lesson.at]);
  const next = stations.findIndex((station, at) => at > lesson.at && unitIdAt(station) !== unit);
  return moveTo(next === -1 ? stations.length - 1 : next, result, press, services);
}

/** Ends the lesson: its results are shown. */
export function endLesson(result: LessonResult, press: AskPress, services: Services): Promise<Change> {
  return moveTo(stationsIn(lessonOf(result)).length - 1, result, press, services);
}

async function moveTo(to: number, result: LessonResult, press: AskPress, services: Services): Promise<Change> {
  const moved = goTo(led(lessonOf(result), press), to);
  const picture = await pictureOf(moved, press.locale, services);
  return changeAt(press.value, (lesson) => ({ ...goTo(led(lesson, press), to), picture }));
}

/** The picture of what was revealed before; what is no longer kept is told in words. */
async function pictureOf(lesson: Lesson, locale: string, services: Services): Promise<Lesson['picture']> {
  const station = stationOf(lesson);
  const outcome = lesson.outcomes[stationKey(station)];
  if (station.kind !== 'step' || !isRevealed(lesson) || outcome === undefined) return undefined;
  return findLessonRun(station.step.run.run)
    ?.picture(outcome.runId, locale, services)
    .catch(() => undefined);
}

function unitIdAt(station: Station | undefined): string | undefined {
  return isQuestion(station) ? station.unit.id : undefined;
}
