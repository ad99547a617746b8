import type { Place } from '../../src/lesson/command/definition.js';
import type { View } from '../../src/lesson/command/view.js';
import { isRevealed, stationOf } from './position.js';
import type { LessonResult } from './result.js';
import { viewCourse } from './view-course.js';
import { viewEnd } from './view-end.js';
import { viewQuestion } from './view-question.js';
import { viewRevealed } from './view-revealed.js';
import { viewStart } from './view-start.js';

/** The course, or where a lesson is. */
export function viewLesson(result: LessonResult, place: Place): View {
  if (result.kind === 'course') return viewCourse(result, place);
  // What changes it later changes the private message that is there.
  const isPrivate = result.pace === 'alone' && place.revision === 1;
  return { ...viewStation(result, place), isPrivate };
}

function viewStation(lesson: Extract<LessonResult, { kind: 'lesson' }>, place: Place): View {
  const station = stationOf(lesson);
  switch (station.kind) {
    case 'start':
      return viewStart(lesson, place);
    case 'end':
      return viewEnd(lesson, place);
    default:
      return isRevealed(lesson) ? viewRevealed(lesson, station, place) : viewQuestion(lesson, station, place);
  }
}
