import { buttons, picture, text } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import type { View } from '../../src/lesson/command/view.js';
import { leadLabel, lessonEntries } from './controls.js';
import { gainOf, gainRow } from './gain.js';
import { unitsIn } from './position.js';
import type { Lesson } from './result.js';
import { lessonWords } from './words.js';

/** What the class has learned. */
export function viewEnd(lesson: Lesson, place: Place): View {
  const { runId, locale } = place;
  const words = lessonWords(locale);
  const { gain } = words;
  const isClass = lesson.pace === 'together';
  const units = unitsIn(lesson);
  const all = gainOf(lesson, units);
  const rows = units.map((unit) => gainRow(unit.topic, gainOf(lesson, [unit])));
  return {
    blocks: [
      text(gain.asked),
      picture('results', {
        kind: 'gain-rows',
        title: gain.title(isClass),
        rows: units.length < 2 ? rows : [{ ...gainRow(gain.all, all), strong: true }, ...rows],
      }),
      text(gain.sentence(all, isClass)),
      buttons(
        { action: 'mine', runId, label: words.mine, style: 'primary' },
        ...(isClass ? [{ action: 'lead-csv', runId, label: leadLabel(lesson, words.lead.csv, locale) }] : []),
        explainButton(runId, locale),
      ),
      { kind: 'go-on-links', entries: lessonEntries(lesson, place, { isOver: true }) },
    ],
  };
}
