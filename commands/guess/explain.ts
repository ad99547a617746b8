import { plain } from '../../src/discord/markdown.js';
import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { linkTo } from '../../src/lesson/command/view.js';
import { pointsOf } from './points.js';
import { type GuessResult, shownWords } from './result.js';
import { raceOf } from './shannon.js';
import { guessWords } from './words.js';

/** What guessing has to do with a language model, with the numbers that are shown. */
export function explainGuess(result: GuessResult, { runId, locale }: Place): Explanation {
  const { explain, figures } = guessWords(locale);
  const against = { action: 'against', runId, label: explain.tryHidden };
  if (result.hidden !== undefined) {
    const race = raceOf(result.hidden);
    return {
      idea: explain.hiddenIdea,
      example: race === undefined ? explain.noRace : explain.raceExample(race),
      next: explain.hiddenNext,
      tryIt: { ...against, label: explain.tryOtherHidden },
    };
  }
  const [word] = shownWords(result).toSorted((one, other) => other.guesses - one.guesses);
  if (word === undefined) {
    return { idea: explain.idea, example: explain.waiting, next: explain.waitingNext, tryIt: against };
  }
  const { low, high } = word.chance;
  const isLeast = figures.isPercentRange({ low, high });
  return {
    idea: explain.idea,
    example: explain.example({ name: plain(word.shown), chance: low, isLeast, points: pointsOf(low) }),
    next: explain.next,
    tryIt: word.guesses > 0 ? against : linkTo('nextword'),
  };
}
