import { fold, judge, rightOption } from './judge.js';
import { LETTERS } from './letters.js';
import { answersAt } from './people.js';
import { questionAt } from './read-answer.js';
import type { Answer, Lesson } from './result.js';
import { sayAnswer } from './say-answer.js';
import { type QuestionStation, stationKey } from './stations.js';

/** One thing that was said, and how many said it. */
export interface Said {
  readonly answer: Answer;
  readonly label: string;
  readonly people: number;
  readonly isRight: boolean;
}

/** Which answers are right at a station; undefined as long as that was not computed. */
export function rightAt(lesson: Lesson, station: QuestionStation): ((answer: Answer) => boolean) | undefined {
  if (station.kind !== 'step') {
    const right = rightOption(station.question);
    return (answer) => answer === right;
  }
  const outcome = lesson.outcomes[stationKey(station)];
  return outcome && judge(station.step, outcome.truth);
}

/** What was said at a station: the options in their order, and all else as often as it was said. */
export function saidAt(
  lesson: Lesson,
  station: QuestionStation,
  orderOf: (items: readonly string[]) => string,
): readonly Said[] {
  const isRight = rightAt(lesson, station) ?? (() => false);
  const asked = questionAt(station);
  const counted = new Map<Answer, { answer: Answer; people: number }>();
  if (asked.kind === 'poll') {
    for (const letter of LETTERS.slice(0, asked.options.length)) counted.set(letter, { answer: letter, people: 0 });
  }
  for (const answer of answersAt(lesson, stationKey(station))) {
    const key = asked.kind === 'word' ? fold(String(answer)) : answer;
    const entry = counted.get(key) ?? { answer, people: 0 };
    counted.set(key, { ...entry, people: entry.people + 1 });
  }
  const all = [...counted.values()].map(({ answer, people }) => ({
    answer,
    people,
    label: sayAnswer(station, answer, orderOf),
    isRight: isRight(answer),
  }));
  return asked.kind === 'poll' ? all : all.sort((one, other) => other.people - one.people);
}
