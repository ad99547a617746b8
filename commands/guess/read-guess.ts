import { UserError } from '../../src/errors.js';
import { bareWord } from '../../src/lesson/text/bare-word.js';
import { inCapitals } from '../../src/lesson/text/capitals.js';

/** Of a guess, in UTF-16 code units: the longest words that people guess are shorter. */
export const MAX_GUESS = 40;

/** Letters and digits, with hyphens and apostrophes between them. */
const WORD = /^[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*$/u;

/**
 * The one word that somebody typed, without what stands around it.
 *
 * @throws UserError where it is none, several, too long, or has other signs in it
 */
export function readGuess(typed: string): string {
  const shown = typed.normalize('NFC').trim();
  if (shown === '') throw new UserError('guess-is-empty');
  if (/\s/u.test(shown)) throw new UserError('guess-is-several');
  const word = bareWord(shown);
  if (word === '') throw new UserError('guess-has-no-letters');
  // Few letters are more than one character each in small letters or when normalised, and a menu's entry has to hold them.
  if (wordKey(word).length > MAX_GUESS) throw new UserError('guess-is-too-long', { most: MAX_GUESS });
  if (!WORD.test(word)) throw new UserError('guess-has-no-letters');
  return word;
}

/** What is the same for all spellings of one word: capitals and kinds of apostrophes make no other word of it. */
export function wordKey(word: string): string {
  return word.normalize('NFC').replaceAll('’', "'").toLowerCase();
}

/** The spellings of a word that count as the same: as it was typed, in small letters, with a capital, in capitals. */
export function spellingsOf(typed: readonly string[]): string[] {
  return [
    ...new Set(
      typed.flatMap((word) => {
        const [small, capital, capitals] = inCapitals(word);
        return [small, capital, word, capitals];
      }),
    ),
  ];
}
