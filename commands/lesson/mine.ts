import { plain } from '../../src/discord/markdown.js';
import { text } from '../../src/discord/reply.js';
import type { AskPress } from '../../src/lesson/command/definition.js';
import type { View } from '../../src/lesson/command/view.js';
import { answerOf, memberOf } from './people.js';
import { lessonOf, stationsIn } from './position.js';
import { pseudonym } from './pseudonym.js';
import type { Lesson, LessonResult } from './result.js';
import { sayAnswer } from './say-answer.js';
import { reasonOf } from './sentences.js';
import { askOf, isQuestion, type QuestionStation, stationKey } from './stations.js';
import { rightAt } from './tally.js';
import { lessonWords } from './words.js';

/** What one person said, what is right of it, and why; only they see it. */
export function viewMine(result: LessonResult, press: Pick<AskPress, 'user' | 'locale'>): View {
  const lesson = lessonOf(result);
  const words = lessonWords(press.locale);
  const member = memberOf(lesson, press.user);
  if (member === undefined) return { blocks: [text(words.mineNotIn)] };
  const questions = stationsIn(lesson).filter(isQuestion);
  const lines = questions.flatMap((station) => lineOf(lesson, station, press));
  const ideas = questions.filter(({ kind }) => kind !== 'step');
  const right = (kind: 'before' | 'after') =>
    ideas.filter(
      (station) => station.kind === kind && isRightOf(lesson, station, press.user) === true && isShown(lesson, station),
    ).length;
  const asked = ideas.filter((station) => station.kind === 'after' && isShown(lesson, station)).length;
  return {
    blocks: [
      text(words.mineHead(member.name ?? pseudonym(member.number))),
      text(lines.length === 0 ? words.mineNothing : lines.join('\n')),
      ...(asked === 0 ? [] : [text(words.mineGain(right('before'), right('after'), asked))]),
    ],
  };
}

/** Whether it may be told what is right there: of the question before a unit only when the one after was shown. */
function isShown(lesson: Lesson, station: QuestionStation): boolean {
  const key = station.kind === 'before' ? `${station.unit.id}.after` : stationKey(station);
  return lesson.revealed.includes(key);
}

function isRightOf(lesson: Lesson, station: QuestionStation, user: AskPress['user']): boolean | undefined {
  const answer = answerOf(lesson, stationKey(station), user);
  return answer === undefined ? undefined : rightAt(lesson, station)?.(answer);
}

function lineOf(
  lesson: Lesson,
  station: QuestionStation,
  { user, locale }: Pick<AskPress, 'user' | 'locale'>,
): string[] {
  const words = lessonWords(locale);
  const answer = answerOf(lesson, stationKey(station), user);
  if (answer === undefined) return [];
  const said = plain(sayAnswer(station, answer, words.orderEntry));
  const ask = plain(askOf(station));
  const isRight = isShown(lesson, station) ? isRightOf(lesson, station, user) : undefined;
  const because = isRight === false ? reasonOf(station, answer) : undefined;
  return [words.mineLine(ask, said, isRight, because)];
}
