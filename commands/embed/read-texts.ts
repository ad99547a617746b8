import { UserError } from '../../src/errors.js';

/** More have no room on a map. */
export const MAX_TEXTS = 12;
/** UTF-16 code units of one text. */
export const MAX_TEXT = 300;

/** What separates texts, in any script; a line break too. */
const SEPARATORS = /[,;\n、，；،]/;

/** Of a text that somebody wrote for something else, the beginning is looked at. */
const MAX_OTHER_TEXT = 4000;

/** Texts that are compared, each once. */
export interface ReadTexts {
  readonly texts: readonly string[];
  /** How many more there were. */
  readonly leftOut: number;
}

/**
 * Reads what somebody wants to compare: texts with commas between them, or words with spaces where there is no comma.
 *
 * @throws UserError where there is none, or one is too long
 */
export function readTexts(written: string): ReadTexts {
  const parts = SEPARATORS.test(written) ? written.split(SEPARATORS) : written.split(/\s/);
  const read = chosenOf(parts.map(oneSpace));
  if (read.texts.length === 0) throw new UserError('embed-nothing');
  if (read.texts.some(({ length }) => length > MAX_TEXT)) throw new UserError('embed-too-long', { most: MAX_TEXT });
  return read;
}

/** The words of a text that somebody wrote for something else, without its signs. */
export function wordsOf(text: string): ReadTexts {
  const segments = new Intl.Segmenter('en', { granularity: 'word' }).segment(text.slice(0, MAX_OTHER_TEXT));
  const words = [...segments].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
  return chosenOf(words.filter(({ length }) => length <= MAX_TEXT));
}

/** A text without what is around it, and with no more than one space between its words. */
export function oneSpace(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function chosenOf(all: readonly string[]): ReadTexts {
  const different = [...new Set(all)].filter((text) => text !== '');
  return { texts: different.slice(0, MAX_TEXTS), leftOut: Math.max(0, different.length - MAX_TEXTS) };
}
