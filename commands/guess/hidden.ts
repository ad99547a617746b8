import { joinBytes } from '../../src/domain/join-tokens.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import { UserError } from '../../src/errors.js';
import { logprobOf } from '../../src/lesson/asking/continuation.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { surprisal } from '../../src/sampling/surprisal.js';
import type { Services } from '../../src/services.js';
import { MAX_GUESS } from './read-guess.js';
import type { Hidden, HiddenWord } from './result.js';
import type { Passage } from './words/passages.js';

/** Of a text that somebody puts in, what is shown from the beginning, and how much is hidden at least and at most; words. */
const SHOWN_WORDS = 6;
const MIN_HIDDEN = 4;
const MAX_HIDDEN = 60;

/** Of such a text; characters. */
export const MAX_OWN_TEXT = 1500;

/** Words as they can be guessed. */
const WORDS = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;

/**
 * Splits somebody's own text into a beginning that is shown and a rest that is hidden.
 *
 * @throws UserError where it has too few words
 */
export function ownPassage(typed: string, title: string): Passage {
  const text = typed.trim().replace(/\s+/g, ' ');
  const words = [...text.matchAll(WORDS)];
  if (words.length < SHOWN_WORDS + MIN_HIDDEN) {
    throw new UserError('hidden-text-is-short', { least: SHOWN_WORDS + MIN_HIDDEN });
  }
  if (words.some(([word]) => word.length > MAX_GUESS)) throw new UserError('guess-is-too-long', { most: MAX_GUESS });
  const last = words[SHOWN_WORDS - 1];
  const end = (last?.index ?? 0) + (last?.[0].length ?? 0);
  return { title, opening: text.slice(0, end), rest: text.slice(end) };
}

/** The words of a passage that are hidden, each with what stands before it, and how surprising the model finds it. */
export async function hideWords(
  { title, opening, rest }: Passage,
  model: string | undefined,
  { signal }: Pick<AskContext, 'signal'>,
  services: Pick<Services, 'model'>,
): Promise<Pick<Hidden, 'title' | 'words'> & { readonly answers: string }> {
  const { tokens, model: answers } = await services.model.score({ text: opening + rest, model, signal });
  return { title, words: wordsOf(opening, rest, tokens), answers };
}

/** The same of the tokens that the model scored. */
export function wordsOf(opening: string, rest: string, tokens: readonly ScoredTextToken[]): HiddenWord[] {
  const places = placesOf(tokens);
  let done = 0;
  return [...rest.matchAll(WORDS)].slice(0, MAX_HIDDEN).map((match) => {
    const from = rest[match.index - 1] === ' ' ? match.index - 1 : match.index;
    const to = match.index + match[0].length;
    const before = rest.slice(done, from);
    done = to;
    const own = bytesAt(opening, rest, from, to);
    const within = places.filter(({ start, end }) => start < own.end && end > own.start);
    return { before, text: rest.slice(from, to), bits: bitsOf(within.map(({ token }) => token)) };
  });
}

function bytesAt(opening: string, rest: string, from: number, to: number): { start: number; end: number } {
  const start = Buffer.byteLength(opening + rest.slice(0, from));
  return { start, end: start + Buffer.byteLength(rest.slice(from, to)) };
}

/** Where each token stands, in bytes. */
function placesOf(tokens: readonly ScoredTextToken[]) {
  let at = 0;
  return tokens.map((token) => {
    const start = at;
    at += joinBytes([token]).length;
    return { token, start, end: at };
  });
}

/** How surprising some tokens are together: the sum of −log₂ of their chances. */
function bitsOf(tokens: readonly ScoredTextToken[]): HiddenWord['bits'] {
  const { low, high } = logprobOf(tokens);
  return { low: surprisal(high), high: surprisal(low) };
}
