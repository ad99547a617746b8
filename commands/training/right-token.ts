import type { Interval } from '../../src/domain/interval.js';
import { joinBytes, joinTokens } from '../../src/domain/join-tokens.js';
import type { LanguageModel } from '../../src/domain/language-model.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import type { Token } from '../../src/domain/token.js';

/** A token that really comes next, with what a model gave it. */
export interface RightToken {
  readonly token: Token;
  /** What stands before it. */
  readonly before: string;
  readonly chance: Interval;
}

/** Which token is to be looked at: the last of a text, or the first of what somebody named behind it. */
export interface RightPlace {
  readonly prompt: string;
  readonly named?: string | undefined;
}

/**
 * Asks a model what it gave to the right next token.
 *
 * @returns undefined where the text has none with a token before it, or a token begins in the one and ends in the other
 */
export async function askRight(
  place: RightPlace,
  model: string,
  signal: AbortSignal,
  { score }: Pick<LanguageModel, 'score'>,
): Promise<RightToken | undefined> {
  const { text, from } = scoredText(place);
  if (text.trim() === '') return undefined;
  const { tokens } = await score({ text, model, signal });
  return rightOf(tokens, from);
}

/** The text that is scored, and at which of its bytes the right token begins; undefined for wherever the last one does. */
function scoredText({ prompt, named }: RightPlace): { readonly text: string; readonly from: number | undefined } {
  if (named === undefined) return { text: prompt, from: undefined };
  const before = prompt.trimEnd();
  const gap = before === '' || /^[\p{P}\s]/u.test(named) ? '' : ' ';
  return { text: `${before}${gap}${named.trimEnd()}`, from: Buffer.byteLength(before) };
}

function rightOf(tokens: readonly ScoredTextToken[], from: number | undefined): RightToken | undefined {
  const index = from === undefined ? tokens.length - 1 : indexAt(tokens, from);
  const found = tokens[index];
  if (found?.probability === undefined) return undefined;
  const { text, id, bytes, probability } = found;
  return { token: { text, id, bytes }, before: joinTokens(tokens.slice(0, index)), chance: probability };
}

/** The token that begins at a byte of the text; -1 where none does. */
function indexAt(tokens: readonly ScoredTextToken[], from: number): number {
  let length = 0;
  return tokens.findIndex((token) => {
    const begins = length === from;
    length += joinBytes([token]).length;
    return begins;
  });
}
