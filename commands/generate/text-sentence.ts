import type { Interval } from '../../src/domain/interval.js';
import { addedName, isEnd, ownProbability, tokensOf } from '../../src/lesson/writing/written-text.js';
import { repeatIn } from './parting.js';
import type { KeptText } from './result.js';
import { generateWords } from './words.js';

/** A text that ends before this many tokens shows little of the loop. */
const EARLY = 8;

/** A text whose least likely token has this chance is one of which the model was sure. */
const SURE = 0.8;

/** What is to be seen of a whole text, as markdown. */
export function textSentence(written: KeptText, locale: string): string {
  const words = generateWords(locale);
  const { steps, ended, temperature } = written;
  const amount = tokensOf(steps).length;
  if (amount === 0) return words.nothingAdded;
  if (ended && amount < EARLY) return words.endedEarly(amount, chanceOfEnd(written));
  const repeat = repeatIn(steps);
  if (repeat !== undefined) return words.repeatsItself(repeat);
  if (temperature === 0) return words.greedyNoRepeat(amount);
  const least = leastLikely(written, locale);
  if (least === undefined) return words.untold(amount);
  return least.own.low >= SURE ? words.everySure(amount, least) : words.unlikely(amount, least);
}

/** The token of a text that the model gave the least, where all are known. */
function leastLikely({ steps }: KeptText, locale: string): { name: string; own: Interval } | undefined {
  const known = steps.flatMap((step, at) => {
    const own = ownProbability(step);
    return isEnd(steps, at) || (own.low === 0 && own.high === 1) ? [] : [{ at, own }];
  });
  const [least] = known.toSorted((one, other) => one.own.high - other.own.high);
  return least && { name: addedName(steps, least.at, locale), own: least.own };
}

/** Of the token that ended a text; undefined where there is none, or its chance is not known. */
function chanceOfEnd({ steps }: KeptText): Interval | undefined {
  const last = steps.at(-1);
  if (last === undefined || !isEnd(steps, steps.length - 1)) return undefined;
  const own = ownProbability(last);
  return own.low === 0 && own.high === 1 ? undefined : own;
}
