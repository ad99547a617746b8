import type { TwoByTwo } from '../../src/charts/kinds/two-questions/two-questions.js';
import type { Question } from './result.js';
import type { Given, Names } from './words.js';

/** The chance of yes to the other question, given yes to this one. */
export function chanceGiven(given: Question, [first, second]: Names, sums: TwoByTwo): Given {
  return given === 'first'
    ? { name: second, given: first, part: sums.both, whole: sums.yesFirst }
    : { name: first, given: second, part: sums.both, whole: sums.yesSecond };
}
