import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { chanceGiven } from './chances.js';
import { nameQuestions } from './names.js';
import { countedIn, type RoomResult } from './result.js';
import { probabilityWords } from './words.js';

/** What a conditional chance is, with the counts that are shown. */
export function explainRoom(result: RoomResult, { runId, locale }: Place): Explanation {
  const { explain, withWords } = probabilityWords(locale);
  const { names } = nameQuestions(result.first, result.second);
  const sums = countedIn(result);
  return {
    idea: explain.idea,
    example: explain.example(chanceGiven('second', names, sums), chanceGiven('first', names, sums)),
    next: explain.next,
    tryIt: { action: 'words', runId, label: withWords },
  };
}
