import { UserError } from '../../src/errors.js';
import type { HomeResult } from './result.js';
import { trainingWords } from './words.js';

/** What is shorter has too little in it to be learned from; characters. */
export const MIN_TEXT = 200;

/** The text that a model is to learn. */
export type HomeText = Pick<HomeResult, 'text' | 'isOwn'>;

/** The text that was asked about, where it is long enough; else one that the bot brings. */
export function textOf(prompt: string, locale: string): HomeText {
  return prompt.trim().length >= MIN_TEXT ? { text: prompt, isOwn: false } : ownText(locale);
}

/** The text that the bot brings. */
export function ownText(locale: string): HomeText {
  return { text: trainingWords(locale).ownText, isOwn: true };
}

/**
 * A text that somebody pasted.
 *
 * @throws UserError where it is too short to be learned from
 */
export function pastedText(typed: string): HomeText {
  const characters = typed.trim().length;
  if (characters < MIN_TEXT) throw new UserError('text-too-short-to-learn', { characters, least: MIN_TEXT });
  return { text: typed, isOwn: false };
}
