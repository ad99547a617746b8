import { plain } from '../../src/discord/markdown.js';
import { type Block, type Button, buttons, menu, type Reply, status, text } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { type LeadPlace, leadButton, lessonEntries } from './controls.js';
import { formHint } from './forms.js';
import { LETTERS } from './letters.js';
import { answersAt, countPeople } from './people.js';
import { isOpen, numberIn, positionOf } from './position.js';
import { questionAt } from './read-answer.js';
import type { Lesson } from './result.js';
import { askOf, type QuestionStation, stationKey } from './stations.js';
import { lessonWords } from './words.js';

/** A question that is open: words and buttons alone, so that a hundred answers draw nothing. */
export function viewQuestion(lesson: Lesson, station: QuestionStation, place: Place): View {
  const { runId, locale } = place;
  const words = lessonWords(locale);
  const key = stationKey(station);
  const isClass = lesson.pace === 'together';
  const own = lesson.own[key];
  const answers = answersAt(lesson, key).length;
  const lead = station.kind === 'before' || !isClass ? 'next' : 'reveal';
  const say = station.kind === 'before' ? station.unit.hook : station.kind === 'step' ? station.step.say : undefined;
  return {
    blocks: [
      text(placeLine(station, locale)),
      ...(say === undefined ? [] : [text(say)]),
      ...(own === undefined ? [] : [text(`${words.ownText}\n${askedWords(own)}`)]),
      text(`### ${plain(askOf(station))}`),
      ...(isOpen(lesson, station) ? answerBlocks(lesson, station, place) : [text(words.isClosed)]),
      ...(isClass
        ? [
            text(
              answers === 0 ? words.nobodyAnswered : words.answeredOf(answers, Math.max(answers, countPeople(lesson))),
            ),
          ]
        : []),
      buttons(leadButton(lesson, lead, place), explainButton(runId, locale)),
      {
        kind: 'go-on-links',
        entries: lessonEntries(lesson, place, {
          hasOwn: station.kind === 'step' && station.step.run.own !== undefined,
        }),
      },
    ],
  };
}

/** The same while its answer is computed; where that fails, it can be revealed again. */
export function viewComputing(lesson: Lesson, station: QuestionStation, { runId, locale }: LeadPlace): Reply {
  return {
    blocks: [
      text(placeLine(station, locale)),
      text(`### ${plain(askOf(station))}`),
      ...(lesson.pace === 'together' ? [buttons(leadButton(lesson, 'reveal', { runId, locale }))] : []),
      status(lessonWords(locale).computing),
    ],
  };
}

/** Which question of which unit it is. */
export function placeLine(station: QuestionStation, locale: string): string {
  const { number, of } = numberIn(station);
  return lessonWords(locale).place(station.unit.title, number, of);
}

function answerBlocks(lesson: Lesson, station: QuestionStation, { runId, locale }: Place): Block[] {
  const words = lessonWords(locale);
  const asked = questionAt(station);
  const position = positionOf(lesson);
  switch (asked.kind) {
    case 'poll':
      return [
        buttons(
          ...asked.options.map(({ label }, at): Button => {
            const letter = LETTERS[at] ?? '';
            // Buttons that say different things need names of their own.
            return { action: `answer-${letter}`, runId, value: `${position}.${letter}`, label };
          }),
        ),
      ];
    case 'order':
      return [
        menu({
          action: 'order',
          runId,
          value: position,
          placeholder: words.order,
          choices: ordersOf(LETTERS.slice(0, asked.items.length)).map((order) => ({
            value: order,
            label: words.orderEntry([...order].map((letter) => asked.items[LETTERS.indexOf(letter)] ?? '')),
          })),
        }),
      ];
    default:
      return [
        buttons({
          action: 'answer',
          runId,
          value: `${position}.${formHint(asked)}`,
          label: words.answer,
          style: 'primary',
        }),
      ];
  }
}

/** All orders of some letters. */
function ordersOf(letters: readonly string[]): string[] {
  if (letters.length < 2) return [letters.join('')];
  return letters.flatMap((first) =>
    ordersOf(letters.filter((letter) => letter !== first)).map((rest) => `${first}${rest}`),
  );
}
