import { buttons, text } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import type { View } from '../../src/lesson/command/view.js';
import { leadButtons, lessonEntries } from './controls.js';
import { countPeople } from './people.js';
import { minutesOf } from './plans.js';
import type { Lesson } from './result.js';
import { unitsOf } from './stations.js';
import { knownUnits } from './units/read-units.js';
import { lessonWords } from './words.js';

/** Before the first question: who leads, what comes, and who is in. */
export function viewStart(lesson: Lesson, place: Place): View {
  const { runId, locale } = place;
  const words = lessonWords(locale);
  const { start } = words;
  const units = unitsOf(lesson.plan, knownUnits().units);
  const isClass = lesson.pace === 'together';
  const [next] = leadButtons(lesson, ['next'], place);
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
        ...(next === undefined ? [] : [{ ...next, label: `${isClass ? words.lead.mark : ''}${start.begin}` }]),
        ...(isClass
          ? [
              {
                action: 'lead-names',
                runId,
                label: `${words.lead.mark}${lesson.withNames ? start.hideNames : start.showNames}`,
              },
            ]
          : []),
        explainButton(runId, locale),
      ),
      { kind: 'go-on-links', entries: lessonEntries(lesson, place) },
    ],
  };
}
