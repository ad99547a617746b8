import { UserError } from '../../src/errors.js';
import type { AskPress } from '../../src/lesson/command/definition.js';
import type { Services } from '../../src/services.js';
import { led } from './lead.js';
import { answered, joined } from './people.js';
import { type Change, goTo, isOpen, lessonOf, positionOf, stationOf } from './position.js';
import { readAnswer } from './read-answer.js';
import type { Lesson, LessonResult } from './result.js';
import { findRevealed } from './reveal.js';
import { isQuestion, type QuestionStation, stationKey } from './stations.js';

/** Takes in somebody who wants to take part, without an answer yet. */
export async function join(_: LessonResult, press: AskPress): Promise<Change> {
  return (latest) => joined(lessonOf(latest), press.user);
}

/**
 * Takes an answer. Who takes the lesson alone sees at once what is right, or goes on where nothing is shown yet.
 *
 * @param said what was pressed, chosen or typed
 * @throws UserError where the lesson has moved on, or for what is no answer
 */
export async function answer(result: LessonResult, press: AskPress, services: Services, said: string): Promise<Change> {
  const asked = lessonOf(result);
  const position = press.value?.split('.')[0];
  const station = askedAt(asked, position);
  const read = readAnswer(station, said);
  const take = (lesson: Lesson): Lesson => {
    askedAt(lesson, position);
    return answered(lesson, stationKey(station), press.user, read);
  };
  if (asked.pace === 'together') return (latest) => take(lessonOf(latest));
  led(asked, press);
  if (station.kind === 'before') {
    return (latest) => goTo(led(take(lessonOf(latest)), press), lessonOf(latest).at + 1);
  }
  const shown = await findRevealed(take(asked), press, services);
  return (latest) => shown(led(take(lessonOf(latest)), press));
}

/** The question that a lesson asks now, where that is still the one that was answered. */
function askedAt(lesson: Lesson, position: string | undefined): QuestionStation {
  const station = stationOf(lesson);
  if (!isQuestion(station) || positionOf(lesson) !== position) throw new UserError('lesson-moved-on');
  if (!isOpen(lesson, station)) throw new UserError('lesson-question-is-closed');
  return station;
}
