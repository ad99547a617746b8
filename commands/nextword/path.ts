import { findIn } from '../../src/domain/find-token.js';
import { exactly, type Interval, isExact } from '../../src/domain/interval.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { type Candidate, type SampledToken, UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import { packBytes, unpackBytes } from '../../src/lesson/stored/stored-tokens.js';
import { endsText } from '../../src/lesson/text/token-label.js';
import { highestProbability } from '../../src/sampling/highest-probability.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { chartedChance, drawnChance } from './chance.js';
import type { NextwordResult, PathStep } from './result.js';

/** Long enough for a paragraph in the hands of a room; the stored path stays small. */
export const MAX_STEPS = 200;

/** The prompt with the path behind it; tokens that share a character are joined as bytes. */
export function continuedText({ prompt, path }: Pick<NextwordResult, 'prompt' | 'path'>): string {
  return prompt + joinTokens(path.map(({ text, bytes }) => ({ text, bytes: unpackBytes(bytes) })));
}

/** Whether a token can be put behind the text as it is: it does not end it, and is no part of a character. */
export function canBeAdded(token: Candidate): boolean {
  return !endsText(token) && !token.text.includes('\uFFFD');
}

/** One of the listed tokens behind the text. */
export function addChosen(result: NextwordResult, token: Candidate): NextwordResult {
  const own = exactly(probabilityOf(token.logprob));
  const chance = chartedChance(result, token);
  const { model } = result.distribution;
  const step = { ...tokenOf(token), ...own, model, how: 'chosen' as const, shown: chance, press: pressNumber(result) };
  return { ...result, path: [...result.path, step], last: { kind: 'added', ...tokenOf(token), others: 0, chance } };
}

/**
 * What a draw came to behind the text; the path stays the same where the text would end.
 *
 * @param drawn as `LanguageModel.draw` gives it
 * @param isOwn the drawn tokens' logprobs are the model's own, at temperature 1
 * @param how `chosen`: the draw only made the character whole that begins with the most likely token
 */
export function addDrawn(
  result: NextwordResult,
  drawn: readonly SampledToken[],
  isOwn: boolean,
  how: 'chosen' | 'drawn' = 'drawn',
): NextwordResult {
  const [first, ...others] = drawn;
  if (first === undefined || endsText(first)) return { ...result, last: { kind: 'drawn-end' } };
  const press = pressNumber(result);
  const steps = drawn.map((token, at): PathStep => {
    const own = ownChance(result, token, at, isOwn);
    const shown = at === 0 ? chanceOf(result, own, how) : undefined;
    return { ...tokenOf(token), ...own, model: result.distribution.model, how, shown, press };
  });
  return {
    ...result,
    path: [...result.path, ...steps],
    last: {
      kind: how === 'drawn' ? 'drawn' : 'added',
      ...tokenOf(first),
      others: others.length,
      chance: steps[0]?.shown,
    },
  };
}

function chanceOf(result: NextwordResult, own: Interval, how: 'chosen' | 'drawn'): Interval {
  const [best] = result.distribution.candidates;
  return how === 'chosen' && best !== undefined ? chartedChance(result, best) : drawnChance(result, own);
}

/** What a drawn token's own probability was, at temperature 1. */
function ownChance({ distribution }: NextwordResult, token: SampledToken, at: number, isOwn: boolean): Interval {
  const listed = at === 0 ? findIn(distribution.candidates, token) : undefined;
  const known = listed?.logprob ?? (isOwn && token.logprob > UNLISTED_LOGPROB ? token.logprob : undefined);
  if (known !== undefined) return exactly(probabilityOf(known));
  return { low: 0, high: at === 0 ? highestProbability(distribution, token) : 1 };
}

/** The text without what the last press added; throws a `UserError` where there is nothing to take back. */
export function undo(result: NextwordResult): NextwordResult {
  const last = result.path.at(-1)?.press;
  if (last === undefined) throw new UserError('no-token-to-take-back');
  return { ...result, path: result.path.filter(({ press }) => press !== last), last: undefined };
}

/** The models that the steps of a path are of, each once: of several there is no probability of the whole. */
export function modelsOf({ path }: Pick<NextwordResult, 'path'>): readonly string[] {
  return [...new Set(path.flatMap(({ model }) => model ?? []))];
}

/** Whether what is known of a step's own probability is only the most that it can be. */
export function isBound(step: PathStep): boolean {
  return !isExact(step);
}

function tokenOf({ text, bytes }: Pick<Candidate, 'text' | 'bytes'>): Pick<PathStep, 'text' | 'bytes'> {
  return { text, bytes: packBytes(bytes) };
}

function pressNumber({ path }: NextwordResult): number {
  return (path.at(-1)?.press ?? 0) + 1;
}
