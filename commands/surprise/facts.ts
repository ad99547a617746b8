import { setImmediate as othersFirst } from 'node:timers/promises';
import { othersThan } from '../../src/domain/find-token.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import { perplexity, probabilityOf, surprisal } from '../../src/sampling/surprisal.js';
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
  /** A word that the model found likelier there; undefined where it expected none, or this one is made of several pieces. */
  readonly expected: Expected | undefined;
}

/** What the model expected at a token's place. */
export type Expected = NonNullable<NonNullable<SurpriseFacts['word']>['expected']>;

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

/** How surprising the tokens are together of the first word that reads so; undefined where nothing is known of them, or the text has no such word. */
export function surpriseOfWord(tokens: readonly ScoredTextToken[], word: string): Surprise | undefined {
  const found = wordsOf(tokens)
    .map((placed) => withoutEndMarks(placed.word))
    .find((placed) => joinTokens(placed).trim() === word);
  return found && sumOfSurprises(found);
}

/** Of several tokens together; where one has no value, at least so surprising. */
function sumOfSurprises(tokens: readonly ScoredTextToken[]): Surprise | undefined {
  const surprises = tokens.flatMap((token) => surpriseOf(token) ?? []);
  if (surprises.length === 0) return undefined;
  return {
    bits: surprises.reduce((sum, { bits }) => sum + bits, 0),
    isBound: surprises.length < tokens.length || surprises.some(({ isBound }) => isBound),
  };
}

/** The word whose tokens are together the most surprising; undefined where the text has no words with spaces between them. */
export function mostSurprisingWord(tokens: readonly ScoredTextToken[]): Word | undefined {
  const words = wordsOf(tokens).flatMap(({ word: whole, from }): Omit<Word, 'isSure'>[] => {
    const word = withoutEndMarks(whole);
    const text = joinTokens(word).trim();
    const surprise = sumOfSurprises(word);
    if (surprise === undefined || UNSPACED.test(text)) return [];
    return [{ text, tokens: word.length, ...surprise, expected: expectedAt(word, from) }];
  });
  const [first, ...others] = words.sort((one, other) => other.bits - one.bits);
  return first && { ...first, isSure: others.every(({ isBound }) => !isBound) };
}

/** A word without the tokens behind it that are nothing but punctuation. */
function withoutEndMarks(word: readonly ScoredTextToken[]): readonly ScoredTextToken[] {
  const end = word.findLastIndex((token) => !/^\p{P}+$/u.test(token.text));
  return end === -1 ? word : word.slice(0, end + 1);
}

/** The word that was expected in place of one that is a single token. */
function expectedAt([token, ...rest]: readonly ScoredTextToken[], at: number): Expected | undefined {
  if (token === undefined || rest.length > 0) return undefined;
  const [other] = othersThan(token.alternatives, token);
  if (other === undefined || !/^\s?\p{L}+$/u.test(other.text)) return undefined;
  const [own, probability] = [surpriseOf(token)?.bits ?? 0, probabilityOf(other.logprob)];
  // What is no likelier was not expected instead.
  return probability > 2 ** -own ? { at, text: other.text, probability } : undefined;
}

/** A word's tokens, and the place of the first. */
interface PlacedWord {
  readonly word: ScoredTextToken[];
  readonly from: number;
}

/** The tokens of each word; a token of white space alone belongs to none. */
function wordsOf(tokens: readonly ScoredTextToken[]): PlacedWord[] {
  const words: PlacedWord[] = [];
  let isOpen = false;
  for (const [at, token] of tokens.entries()) {
    // Of most tokens the text is whole, and need not be decoded.
    const text = token.bytes === undefined ? token.text : joinTokens([token]);
    if (text !== '' && text.trim() === '') {
      isOpen = false;
      continue;
    }
    const open = isOpen && !/^\s/.test(text) ? words.at(-1) : undefined;
    if (open === undefined) words.push({ word: [token], from: at });
    else open.word.push(token);
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

/** In bits: what is as likely as heads of a coin, or likelier, is no surprise. */
const LEAST_SURPRISE = 1;

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
      return surprise === undefined || surprise.bits < LEAST_SURPRISE ? [] : [{ token, at, bits: surprise.bits }];
    })
    .sort((one, other) => other.bits - one.bits)
    .slice(0, MAX_TOLD)
    .sort((one, other) => one.at - other.at)
    .map(({ at, token }) => ({ at, token: withExpected(token) }));
}
