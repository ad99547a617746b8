import { beginLesson } from '../../../commands/lesson/begin.js';
import { answered, joined } from '../../../commands/lesson/people.js';
import type { Answer, Lesson } from '../../../commands/lesson/result.js';

/** Somebody in a place that they do not manage, unless something else is said. */
export function presser(name: string, mayManage = false) {
  return { user: { id: `id of ${name}`, name }, channel: { id: 'class', mayManage } };
}

/** A lesson led by Ann, of the units that are named. */
export function lessonOf(...units: string[]): Lesson {
  return beginLesson(units, 'together', presser('Ann'));
}

/** The same after some people joined. */
export function withPeople(lesson: Lesson, ...names: string[]): Lesson {
  return names.reduce((before, name) => joined(before, presser(name).user), lesson);
}

/** The same after people answered, by station and name. */
export function withAnswers(lesson: Lesson, answers: Record<string, Record<string, Answer>>): Lesson {
  return Object.entries(answers).reduce(
    (before, [key, said]) =>
      Object.entries(said).reduce((now, [name, answer]) => answered(now, key, presser(name).user, answer), before),
    lesson,
  );
}
