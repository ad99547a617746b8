import type { Place } from '../../../src/lesson/command/definition.js';
import type { Explanation } from '../../../src/lesson/command/explanation.js';
import type { WordsResult } from '../result.js';
import { shorterEndings, toldFollower } from './told.js';
import { followerWords } from './words.js';

/** That the next word is the same fraction, with what was counted. */
export function explainFollowers(result: WordsResult, { runId, locale }: Place): Explanation {
  const { explain, unseen, standard } = followerWords(locale);
  const { prompt, occurrences, followers, endings } = result;
  const [first] = followers;
  const [shorter] = shorterEndings(result);
  const example =
    occurrences === 0
      ? shorter === undefined
        ? explain.exampleUnknown(prompt, endings.length === 1)
        : explain.exampleNever(prompt, endings)
      : first === undefined
        ? explain.exampleEnds(prompt, occurrences)
        : explain.example(prompt, toldFollower(first, locale).name, `${prompt}${first.text}`, first.count, occurrences);
  const tried = occurrences > 0 ? unseen : (shorter?.text ?? standard);
  return {
    idea: explain.idea,
    example,
    next: occurrences > 0 ? explain.next(tried) : explain.nextSeen(tried),
    // What is tried is one of few: the button says which.
    tryIt: {
      action: 'try',
      runId,
      value: occurrences > 0 ? 'unseen' : shorter === undefined ? 'standard' : 'shorter',
      label: explain.tryIt(tried),
    },
  };
}
