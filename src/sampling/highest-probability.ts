import { placesLike } from '../domain/find-token.js';
import type { ListedTokens } from '../domain/listed-tokens.js';
import { capOf } from '../domain/tail.js';
import type { Token } from '../domain/token.js';
import { probabilityOf } from './surprisal.js';

/** The most that a drawn token can have had: it is one of those in the list that look like it, or is not listed. */
export function highestProbability({ candidates, tail }: ListedTokens, token: Token): number {
  return placesLike(candidates, token).reduce(
    (most, place) => Math.max(most, probabilityOf(candidates[place]?.logprob ?? 0)),
    capOf(tail),
  );
}
