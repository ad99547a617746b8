import { othersThan } from '../../src/domain/find-token.js';
import { type Candidate, type SampledToken, UNLISTED_LOGPROB } from '../../src/domain/token.js';
import type { ReplyRecord } from '../../src/lesson/record/record.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';

/** One token of a reply with its chance. */
export interface DrawnPlace {
  /** In the reply, from 1. */
  readonly number: number;
  readonly token: SampledToken;
  readonly chance: number;
  /** The likeliest other token that the endpoint told of. */
  readonly other: Candidate | undefined;
}

/** How sure a model was of a reply, as far as its endpoint told. */
export interface Sureness {
  readonly least: DrawnPlace;
  /** Tokens that had less than half. */
  readonly unsure: number;
  /** Tokens of which a chance was told. */
  readonly told: number;
  /** Tokens that are kept, of all that the reply has. */
  readonly kept: number;
  readonly total: number;
}

/** How sure a model was of a reply; undefined where its endpoint told no chance. */
export function surenessOf({ answer: { tokens = [] }, total }: ReplyRecord): Sureness | undefined {
  const told = drawnPlaces(tokens);
  const [first, ...others] = told;
  if (first === undefined) return undefined;
  return {
    least: others.reduce((least, one) => (one.chance < least.chance ? one : least), first),
    unsure: told.filter(({ chance }) => chance < 0.5).length,
    told: told.length,
    kept: tokens.length,
    total,
  };
}

/** The tokens of which a chance was told, in the order of the reply. */
export function drawnPlaces(tokens: readonly SampledToken[]): DrawnPlace[] {
  return tokens.flatMap((token, at): DrawnPlace[] => {
    const chance = toldChance(token);
    return chance === undefined
      ? []
      : [{ number: at + 1, token, chance, other: othersThan(token.alternatives, token)[0] }];
  });
}

/** A token's chance; undefined where the endpoint did not tell it. */
export function toldChance({ logprob }: Pick<Candidate, 'logprob'>): number | undefined {
  return logprob > UNLISTED_LOGPROB ? probabilityOf(logprob) : undefined;
}
