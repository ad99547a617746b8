import type { Explanation } from '../../src/lesson/command/explanation.js';
import { linkTo } from '../../src/lesson/command/view.js';
import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import type { NextwordResult } from './result.js';
import { nextwordWords } from './words.js';

/** As many as can be added up in one's head. */
const ADDED_UP = 3;

/** What a distribution is, and the most likely tokens of this one added up. */
export function explainNextword({ distribution }: NextwordResult, locale: string): Explanation {
  const words = nextwordWords(locale);
  const { example, ...lesson } = words.lesson;
  const first = distribution.candidates.slice(0, ADDED_UP).map((token) => ({
    name: markedTokenName(token, locale),
    probability: probabilityOf(token.logprob),
  }));
  return { ...lesson, example: example(first), tryIt: linkTo('temperature', { label: words.lesson.tryIt }) };
}
