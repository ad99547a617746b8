import type { Interval } from '../../src/domain/interval.js';
import { addedName, isEnd, tokensOf } from '../../src/lesson/writing/written-text.js';
import { repeatIn } from './parting.js';
import type { KeptText } from './result.js';
import { chartedChance } from './step-rows.js';
import { generateWords, type NamedToken } from './words.js';

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
  if (ended && amount < EARLY) return words.endedEarly(amount, chanceOfEnd(written, locale));
  const repeat = repeatIn(steps);
  if (repeat !== undefined) return words.repeatsItself(repeat);
  if (temperature === 0) return words.greedyNoRepeat(amount);
  const least = leastLikely(written, locale);
  if (least === undefined) return words.untold(amount);
  return least.chance.low >= SURE ? words.everySure(amount, least) : words.unlikely(amount, least);
}

/** The token of a text that had the least chance when it was drawn, where all are known. */
function leastLikely(written: KeptText, locale: string): NamedToken | undefined {
  const { steps } = written;
  const known = steps.flatMap((_, at) => {
    const chance = chartedChance(written, at + 1, locale);
    return isEnd(steps, at) || isUnknown(chance) ? [] : [{ at, chance }];
  });
  const [least] = known.toSorted((one, other) => one.chance.high - other.chance.high);
  return least && { name: addedName(steps, least.at, locale), chance: least.chance };
}

/** Of the token that ended a text; undefined where there is none, or its chance is not known. */
function chanceOfEnd(written: KeptText, locale: string): Interval | undefined {
  const { steps } = written;
  if (steps.length === 0 || !isEnd(steps, steps.length - 1)) return undefined;
  const chance = chartedChance(written, steps.length, locale);
  return isUnknown(chance) ? undefined : chance;
}

function isUnknown({ low, high }: Interval): boolean {
  return low === 0 && high === 1;
}
