import { stringify } from 'csv-stringify/sync';
import { stationsIn } from './position.js';
import { pseudonym } from './pseudonym.js';
import type { Lesson } from './result.js';
import { sayAnswer } from './say-answer.js';
import { askOf, isQuestion, stationKey } from './stations.js';
import { rightAt } from './tally.js';
import { lessonWords } from './words.js';

/** All answers as a table: a row for each answer, with a made-up name unless real ones were agreed on. */
export function exportLesson(lesson: Lesson, locale: string): { readonly rows: number; readonly content: string } {
  const { csv, orderEntry } = lessonWords(locale);
  const names = new Map(
    Object.values(lesson.people).map(({ number, name }) => [number, name ?? pseudonym(number)] as const),
  );
  const rows = stationsIn(lesson)
    .filter(isQuestion)
    .flatMap((station) => {
      const isRight = rightAt(lesson, station);
      const when = station.kind === 'step' ? csv.step(station.number) : csv[station.kind];
      return Object.entries(lesson.answers[stationKey(station)] ?? {}).map(([person, answer]) => [
        names.get(Number(person)) ?? '',
        station.unit.title,
        when,
        askOf(station),
        sayAnswer(station, answer, orderEntry),
        isRight === undefined ? '' : isRight(answer) ? csv.right : csv.wrong,
      ]);
    });
  // What people wrote must not run as a formula where the table is opened.
  return { rows: rows.length, content: stringify([csv.header, ...rows], { escape_formulas: true, bom: true }) };
}
