import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { answersAt } from './people.js';
import { minutesOf } from './plans.js';
import { numberIn, stationOf, unitsIn } from './position.js';
import type { LessonResult } from './result.js';
import { isQuestion, stationKey } from './stations.js';
import { knownUnits } from './units/read-units.js';
import { lessonWords } from './words.js';

/** How a lesson works; nothing of it tells an answer. */
export function explainLesson(result: LessonResult, { runId, locale }: Place): Explanation {
  const { explain, course } = lessonWords(locale);
  const { units } = knownUnits();
  if (result.kind === 'course') {
    return {
      idea: explain.idea,
      example: explain.exampleStart(units.length, minutesOf(units)),
      next: explain.nextStart,
      tryIt: { action: 'alone', runId, label: course.alone },
    };
  }
  const station = stationOf(result);
  const tryIt = { action: 'mine', runId, label: explain.tryIt };
  if (!isQuestion(station)) {
    const own = unitsIn(result);
    return { idea: explain.idea, example: explain.exampleStart(own.length, minutesOf(own)), next: explain.next, tryIt };
  }
  const { number, of } = numberIn(station);
  const answers = answersAt(result, stationKey(station)).length;
  return { idea: explain.idea, example: explain.example(number, of, answers), next: explain.next, tryIt };
}
