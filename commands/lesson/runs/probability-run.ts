import { exactly } from '../../../src/domain/interval.js';
import type { OptionDefinitions } from '../../../src/lesson/command/options.js';
import { openBallot } from '../../../src/lesson/room/ballot.js';
import { chanceGiven } from '../../probability/chances.js';
import { countFollowers } from '../../probability/followers/ask.js';
import { nameQuestions } from '../../probability/names.js';
import { countedIn, type RoomResult, roomOf, wordsOf } from '../../probability/result.js';
import { probabilityWords } from '../../probability/words.js';
import { probability } from '../../probability.js';
import { defineLessonRun, readRunOptions } from './lesson-run.js';

const CLASS = {
  given: { type: 'string', description: () => 'given', required: true, choices: ['first', 'second'] },
} as const satisfies OptionDefinitions;

const WORDS = {
  prompt: { type: 'string', description: () => 'prompt', required: true },
} as const satisfies OptionDefinitions;

/** The sample class of 14, of whom only those count who say yes to one of the questions. */
export const sampleClassRun = defineLessonRun(probability, {
  name: 'sample-class',
  options: CLASS,
  async ask(options, context): Promise<RoomResult> {
    const { given } = readRunOptions(CLASS, options, context.locale);
    const [first, second] = probabilityWords(context.locale).standard;
    return { kind: 'room', first, second, ballot: openBallot(context), wantsSample: true, given };
  },
  measures: {
    /** The chance of yes to the other question, given yes to this one. */
    'chance-given': (result) => {
      const { first, second, given = 'first', ...room } = roomOf(result);
      const { part, whole } = chanceGiven(
        given,
        nameQuestions(first, second).names,
        countedIn({ first, second, ...room }),
      );
      return { kind: 'number', unit: 'share', value: exactly(part / whole) };
    },
  },
});

/** How often words stand in the texts of the embedded model, and what follows them there. */
export const followersRun = defineLessonRun(probability, {
  name: 'followers',
  options: WORDS,
  ask: (options, context, services) =>
    countFollowers(readRunOptions(WORDS, options, context.locale), context, services),
  measures: {
    /** The words that follow, with which share of the places. */
    followers: (result) => {
      const { followers, occurrences } = wordsOf(result);
      const items = followers.map(({ text, count }) => ({ label: text.trim(), value: exactly(count / occurrences) }));
      return { kind: 'ranking', unit: 'share', items };
    },
    /** How often the words stand there. */
    occurrences: (result) => ({ kind: 'number', unit: 'count', value: exactly(wordsOf(result).occurrences) }),
  },
});
