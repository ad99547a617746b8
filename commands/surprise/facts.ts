import { setImmediate as othersFirst } from 'node:timers/promises';
import { othersThan } from '../../src/domain/find-token.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import { perplexity, surprisal } from '../../src/sampling/surprisal.js';
import { shorten } from '../../src/words/shorten.js';
import type { SurpriseFacts } from './result.js';

/** How surprising something was. */
export interface Surprise {
  readonly bits: number;
  /** It was at least so surprising: not all of its probabilities are known. */
  readonly isBound: boolean;
}

/** The mean over a text's tokens. */
export interface Average extends Surprise {
  readonly perplexity: number;
  /** Over how many tokens. */
  readonly counted: number;
}

/** Tokens that stand together between two spaces. */
export interface Word extends Surprise {
  readonly text: string;
  readonly tokens: number;
  /** False where another word may be more surprising, for its probability is not known. */
  readonly isSure: boolean;
}

/**
 * How surprising a token was, −log₂ of its probability; where that is at most so high, at least so surprising.
 *
 * @returns undefined where nothing is known of the probability
 */
export function surpriseOf({ probability }: ScoredTextToken): Surprise | undefined {
  if (probability === undefined) return undefined;
  const { low, high } = probability;
  const isBound = low < high;
  return isBound && high >= 1 ? undefined : { bits: surprisal(Math.log(high)), isBound };
}

/** Bits per token and perplexity; undefined where no token has a value. */
export function averageOf(tokens: readonly ScoredTextToken[]): Average | undefined {
  const surprises = tokens.flatMap((token) => surpriseOf(token) ?? []);
  if (surprises.length === 0) return undefined;
  const value = perplexity(surprises.map(({ bits }) => -bits * Math.LN2));
  return {
    bits: Math.log2(value),
    isBound: surprises.some(({ isBound }) => isBound),
    perplexity: value,
    counted: surprises.length,
  };
}

/** Letters of scripts that put no space between words, so that a whole sentence would count as one. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The word whose tokens are together the most surprising; undefined where the text has no words with spaces between them. */
export function mostSurprisingWord(tokens: readonly ScoredTextToken[]): Word | undefined {
  const words = wordsOf(tokens).flatMap((word): Omit<Word, 'isSure'>[] => {
    const text = joinTokens(word).trim();
    const surprises = word.flatMap((token) => surpriseOf(token) ?? []);
    if (surprises.length === 0 || UNSPACED.test(text)) return [];
    const bits = surprises.reduce((sum, surprise) => sum + surprise.bits, 0);
    const isBound = surprises.length < word.length || surprises.some((surprise) => surprise.isBound);
    return [{ text, tokens: word.length, bits, isBound }];
  });
  const [first, ...others] = words.sort((one, other) => other.bits - one.bits);
  return first && { ...first, isSure: others.every(({ isBound }) => !isBound) };
}

/** The tokens of each word; a token of white space alone belongs to none. */
function wordsOf(tokens: readonly ScoredTextToken[]): ScoredTextToken[][] {
  const words: ScoredTextToken[][] = [];
  let isOpen = false;
  for (const token of tokens) {
    // Of most tokens the text is whole, and need not be decoded.
    const text = token.bytes === undefined ? token.text : joinTokens([token]);
    if (text !== '' && text.trim() === '') {
      isOpen = false;
      continue;
    }
    const open = isOpen && !/^\s/.test(text) ? words.at(-1) : undefined;
    if (open === undefined) words.push([token]);
    else open.push(token);
    isOpen = !/\s$/.test(text);
  }
  return words;
}

/** A token with what the model expected instead, of all that could have stood there. */
export function withExpected(token: ScoredTextToken): ScoredTextToken {
  return { ...token, alternatives: othersThan(token.alternatives, token).slice(0, 1) };
}

/** A word of which more is stored is none. */
const MAX_WORD = 1000;

/** How many of a text's most surprising tokens are told. */
const MAX_TOLD = 8;

/** What is known of all tokens together; undefined where no token has a value. It looks at all several times, in turns with others. */
export async function surpriseFacts(tokens: readonly ScoredTextToken[]): Promise<SurpriseFacts | undefined> {
  const average = averageOf(tokens);
  if (average === undefined) return undefined;
  await othersFirst();
  const word = mostSurprisingWord(tokens);
  await othersFirst();
  const isFirstLeft = tokens[0] !== undefined && tokens[0].probability === undefined;
  return {
    tokens: tokens.length,
    average,
    word: word && { ...word, text: shorten(word.text, MAX_WORD, 'both') },
    mostSurprising: mostSurprising(tokens),
    isFirstLeft,
    unknown: tokens.length - average.counted - (isFirstLeft ? 1 : 0),
    bounds: tokens.filter((token) => surpriseOf(token)?.isBound).length,
  };
}

function mostSurprising(tokens: readonly ScoredTextToken[]): SurpriseFacts['mostSurprising'] {
  return tokens
    .flatMap((token, at) => {
      const surprise = surpriseOf(token);
      return surprise === undefined ? [] : [{ token, at, bits: surprise.bits }];
    })
    .sort((one, other) => other.bits - one.bits)
    .slice(0, MAX_TOLD)
    .sort((one, other) => one.at - other.at)
    .map(({ at, token }) => ({ at, token: withExpected(token) }));
}
