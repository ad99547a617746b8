import type { Candidate, SampledToken } from '../../domain/token.js';

/** What a server reported about one place in a reply, before it is judged. */
export interface LogprobPosition {
  /** The token that stands there; its logprob is `UNLISTED_LOGPROB` where the server did not tell. */
  readonly sampled: Candidate;
  /** The listed tokens in the server's order, those of probability zero left out. */
  readonly listed: readonly Candidate[];
  /** How many entries the server listed with a value, those of probability zero included. */
  readonly given: number;
  /** True when the list was a map from text to value, in which tokens of the same text overwrite each other. */
  readonly keyedByText: boolean;
}

/** Most likely first; equal ones keep their order. */
export function sortByLogprob(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => b.logprob - a.logprob);
}

/** One place of a reply as the contract has it. */
export function toSampledToken(position: LogprobPosition): SampledToken {
  return { ...position.sampled, alternatives: sortByLogprob(position.listed) };
}
