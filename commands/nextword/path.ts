import { findIn } from '../../src/domain/find-token.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { type Candidate, type SampledToken, UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import { packBytes, unpackBytes } from '../../src/lesson/stored/stored-tokens.js';
import { endsText } from '../../src/lesson/text/token-label.js';
import { highestProbability } from '../../src/sampling/highest-probability.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import type { NextwordResult, PathStep } from './result.js';

/** Long enough for a paragraph in the hands of a room; the stored path stays small. */
export const MAX_STEPS = 200;

/** The prompt with the path behind it; tokens that share a character are joined as bytes. */
export function continuedText({ prompt, path }: Pick<NextwordResult, 'prompt' | 'path'>): string {
  return prompt + joinTokens(path.map(({ text, bytes }) => ({ text, bytes: unpackBytes(bytes) })));
}

/** The most likely token behind the text. */
export function addMostLikely(result: NextwordResult, best: Candidate): NextwordResult {
  const probability = probabilityOf(best.logprob);
  const step = { ...tokenOf(best), low: probability, high: probability, press: pressNumber(result) };
  return { ...result, path: [...result.path, step], last: { kind: 'added', ...tokenOf(best), others: 0 } };
}

/**
 * What a draw came to behind the text; the path stays the same where the text would end.
 *
 * @param drawn as `LanguageModel.draw` gives it
 * @param isOwn the drawn tokens' logprobs are the model's own, at temperature 1
 */
export function addDrawn(result: NextwordResult, drawn: readonly SampledToken[], isOwn: boolean): NextwordResult {
  const [first, ...others] = drawn;
  if (first === undefined || endsText(first)) return { ...result, last: { kind: 'drawn-end' } };
  const { candidates } = result.distribution;
  const press = pressNumber(result);
  const steps = drawn.map((token, at): PathStep => {
    const listed = at === 0 ? findIn(candidates, token) : undefined;
    const known = listed?.logprob ?? (isOwn && token.logprob > UNLISTED_LOGPROB ? token.logprob : undefined);
    const ceiling = at === 0 ? highestProbability(result.distribution, token) : 1;
    const high = known === undefined ? ceiling : probabilityOf(known);
    return { ...tokenOf(token), low: known === undefined ? 0 : high, high, press };
  });
  return {
    ...result,
    path: [...result.path, ...steps],
    last: { kind: 'drawn', ...tokenOf(first), others: others.length },
  };
}

/** The text without what the last press added; throws a `UserError` where there is nothing to take back. */
export function undo(result: NextwordResult): NextwordResult {
  const last = result.path.at(-1)?.press;
  if (last === undefined) throw new UserError('no-token-to-take-back');
  return { ...result, path: result.path.filter(({ press }) => press !== last), last: undefined };
}

function tokenOf({ text, bytes }: Candidate): Pick<PathStep, 'text' | 'bytes'> {
  return { text, bytes: packBytes(bytes) };
}

function pressNumber({ path }: NextwordResult): number {
  return (path.at(-1)?.press ?? 0) + 1;
}
