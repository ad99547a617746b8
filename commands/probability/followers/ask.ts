import type { RunContext } from '../../../src/discord/command.js';
import type { Distribution } from '../../../src/domain/distribution.js';
import type { CorpusFollowers } from '../../../src/domain/inside.js';
import { clamp, type Interval } from '../../../src/domain/interval.js';
import type { LanguageModel } from '../../../src/domain/language-model.js';
import { massOf } from '../../../src/domain/tail.js';
import { UserError } from '../../../src/errors.js';
import { scoreContinuation } from '../../../src/lesson/asking/continuation.js';
import { LISTED_CANDIDATES } from '../../../src/lesson/writing/write-text.js';
import { probabilityOf } from '../../../src/sampling/surprisal.js';
import type { Services } from '../../../src/services.js';
import type { WordsResult } from '../result.js';

/** As many as a picture has room for, beside those that have no name. */
const SHOWN = 6;
/** Tokens of the model's own that are named. */
const LIKELIEST = 5;
const HAS_WORD = /[\p{L}\p{M}\p{N}]/u;
/** More words in a row stand nowhere, and what is longer is not read. */
const MAX_WORDS = 8;
/** Signs are words, too, so that a few words may have many endings. */
const MAX_ENDINGS = 8;
/** Of what is counted, in characters. */
export const MAX_PROMPT = 100;

/**
 * Counts in the embedded model's texts what follows the last words of a prompt, and asks that model for the same words.
 *
 * @throws UserError where the prompt has no words
 */
export async function countFollowers(
  asked: Pick<WordsResult, 'prompt' | 'sampling'>,
  { signal }: Pick<RunContext, 'signal'>,
  services: Pick<Services, 'embedded'>,
): Promise<WordsResult> {
  const prompt = lastWords(asked.prompt);
  if (prompt === '') throw new UserError('no-words-to-count');
  const { model, inside } = await services.embedded();
  const { request, followers, ...counted } = await inside.followers({ text: prompt, top: SHOWN, signal });
  const asking = { prompt, model: counted.model, signal };
  const next = await model.nextToken({ ...asking, candidates: LISTED_CANDIDATES, everyName: true });
  const chances = await Promise.all(
    followers.map(({ text }) => (HAS_WORD.test(text) ? chanceOf(text, asking, model) : chanceOfSign(text, next))),
  );
  return {
    ...counted,
    kind: 'words',
    prompt,
    sampling: asked.sampling,
    endpoint: model.endpoint,
    endings: fewEndings(counted.endings),
    followers: followers.map((follower, at) => ({ ...follower, chance: chances[at] })),
    likeliest: next.candidates.slice(0, LIKELIEST),
    request,
  };
}

/** The last words of a prompt, as many as can stand in a text in a row. */
function lastWords(prompt: string): string {
  const words = prompt
    .slice(-10 * MAX_PROMPT)
    .normalize('NFC')
    .trim()
    .split(/\s+/)
    .slice(-MAX_WORDS);
  while (words.length > 1 && words.join(' ').length > MAX_PROMPT) words.shift();
  // Of one long word the end; half a surrogate pair would be no character.
  return words
    .join(' ')
    .slice(-MAX_PROMPT)
    .replace(/^[\uDC00-\uDFFF]/, '');
}

/** Of very many endings the first, and as many of the last as a picture has room for: none that stands in the texts is left out. */
function fewEndings(endings: CorpusFollowers['endings']): WordsResult['endings'] {
  const never = endings.filter(({ occurrences }) => occurrences === 0).length;
  const left = Math.max(0, Math.min(never - 1, endings.length - MAX_ENDINGS));
  return endings.filter((_, at) => at === 0 || at > left);
}

/** How likely the model goes on with a sign: all tokens that begin with it, because a sign is a word of its own before others. */
function chanceOfSign(sign: string, { candidates, tail }: Distribution): Interval {
  const low = candidates
    .filter(({ text }) => text.startsWith(sign))
    .reduce((sum, { logprob }) => sum + probabilityOf(logprob), 0);
  return clamp({ low, high: low + massOf(tail) });
}

/** How likely the model goes on with a text: the product over its tokens; undefined where they do not begin with it. */
async function chanceOf(
  follower: string,
  { prompt, ...asking }: { readonly prompt: string; readonly model: string; readonly signal: AbortSignal },
  model: LanguageModel,
): Promise<Interval | undefined> {
  const { moved, logprob } = await scoreContinuation({ prompt, ...asking }, follower, { model });
  // What shares a token with the prompt is no continuation of all of it.
  return moved === '' ? { low: probabilityOf(logprob.low), high: probabilityOf(logprob.high) } : undefined;
}
