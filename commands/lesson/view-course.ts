import { type Button, type GoOnEntry, picture } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { minutesOf, PLAN_MINUTES } from './plans.js';
import type { CourseResult } from './result.js';
import { knownUnits } from './units/read-units.js';
import { lessonWords } from './words.js';

/** The course: what there is to learn, and how long one has. */
export function viewCourse({ underWay }: CourseResult, place: Place): View {
  const { runId, locale } = place;
  const { course, plans } = lessonWords(locale);
  const { units, problems } = knownUnits();
  const goOn: Button[] =
    underWay === undefined ? [] : [{ action: 'lead-again', runId: underWay, label: course.goOn, style: 'primary' }];
  return layOut(
    {
      asked: course.asked,
      picture: picture('course', {
        kind: 'course-map',
        title: course.title,
        units: units.map(({ topic: label, part, minutes }, at) => ({
          label,
          part,
          minutes,
          number: at + 1,
          state: 'next',
        })),
      }),
      sentence: course.sentence,
      notes: [
        ...(underWay === undefined ? [] : [course.underWay]),
        ...(problems.length === 0 ? [] : [course.problems(problems)]),
      ],
      buttons: [
        ...goOn,
        ...PLAN_MINUTES.map(
          (length): Button => ({
            action: `lead-plan-${length}`,
            runId,
            label: plans(length),
            style: length === 45 && underWay === undefined ? 'primary' : 'secondary',
          }),
        ).slice(0, goOn.length > 0 ? 2 : undefined),
        { action: 'alone', runId, label: course.alone },
      ],
      goOn: units.map(
        ({ id, title, part, minutes }): GoOnEntry => ({
          action: 'lead-unit',
          runId,
          value: id,
          label: title,
          description: course.unitHint(part, minutes),
        }),
      ),
      smallPrint: lessonWords(locale).length(units.length, minutesOf(units)),
    },
    place,
  );
}
