import type { RoomStrip } from '../../src/charts/room/room-strip.js';
import { MAX_ROOM_OPTIONS } from '../../src/charts/room/room-strip.js';
import { withRoom } from '../../src/charts/room/with-room.js';
import { type Block, buttons, type GoOnEntry, picture, text } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import type { View } from '../../src/lesson/command/view.js';
import { leadButton, lessonEntries } from './controls.js';
import { gainOf, gainRow } from './gain.js';
import { numberOf } from './judge.js';
import { answersAt } from './people.js';
import type { Lesson, Outcome } from './result.js';
import { findLessonRun } from './runs/lesson-runs.js';
import type { TruthUnit } from './runs/truth.js';
import { tellIdea, tellTruth } from './sentences.js';
import { type QuestionStation, stationKey } from './stations.js';
import { saidAt } from './tally.js';
import { placeLine } from './view-question.js';
import { lessonWords } from './words.js';

/** What is right, beside what was said, and why. */
export function viewRevealed(lesson: Lesson, station: QuestionStation, place: Place): View {
  const { runId, locale } = place;
  const key = stationKey(station);
  const outcome = lesson.outcomes[key];
  const shown = pictureOf(lesson, station, outcome, locale);
  const told =
    station.kind === 'step'
      ? outcome === undefined
        ? ''
        : tellTruth(lesson, station, outcome, locale)
      : tellIdea(lesson, station, locale);
  const run = station.kind === 'step' ? findLessonRun(station.step.run.run) : undefined;
  const explain =
    run === undefined || outcome === undefined
      ? explainButton(runId, locale)
      : { ...explainButton(outcome.runId, locale), command: run.command };
  return {
    blocks: [
      text(placeLine(station, locale)),
      ...shown,
      text(told),
      buttons(leadButton(lesson, 'next', place), explain),
      {
        kind: 'go-on-links',
        entries: [
          ...(run && outcome ? runEntries(run.command, outcome.runId, locale) : []),
          ...lessonEntries(lesson, place),
        ],
      },
    ],
  };
}

function pictureOf(lesson: Lesson, station: QuestionStation, outcome: Outcome | undefined, locale: string): Block[] {
  const words = lessonWords(locale);
  if (station.kind !== 'step') {
    const { unit } = station;
    return [
      picture('gain', {
        kind: 'gain-rows',
        title: words.gain.title(lesson.pace === 'together'),
        rows: [gainRow(unit.topic, gainOf(lesson, [unit]))],
      }),
    ];
  }
  if (lesson.picture === undefined || outcome === undefined) return [];
  return [picture('lesson', withRoom(lesson.picture, roomStrip(lesson, station, outcome, locale)))];
}

/** What was said, to stand below the picture. */
function roomStrip(
  lesson: Lesson,
  station: Extract<QuestionStation, { kind: 'step' }>,
  { truth }: Outcome,
  locale: string,
): RoomStrip {
  const words = lessonWords(locale);
  const heading = lesson.pace === 'together' ? words.roomSaid : words.said;
  const answers = answersAt(lesson, stationKey(station));
  if (station.step.predict.kind === 'number') {
    const unit = truth.kind === 'number' ? truth.unit : 'number';
    const isShare = unit === 'share';
    const { low, high } = numberOf(truth);
    const scaled = (value: number) => (isShare ? value / 100 : value);
    return {
      kind: 'numbers',
      heading,
      people: answers.length,
      values: answers.map((answer) => scaled(Number(answer))),
      truth: { low: scaled(low), high: scaled(high) },
      unit: unitOf(unit),
    };
  }
  const said = saidAt(lesson, station, words.orderEntry);
  return {
    kind: 'shares',
    heading,
    people: answers.length,
    options: said.slice(0, MAX_ROOM_OPTIONS).map(({ label, people, isRight }) => ({ label, people, isRight })),
  };
}

function unitOf(unit: TruthUnit): Extract<RoomStrip, { kind: 'numbers' }>['unit'] {
  if (unit === 'share') return 'percent';
  return unit === 'tokens' || unit === 'bits' ? unit : 'none';
}

/** What leads from the picture to the command that it is of. */
function runEntries(command: string, runId: string, locale: string): GoOnEntry[] {
  const words = lessonWords(locale);
  const from = { action: 'from', runId, value: command };
  return [
    { ...from, command: 'details', label: words.details, description: words.detailsHint },
    { ...from, command, label: words.open(command), description: words.openHint },
  ];
}
