import { exactly, type Interval, sumBeside } from '../../domain/interval.js';
import type { Token } from '../../domain/token.js';
import type { ChainOutcome } from '../../sampling/sampling-chain.js';
import { spreadOf } from '../../sampling/spread.js';
import { markedTokenName } from '../text/token-name.js';
import { spreadWords } from './words.js';

/** A token that may come next, as far as its name goes. */
type NamedToken = Pick<Token, 'text' | 'bytes' | 'ends'>;

/** What is known of a distribution, such as of what is drawn from. */
export interface KnownChances {
  /** Most likely first. */
  readonly tokens: readonly NamedToken[];
  /** One for each of them. */
  readonly chances: readonly Interval[];
  /** Of all others together. */
  readonly rest: Interval;
  /** At 0 the likeliest token is taken, and the chances say only which ones are tied. */
  readonly temperature?: number | undefined;
  /** A token that is not listed may be likelier than the first. */
  readonly mayBeBeaten?: boolean | undefined;
  /** For a sentence that stands beside another one. */
  readonly isShort?: boolean | undefined;
}

/**
 * What a distribution looks like, in one or two sentences of markdown, chosen by what the numbers say: nearly sure, two
 * rivals, a clear favourite, several, wide open, greedy. Where ranges leave it open, the sentence says “may”.
 */
export function spreadSentence(
  { tokens, chances, rest, temperature = 1, mayBeBeaten = false, isShort = false }: KnownChances,
  locale: string,
): string {
  const words = spreadWords(locale);
  const nameAt = (place: number) => {
    const token = tokens[place];
    return token === undefined ? undefined : markedTokenName(token, locale);
  };
  const [first = exactly(0), second = exactly(0)] = chances;
  const name = nameAt(0) ?? '';
  const next = nameAt(1);
  if (mayBeBeaten) return words.mayBeBeaten(name, first);
  if (temperature === 0) {
    const tied = chances.flatMap(({ high }, place) => (high > 0 ? (nameAt(place) ?? []) : []));
    return tied.length > 1 ? words.tied(tied.slice(0, MAX_NAMED)) : words.greedy(name);
  }
  if (first.low === 1) return words.only(name);
  const { kinds, near } = spreadOf(chances, rest);
  const [kind, ...others] = kinds;
  if (others.length > 0) return words.unsure(name, first);
  switch (kind) {
    case 'sure':
      return words.sure(name, first);
    case 'rivals':
      return next === undefined ? words.unsure(name, first) : words.rivals(name, first, next, second);
    case 'favourite':
      return words.favourite(name, first, isShort || next === name ? undefined : next, second);
    case 'several': {
      const names = tokens.slice(0, near.low).map((token) => markedTokenName(token, locale));
      return words.several(names, sumBeside(chances.slice(0, near.low), [...chances.slice(near.low), rest]));
    }
    default:
      return words.open(name, first, isShort);
  }
}

const MAX_NAMED = 4;

/**
 * What a cut leaves to draw from, in two sentences of markdown.
 *
 * @param isShort for one sentence that stands beside another one
 */
export function remainsSentence(
  { left, lost }: Pick<ChainOutcome, 'left' | 'lost'>,
  locale: string,
  isShort = false,
): string {
  const words = spreadWords(locale);
  return isShort ? words.left(left) : `${words.left(left)} ${words.lost(lost)}`;
}

/** Below this a draw is told as an unlikely one. */
const UNLIKELY = 0.05;

/** What a draw came to, in a sentence of markdown that says so where it was unlikely. */
export function drawSentence(token: NamedToken, chance: Interval, locale: string): string {
  const words = spreadWords(locale);
  const name = markedTokenName(token, locale);
  return chance.high < UNLIKELY ? words.unlikelyDraw(name, chance) : words.draw(name, chance);
}
