import { UserError } from '../../src/errors.js';
import { reopenBallot } from '../../src/lesson/room/ballot.js';
import type { GuessResult } from './result.js';

/** More have no room in what is stored. */
const MAX_ROUNDS = 100;

/**
 * The next round with a text.
 *
 * @throws UserError where the text is empty, or the board has no room for another round
 */
export function withText(result: GuessResult, text: string): GuessResult {
  // Many tokenizers put a space and the word behind it into one token, so that no word follows a space.
  const prompt = text.replace(/[^\S\n]+$/, '');
  if (prompt.trim() === '') throw new UserError('guess-has-no-text');
  if (result.round >= MAX_ROUNDS) throw new UserError('guess-has-no-more-rounds', { most: MAX_ROUNDS });
  const { outcome: _, ...kept } = result;
  return {
    ...kept,
    prompt,
    round: result.round + 1,
    ballot: reopenBallot(result.ballot),
    leftOut: [],
    sight: 'round',
  };
}

/** The next round with the same text and a word behind it. */
export function goOnWith(result: GuessResult, text: string): GuessResult {
  return withText(result, `${result.prompt}${text}`);
}

/**
 * The next word of a hidden text: what was guessed stands in the text then.
 *
 * @throws UserError where there is none
 */
export function nextHidden(result: GuessResult): GuessResult {
  const { hidden, prompt } = result;
  const next = hidden?.words[hidden.at + 1];
  if (hidden === undefined || next === undefined) throw new UserError('hidden-text-is-over');
  const guessed = hidden.words[hidden.at]?.text ?? '';
  return { ...withText(result, `${prompt}${guessed}${next.before}`), hidden: { ...hidden, at: hidden.at + 1 } };
}

/** Whether a hidden text has another word to guess. */
export function hasNext({ hidden }: Pick<GuessResult, 'hidden'>): boolean {
  return hidden !== undefined && hidden.at + 1 < hidden.words.length;
}
