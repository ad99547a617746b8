import { placeIn } from '../../domain/find-token.js';
import { exactly, type Interval, restOf } from '../../domain/interval.js';
import type { ScoredTextToken } from '../../domain/scored-text.js';
import { type Candidate, type SampledToken, type Token, UNLISTED_LOGPROB } from '../../domain/token.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import { tokenLabel } from '../text/token-label.js';

/** One token of a text, and all that is known of it. */
export interface SeenToken {
  /** As it is shown, with whitespace made visible. */
  readonly label: string;
  /** Undefined where nobody tells it. */
  readonly id?: number | undefined;
  /** Its share of the text's UTF-8; undefined where nobody tells it. */
  readonly bytes?: Uint8Array | undefined;
  /** The character that it is only a part of. */
  readonly partOf?: string | undefined;
  /** It stands around the text and is none of its own, such as one of a chat template. */
  readonly around?: boolean | undefined;
  /** How likely the model found it before it came; `not-told` where that was asked and no answer came. */
  readonly probability?: Interval | 'not-told' | undefined;
  /** How many tokens the model found likelier: from and to; no `high` where nobody knows how many at most. */
  readonly likelier?: { readonly low: number; readonly high: number | undefined } | undefined;
  /** What could have stood there, most likely first. */
  readonly choices?: readonly SeenChoice[] | undefined;
}

/** One of the tokens that could have stood at a place. */
export interface SeenChoice {
  readonly label: string;
  readonly probability: Interval;
  /** It is the one that stands there. */
  readonly stands: boolean;
}

/** A token that a model wrote, with what else it could have written. Its probabilities are as the endpoint gave them. */
export function seenSampled(token: SampledToken): SeenToken {
  const known = token.alternatives.filter(({ logprob }) => logprob > UNLISTED_LOGPROB);
  const isTold = token.logprob > UNLISTED_LOGPROB;
  return {
    ...seen(token),
    probability: isTold ? exactly(probabilityOf(token.logprob)) : boundBy(known),
    choices: choicesOf(token, token.alternatives),
  };
}

/** A token of a given text, with what else a model expected in its place. */
export function seenScored(token: ScoredTextToken): SeenToken {
  const { probability, rank, alternatives } = token;
  return {
    ...seen(token),
    probability: probability ?? 'not-told',
    likelier: rank && { low: rank.low - 1, high: rank.high === undefined ? undefined : rank.high - 1 },
    choices: choicesOf(token, alternatives),
  };
}

function seen(token: Token): SeenToken {
  return { label: tokenLabel(token), id: token.id, bytes: token.bytes };
}

/** What a token has at most that is none of the listed ones. */
function boundBy(listed: readonly Candidate[]): Interval | 'not-told' {
  if (listed.length === 0) return 'not-told';
  const probabilities = listed.map(({ logprob }) => probabilityOf(logprob));
  return { low: 0, high: Math.min(...probabilities, restOf(probabilities.map(exactly)).high) };
}

function choicesOf(token: Token, listed: readonly Candidate[]): SeenChoice[] | undefined {
  const here = placeIn(listed, token);
  const choices = listed.flatMap((one, at): SeenChoice[] =>
    one.logprob <= UNLISTED_LOGPROB
      ? []
      : [{ label: tokenLabel(one), probability: exactly(probabilityOf(one.logprob)), stands: at === here }],
  );
  return choices.length === 0 ? undefined : choices;
}
