import { markedTokenName } from '../../../src/lesson/text/token-name.js';
import { probabilityOf } from '../../../src/sampling/surprisal.js';
import type { WordsResult } from '../result.js';
import { followerWords, type ToldFollower } from './words.js';

/** A follower as sentences tell it. */
export function toldFollower({ text, count, chance }: WordsResult['followers'][number], locale: string): ToldFollower {
  const { figures } = followerWords(locale);
  return {
    name: markedTokenName({ text, bytes: undefined }, locale),
    count,
    chance: chance && figures.percentRange(chance.low, chance.high),
  };
}

/** What the model would say next, whatever was counted. */
export function modelsGuess({ likeliest }: WordsResult, locale: string): ToldFollower | undefined {
  const [guess] = likeliest;
  if (guess === undefined) return undefined;
  const chance = followerWords(locale).figures.percent(probabilityOf(guess.logprob));
  return { name: markedTokenName(guess, locale), count: 0, chance };
}

/** The endings with fewer words than the prompt that do stand in the texts, the longest first. */
export function shorterEndings({ endings }: WordsResult): WordsResult['endings'] {
  return endings.slice(1).filter(({ occurrences }) => occurrences > 0);
}
