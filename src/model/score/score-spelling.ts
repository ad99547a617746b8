import type { Fact } from '../../domain/fact.js';
import { joinBytes } from '../../domain/join-tokens.js';
import { type Token, UNLISTED_LOGPROB } from '../../domain/token.js';
import { createFact } from '../../facts.js';
import type { LogprobPosition } from '../answer/parse-logprobs.js';

/** What to say where a server's tokens are not the text; nothing where they are. */
export function describeSpelling(tokens: readonly Pick<Token, 'text' | 'bytes'>[], text: string): Fact[] {
  if (joinBytes(tokens).equals(Buffer.from(text, 'utf8'))) return [];
  return [createFact('tokens-not-the-text')];
}

/**
 * The positions of a text alone: without a token for its beginning in front, and without what was generated behind it.
 *
 * @param generated how many tokens the server was asked to generate, which it may have left out again
 */
export function cutToText<Position extends LogprobPosition>(
  positions: readonly Position[],
  text: string,
  generated: 0 | 1,
): readonly Position[] {
  const wanted = Buffer.from(text, 'utf8');
  const joined = joinBytes(positions.map(({ sampled }) => sampled));
  const lengthOf = (position: Position | undefined) => (position ? joinBytes([position.sampled]).length : 0);
  const ends = generated === 1 ? [positions.length - 1, positions.length] : [positions.length];
  for (const end of ends) {
    for (const start of [0, 1]) {
      const from = start === 0 ? 0 : lengthOf(positions[0]);
      const to = joined.length - (end === positions.length ? 0 : lengthOf(positions.at(-1)));
      if (start < end && joined.subarray(from, to).equals(wanted)) return positions.slice(start, end);
    }
  }
  const kept = positions.slice(0, positions.length - generated);
  const [first, second] = kept;
  const isBeginning =
    first?.sampled.logprob === UNLISTED_LOGPROB &&
    !text.startsWith(first.sampled.text) &&
    second !== undefined &&
    second.sampled.text !== '' &&
    text.startsWith(second.sampled.text);
  return isBeginning ? kept.slice(1) : kept;
}
