import type { Form, PressTarget } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { findShown } from '../../src/lesson/token/find-shown.js';
import { shorten } from '../../src/words/shorten.js';
import type { AttentionResult } from './result.js';
import { isSame, type Word, wordsOf } from './swap-words.js';
import { attentionWords } from './words.js';

/** More than any token or word that somebody would type. */
const MAX_TYPED = 100;
/** Of what somebody typed, as much as a sentence has room for. */
const MAX_TOLD = 40;

const TOKEN = 'token';
const FIRST = 'first';
const SECOND = 'second';

type Target = Pick<PressTarget, 'runId' | 'value'>;

/** Asks which token looks. */
export function tokenForm(target: Target, locale: string): Form {
  const { title, field, placeholder } = attentionWords(locale).tokenForm;
  return {
    action: 'from-token',
    ...target,
    title,
    fields: [{ id: TOKEN, label: field, placeholder, maxLength: MAX_TYPED }],
  };
}

/** The place of the token that was written into that form; throws a `UserError` where there is none. */
export function readToken(fields: Readonly<Record<string, string>>, { tokens }: AttentionResult): number {
  // The first one stands for the start of the text, and is not counted as people count.
  return findShown(fields[TOKEN] ?? '', tokens.slice(1).map(tokenLabel)) + 1;
}

/** Asks which two words change places; those that are proposed stand there already. */
export function swapForm(target: Target, proposed: string | undefined, locale: string): Form {
  const { title, first, second, placeholder } = attentionWords(locale).swapForm;
  const [one, other] = proposed?.split(' ') ?? [];
  return {
    action: 'swap-others',
    ...target,
    title,
    fields: [
      { id: FIRST, label: first, placeholder, value: one, maxLength: MAX_TYPED },
      { id: SECOND, label: second, placeholder, value: other, maxLength: MAX_TYPED },
    ],
  };
}

/** The places of the two words that were written into that form; throws a `UserError` where they are none, or the same. */
export function readPair(fields: Readonly<Record<string, string>>, text: string): [number, number] {
  const words = wordsOf(text);
  const first = findWord(fields[FIRST] ?? '', words, -1);
  const second = findWord(fields[SECOND] ?? '', words, first);
  if (isSame(words[first], words[second])) {
    throw new UserError('same-words-to-swap', { word: shorten(words[first]?.text ?? '', MAX_TOLD, 'both') });
  }
  return [first, second];
}

/** A word by its number from 1 on, or by what it says; of several the first that is not taken. */
function findWord(typed: string, words: readonly Word[], taken: number): number {
  const bare = typed.trim();
  const number = /^\d{1,6}$/.test(bare) ? Number(bare) : 0;
  const written = words.findIndex(({ text }, place) => place !== taken && text === bare);
  if (written !== -1) return written;
  if (number >= 1 && number <= words.length) return number - 1;
  const place = words.findIndex(({ text }, at) => at !== taken && text.toLowerCase() === bare.toLowerCase());
  if (place !== -1) return place;
  throw new UserError('no-such-word', { typed: shorten(bare, MAX_TOLD, 'both'), words: words.length });
}
