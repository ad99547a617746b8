import { UserError } from '../../src/errors.js';
import { inCapitals } from '../../src/lesson/text/capitals.js';

/** More have no room in one picture. */
export const MAX_ANSWERS = 8;
/** UTF-16 code units of one answer. */
export const MAX_ANSWER = 120;
/** Eight long answers with what stands between them. */
export const MAX_WRITTEN = 1000;

/** Where there is a bar, commas belong to the answers. */
const BARS = /[|\n]/;
const COMMAS = /[,;\n،，、；]/;

/** Answers that are compared, each once. */
export interface ReadAnswers {
  readonly texts: readonly string[];
  /** Those that stood there more than once. */
  readonly repeated: readonly string[];
}

/**
 * Reads answers with commas between them, or with bars, so that one can have a comma in it.
 *
 * @throws UserError where there are fewer than two or more than eight different ones, or one is too long
 */
export function readAnswers(written: string): ReadAnswers {
  const separator = written.includes('|') ? BARS : COMMAS;
  const all = written
    .split(separator)
    .map(oneSpace)
    .filter((text) => text !== '');
  const texts = [...new Set(all)];
  const repeated = texts.filter((text) => all.indexOf(text) !== all.lastIndexOf(text));
  const [only] = texts;
  if (only === undefined) throw new UserError('options-none');
  if (texts.length === 1) throw new UserError('options-only-one', { answer: only });
  if (texts.length > MAX_ANSWERS) throw new UserError('options-too-many', { given: texts.length, most: MAX_ANSWERS });
  if (texts.some(({ length }) => length > MAX_ANSWER)) throw new UserError('options-too-long', { most: MAX_ANSWER });
  return { texts, repeated };
}

function oneSpace(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** Scripts that put no space between words, and the wide punctuation marks that bring their own. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3001-\u3003\u3008-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]$/u;

/** After these, and before those, no space stands. */
const OPENS = /[\s([{“‘«¿¡/‐-]$/u;
const CLOSES = /^[.,;:!?…)\]}”’»%。，、！？]/u;

/** An answer as it stands behind a text: with the space before it, where one belongs there. */
export function behind(prompt: string, answer: string): string {
  const isJoined = prompt === '' || UNSPACED.test(prompt) || OPENS.test(prompt) || CLOSES.test(answer);
  return isJoined ? answer : ` ${answer}`;
}

/** One word in up to three spellings, which have tokens of their own; undefined where its script has no capitals. */
export function spellingsOf(answer: string): readonly string[] | undefined {
  const spellings = [...new Set(inCapitals(answer))];
  return spellings.length === 1 ? undefined : spellings;
}
