import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { linkTo } from '../../src/lesson/command/view.js';
import { comparable, mustAsk, predictionOf } from './prediction.js';
import { type DiceResult, rollsOf } from './result.js';
import { firstRow } from './view.js';
import { diceWords } from './words.js';

/** As many show how the shares settle down, and are still rolled at once. */
export const MANY_ROLLS = 1000;

/** What **Explain** tells of rolls: the likeliest token's count, reckoned by hand. */
export function explainDice(whole: DiceResult, { runId, locale }: Place): Explanation {
  const { result, prediction } = comparable(whole, predictionOf(whole));
  const words = diceWords(locale);
  const first = firstRow(result, prediction, locale);
  const rolls = rollsOf(result);
  // Asking the model a thousand times costs whoever runs it.
  // At temperature 0 luck has no part in it, however often one rolls.
  const isCheap = !mustAsk(result, prediction) && rolls < MANY_ROLLS && whole.temperature > 0;
  return {
    idea: words.idea,
    example: first !== undefined && rolls > 0 ? words.example({ ...first, rolls }) : words.noExample,
    next: isCheap ? words.next(MANY_ROLLS) : words.nextTemperature,
    tryIt: isCheap ? { action: 'many', runId, label: words.rollMany(MANY_ROLLS) } : linkTo('temperature'),
  };
}
