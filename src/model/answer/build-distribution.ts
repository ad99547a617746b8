import type { Distribution } from '../../domain/distribution.js';
import { restOfSum } from '../../domain/interval.js';
import { isSameCandidate } from '../../domain/same-token.js';
import type { SentRequest } from '../../domain/sent-request.js';
import { capOf, massOf, openTail, putInto, type Tail, type TailBin } from '../../domain/tail.js';
import { type Candidate, type SampledToken, UNLISTED_LOGPROB } from '../../domain/token.js';
import { ModelError } from '../errors.js';
import type { LogprobPosition } from './parse-logprobs.js';
import { checkSum, MAX_SUM } from './parse-token.js';

/** The most likely of a vocabulary's tokens has at least its share: no vocabulary has a billion tokens. */
const LEAST_HIGHEST = 1e-9;

/** What a distribution needs to know of the request whose answer it is read from. */
export interface DistributionSource {
  /** How many tokens the server was asked to list. */
  readonly listed: number;
  readonly route: Distribution['route'];
  readonly model: string;
  readonly vocabularySize?: number | undefined;
  readonly scale: Distribution['scale'];
  readonly request: SentRequest;
}

/**
 * The distribution over the next token, from what a server listed at temperature 1.
 *
 * Hidden mass is 1 − Σp. The cap on unlisted tokens is the smallest listed probability, because the list is a top-k; the
 * sampled token that some servers add out of order is left out first, because it is not part of the top-k. When entries went
 * missing, as in a map where tokens of the same text overwrite each other, any token may be among them, the likeliest
 * included, and the hidden mass is the only cap. A vocabulary that cannot hold the hidden mass, as of a server that tells
 * another model's, counts as unknown. Where the server tells of the other tokens itself, that is the tail.
 *
 * @throws ModelError `no-logprobs` when nothing was listed, or nothing but a drawn token that may not be the most likely,
 *   `protocol` when the probabilities sum to more than 1, or are too small for the most likely tokens
 */
export function buildDistribution(position: LogprobPosition, source: DistributionSource): Distribution {
  if (position.fault !== undefined) throw new ModelError('protocol', position.fault);
  const isWhole = source.vocabularySize !== undefined && position.given >= source.vocabularySize;
  const appended = isWhole ? undefined : findAppended(position, source.listed);
  const listed = appended === undefined ? position.listed : position.listed.filter((entry) => entry !== appended);
  const candidates = sortByLogprob(listed);
  const first = candidates[0];
  const last = candidates.at(-1);
  const highest = Math.exp(first?.logprob ?? Number.NEGATIVE_INFINITY);
  if (first === undefined || last === undefined) {
    throw new ModelError('no-logprobs', 'answered-without-logprobs');
  }
  if (highest < LEAST_HIGHEST) {
    throw new ModelError('protocol', 'lists-the-impossible');
  }
  // A list of nothing but the sampled token says nothing about the others.
  const alone = candidates.length === 1 && isSameCandidate(first, position.sampled);
  if (alone && highest < 0.5) {
    throw new ModelError('no-logprobs', 'lists-the-drawn-alone');
  }
  let sum = 0;
  for (const { logprob } of candidates) sum += Math.exp(logprob);
  checkSum(sum);
  const hiddenMass = restOfSum(sum, candidates.length);
  // A map may hold the sampled token beside the top-k; an array gives up its last place for it.
  const isBeside = position.keyedByText && (appended !== undefined || mayBeAdded(position));
  const expected = source.listed + (isBeside ? 1 : 0);
  const complete = position.given >= expected && !alone;
  const cap = complete ? Math.min(Math.exp(last.logprob), hiddenMass) : hiddenMass;
  return {
    candidates,
    tail:
      toldTail(position, appended) ?? tailOf(position, source.vocabularySize, { candidates, highest, hiddenMass, cap }),
    model: source.model,
    route: source.route,
    scale: source.scale,
    request: source.request,
    ...(position.untold !== undefined && { untold: position.untold }),
  };
}

/**
 * One place of a reply as the contract has it.
 *
 * @param vocabularySize of the model, where it is known
 */
export function toSampledToken(position: LogprobPosition, vocabularySize?: number): SampledToken {
  const isWhole = vocabularySize !== undefined && position.given >= vocabularySize;
  const whole = isWhole ? openTail(0, 0, Math.max(0, vocabularySize - position.listed.length)) : undefined;
  const tail = toldTail(position, undefined) ?? whole;
  return { ...position.sampled, alternatives: sortByLogprob(position.listed), tail };
}

/** Most likely first; equal ones keep their order. */
function sortByLogprob(candidates: readonly Candidate[]): Candidate[] {
  // As most servers send them: to see that takes one pass, and to sort takes many.
  const isSorted = candidates.every((one, at) => at === 0 || one.logprob <= (candidates[at - 1] as Candidate).logprob);
  return isSorted ? [...candidates] : candidates.toSorted((a, b) => b.logprob - a.logprob);
}

/** Ends of bins are rounded outwards by less than this part of themselves. */
const ROUNDED_ENDS = 1e-4;

/**
 * What the server tells of the tokens that it does not list; the drawn one is among them where it is not listed either.
 *
 * @param appended a listed token that is to be among them
 * @returns undefined where it tells nothing, or what does not make up the whole
 */
function toldTail({ tail, listed, sampled }: LogprobPosition, appended: Candidate | undefined): Tail | undefined {
  if (tail === undefined) return undefined;
  const isTold = sampled.logprob > UNLISTED_LOGPROB && !listed.some((entry) => isSameCandidate(entry, sampled));
  const beside = [...(isTold ? [sampled] : []), ...(appended === undefined ? [] : [appended])];
  const named = listed.filter((entry) => entry !== appended).map(({ logprob }) => Math.exp(logprob));
  const others = beside.map(({ logprob }) => Math.exp(logprob));
  const all = others.length === 0 ? tail : putInto(tail, others);
  const sum = named.reduce((total, probability) => total + probability, massOf(all));
  if (Math.abs(sum - 1) > MAX_SUM - 1) return undefined;
  // Rounding must not lift what is not listed above what is.
  const least = Math.min(1, ...named.filter((probability) => probability > capOf(all) * (1 - ROUNDED_ENDS)));
  return all.map((bin, at) => (at === 0 ? capped(bin, least) : bin));
}

function tailOf(
  { given }: LogprobPosition,
  vocabularySize: number | undefined,
  listed: { candidates: readonly Candidate[]; highest: number; hiddenMass: number; cap: number },
): Tail {
  const { candidates, hiddenMass, cap } = listed;
  if (!canHold(vocabularySize, listed)) return openTail(hiddenMass, cap, undefined);
  const count = vocabularySize - candidates.length;
  // What all tokens leave of 1 is rounding, and those that are told and not listed are impossible.
  return given >= vocabularySize ? openTail(0, 0, count) : openTail(hiddenMass, cap, count);
}

/** Whether the tokens that are not listed are enough for the hidden mass, none of them being likelier than the first listed. */
function canHold(
  vocabularySize: number | undefined,
  { candidates, highest, hiddenMass }: { candidates: readonly Candidate[]; highest: number; hiddenMass: number },
): vocabularySize is number {
  if (vocabularySize === undefined || vocabularySize < candidates.length) return false;
  const room = (vocabularySize - candidates.length) * Math.min(highest, hiddenMass);
  // Rounding can leave a little of the probability over when all tokens are listed.
  return room >= hiddenMass || hiddenMass <= MAX_SUM - 1;
}

/** Whether the sampled token could have been added to a list of which another entry went missing: the least, at either end. */
function mayBeAdded({ listed, sampled }: LogprobPosition): boolean {
  const isAtEnd = [listed[0], listed.at(-1)].some((entry) => entry !== undefined && isSameCandidate(entry, sampled));
  return listed.length > 1 && isAtEnd && listed.every(({ logprob }) => logprob >= sampled.logprob);
}

/** The sampled token's entry when it is less likely than all others and stands where a sorted top-k would not have it. */
function findAppended(position: LogprobPosition, asked: number): Candidate | undefined {
  const { listed, sampled } = position;
  if (listed.length < 2) return undefined;
  const index = listed.findIndex((entry) => isSameCandidate(entry, sampled));
  const entry = listed[index];
  if (entry === undefined) return undefined;
  const least = listed.every((other) => other === entry || other.logprob > entry.logprob);
  const outOfPlace = index !== listed.length - 1 || position.given > asked;
  return least && outOfPlace ? entry : undefined;
}

/** A bin none of whose tokens is likelier than `cap`, also where rounding has put its ends above that. */
function capped(bin: TailBin, cap: number): TailBin {
  const greatest = Math.min(bin.greatest, cap);
  return { ...bin, greatest, least: Math.min(bin.least, greatest) };
}
