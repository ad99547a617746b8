import { buttons, text } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import type { View } from '../../src/lesson/command/view.js';
import { leadButton, leadLabel, lessonEntries } from './controls.js';
import { countPeople } from './people.js';
import { minutesOf } from './plans.js';
import { unitsIn } from './position.js';
import type { Lesson } from './result.js';
import { lessonWords } from './words.js';

/** Before the first question: who leads, what comes, and who is in. */
export function viewStart(lesson: Lesson, place: Place): View {
  const { runId, locale } = place;
  const words = lessonWords(locale);
  const { start } = words;
  const units = unitsIn(lesson);
  const isClass = lesson.pace === 'together';
  return {
    blocks: [
      text(start.asked(units.length, minutesOf(units))),
      text(units.map(({ title, minutes }, at) => start.unit(at + 1, title, minutes)).join('\n')),
      text(
        isClass
          ? [
              start.leads(lesson.leader.name),
              lesson.withNames ? start.names : start.pseudonyms,
              start.isIn(countPeople(lesson)),
            ].join('\n')
          : start.alone,
      ),
      buttons(
        ...(isClass ? [{ action: 'join', runId, label: start.join, style: 'primary' as const }] : []),
        leadButton(lesson, 'next', place, start.begin),
        ...(isClass
          ? [
              {
                action: 'lead-names',
                runId,
                label: leadLabel(lesson, lesson.withNames ? start.hideNames : start.showNames, locale),
              },
            ]
          : []),
        explainButton(runId, locale),
      ),
      { kind: 'go-on-links', entries: lessonEntries(lesson, place) },
    ],
  };
}
