import { findIn } from '../../domain/find-token.js';
import { joinTokens } from '../../domain/join-tokens.js';
import { isSameToken } from '../../domain/same-token.js';
import { massOf } from '../../domain/tail.js';
import { type Candidate, type Token, UNLISTED_LOGPROB } from '../../domain/token.js';
import { sum } from '../../sampling/sum.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import { findUncertainPlaces } from '../../sampling/uncertain-places.js';
import { endsText } from '../text/token-label.js';
import type { WrittenStep } from '../writing/written-text.js';
import type { Branch, ForkResult } from './result.js';

/** A tree with more cannot be read. */
export const MAX_BRANCHES = 8;

/** Kept of each branch: its most uncertain places, and the most likely candidates there. */
const MAX_PLACES = 12;
const MAX_CANDIDATES = 8;

/** A place where something else could have stood. */
export interface ForkPlace {
  readonly place: number;
  /** The branch that was drawn past this place. */
  readonly owner: number;
  /** What stands there in the branch that is read, and its probability where that is known. */
  readonly token: Token;
  readonly probability: number | undefined;
  readonly candidates: readonly Candidate[];
  readonly hiddenMass: number;
  readonly bits: number;
}

/**
 * Makes a branch of what was written, of which the most uncertain places are kept.
 *
 * @param before the tokens of the text before it
 * @param steps its own tokens
 */
export function createBranch(
  before: readonly Token[],
  steps: readonly WrittenStep[],
  { from, broken }: Pick<Branch, 'from' | 'broken'> = {},
): Branch {
  const lists = steps.map(
    ({ listed }) =>
      listed && { ...listed, probabilities: listed.candidates.map(({ logprob }) => probabilityOf(logprob)) },
  );
  const tokens = steps.map(({ token: { text, bytes, id } }): Token => ({ text, bytes, id }));
  // A text can only be gone on with where its last character is whole.
  const soFar = createWholeText();
  for (const token of before) soFar.add(token);
  const open = lists.map((list, at) => {
    if (at > 0) soFar.add(tokens[at - 1]);
    return soFar.isWhole() ? list : undefined;
  });
  return {
    from,
    broken,
    tokens,
    places: findUncertainPlaces(open, MAX_PLACES).flatMap(({ place, entropy }) => {
      const { token, listed } = steps[place] ?? {};
      if (token === undefined || listed === undefined) return [];
      const candidates = listed.candidates.slice(0, MAX_CANDIDATES);
      const others = listed.candidates.slice(MAX_CANDIDATES).map(({ logprob }) => probabilityOf(logprob));
      const hiddenMass = sum(others) + massOf(listed.tail);
      return [{ place: before.length + place, token, candidates, hiddenMass, bits: entropy.low }];
    }),
  };
}

/** All tokens of a branch, from the beginning of the text. */
export function branchTokens(result: Pick<ForkResult, 'branches'>, at: number): Token[] {
  const branch = result.branches[at];
  if (branch === undefined) return [];
  const { from, tokens } = branch;
  const before = from === undefined ? [] : branchTokens(result, from.branch).slice(0, from.place);
  return [...before, ...tokens];
}

/** By the branches that they are of, which nobody changes: a view asks for them at each node, label and choice. */
const foundPlaces = new WeakMap<ForkResult['branches'], Map<number, readonly ForkPlace[]>>();

/** The places of a branch where it could have gone another way, the most uncertain first. */
export function forkPlaces(result: Pick<ForkResult, 'branches'>, at: number): readonly ForkPlace[] {
  const found = foundPlaces.get(result.branches) ?? new Map<number, readonly ForkPlace[]>();
  foundPlaces.set(result.branches, found);
  const places = found.get(at) ?? findPlaces(result, at);
  found.set(at, places);
  return places;
}

function findPlaces(result: Pick<ForkResult, 'branches'>, at: number): ForkPlace[] {
  const tokens = branchTokens(result, at);
  const places = ancestry(result, at).flatMap(({ owner, until }) =>
    (result.branches[owner]?.places ?? []).filter(({ place }) => place <= until).map((place) => ({ owner, place })),
  );
  return places
    .flatMap(({ owner, place: { place, candidates, token: own, hiddenMass, bits } }) => {
      const token = tokens[place];
      if (token === undefined) return [];
      const known = isSameToken(own, token) && own.logprob > UNLISTED_LOGPROB ? own : findIn(candidates, token);
      const probability = known && known.logprob > UNLISTED_LOGPROB ? probabilityOf(known.logprob) : undefined;
      return [{ owner, place, token, probability, candidates, hiddenMass, bits }];
    })
    .filter((place) => forceable(place).length > 0)
    .toSorted((one, other) => other.bits - one.bits || one.place - other.place);
}

/** Of the places of the current branch, so many are gone through one after the other. */
const MAX_IN_ORDER = 12;

/** The most uncertain places of the current branch and the one that is looked at, in the order of the text. */
export function placesInOrder(result: ForkResult): ForkPlace[] {
  return forkPlaces(result, result.current)
    .filter(({ place }, rank) => rank < MAX_IN_ORDER || place === result.place)
    .toSorted((one, other) => one.place - other.place);
}

/** The place of the current branch that is looked at. */
export function chosenPlace(result: ForkResult): ForkPlace | undefined {
  return forkPlaces(result, result.current).find(({ place }) => place === result.place);
}

/** The branches that a branch is made of, with the last place that each has in it. */
function ancestry(result: Pick<ForkResult, 'branches'>, at: number): { owner: number; until: number }[] {
  const own = { owner: at, until: Number.POSITIVE_INFINITY };
  const from = result.branches[at]?.from;
  if (from === undefined) return [own];
  // What stood where it left is a place of the branch that it left.
  const before = ancestry(result, from.branch).map(({ owner, until }) => {
    return { owner, until: Math.min(until, from.place) };
  });
  return [...before, own];
}

/** The candidates of a place that could stand there instead: tokens that a text can be gone on with. */
export function forceable({ candidates, token }: Pick<ForkPlace, 'candidates' | 'token'>): Candidate[] {
  return candidates.filter((one) => !endsText(one) && isWhole([one]) && !isSameToken(one, token));
}

/** The branch that has a token at a place of the current one already. */
export function branchWith(result: ForkResult, { owner, place }: ForkPlace, token: Candidate): number | undefined {
  const isThere = result.branches.map((branch, at) => {
    const leaves = branch.from?.branch === owner && branch.from.place === place;
    const there = branchTokens(result, at)[place];
    return (leaves || at === owner) && there !== undefined && isSameToken(token, there);
  });
  const at = isThere.indexOf(true);
  return at === -1 ? undefined : at;
}

/** A text that grows token by token, each of which is looked at once. */
function createWholeText() {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let isBroken = false;
  // Bytes of a character that is not whole yet.
  let open = 0;
  return {
    add(token: Pick<Token, 'text' | 'bytes'> | undefined): void {
      const bytes = token?.bytes ?? Buffer.from(token?.text ?? '');
      const decoded = decoder.decode(bytes, { stream: true });
      isBroken ||= decoded.includes('\uFFFD');
      open += bytes.length - Buffer.byteLength(decoded);
    },
    isWhole: () => !isBroken && open === 0,
  };
}

/** Whether tokens are whole characters together. */
function isWhole(tokens: readonly Pick<Token, 'text' | 'bytes'>[]): boolean {
  return !joinTokens(tokens).includes('\uFFFD');
}
