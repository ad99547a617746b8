import { z } from 'zod';
import { isSameToken } from '../../domain/same-token.js';
import { type Candidate, UNLISTED_LOGPROB } from '../../domain/token.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import { findUncertainPlaces } from '../../sampling/uncertain-places.js';
import { placeIn } from '../rows/same-token.js';
import {
  candidateSchema,
  packCandidate,
  packToken,
  tokenSchema,
  unpackCandidate,
  unpackToken,
} from '../stored/stored-tokens.js';
import { joinTokens } from '../text/join-tokens.js';
import { endsText } from '../text/token-label.js';
import { keepCandidates, type WrittenStep } from '../writing/written-text.js';

/** A tree with more cannot be read. */
export const MAX_BRANCHES = 8;

/** Kept of each branch: its most uncertain places, and the most likely candidates there. */
const MAX_PLACES = 12;
const MAX_CANDIDATES = 8;

const placeSchema = z.object({
  /** In the whole text, from 0. */
  place: z.number(),
  /** What was drawn there. */
  token: candidateSchema,
  candidates: z.array(candidateSchema),
  hiddenMass: z.number(),
  cap: z.number(),
  /** The least entropy that the distribution can have. */
  bits: z.number(),
});

const branchSchema = z.object({
  /** Where it left another branch; undefined for the text that was there first. */
  from: z.object({ branch: z.number(), place: z.number() }).optional(),
  /** From where it left on; the first is the one that was forced. */
  tokens: z.array(tokenSchema),
  /** The most uncertain first. */
  places: z.array(placeSchema),
  /** Why it breaks off, as a sentence of plain text. */
  broken: z.string().optional(),
});

/** What is kept of a text and its branches. */
export const forkSchema = z.object({
  asked: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), prompt: z.string() }),
    z.object({ kind: z.literal('reply'), question: z.string(), system: z.string().optional() }),
  ]),
  sampling: z.object({
    temperature: z.number(),
    topP: z.number().optional(),
    topK: z.number().optional(),
    minP: z.number().optional(),
    seed: z.number().optional(),
  }),
  model: z.string().optional(),
  /** Of the whole text. */
  maxTokens: z.number(),
  /** Of which probabilities the candidates tell. */
  scale: z.enum(['raw', 'processed', 'unknown']),
  branches: z.array(branchSchema),
  /** The branch that is read. */
  current: z.number(),
  /** The place that is looked at, in the current branch. */
  place: z.number().optional(),
});

export type ForkRun = z.infer<typeof forkSchema>;
export type Branch = ForkRun['branches'][number];

/** A place where something else could have stood. */
export interface ForkPlace {
  readonly place: number;
  /** The branch that was drawn past this place. */
  readonly owner: number;
  /** What stands there in the branch that is read, and its probability where that is known. */
  readonly token: Omit<Candidate, 'logprob'>;
  readonly probability: number | undefined;
  readonly candidates: readonly Candidate[];
  readonly hiddenMass: number;
  readonly bits: number;
}

/**
 * A branch as it is kept.
 *
 * @param before the tokens of the text before it
 * @param steps its own tokens
 */
export function packBranch(
  before: readonly Omit<Candidate, 'logprob'>[],
  steps: readonly WrittenStep[],
  from?: Branch['from'],
  broken?: string,
): Branch {
  const lists = steps.map(
    ({ listed }) =>
      listed && { ...listed, probabilities: listed.candidates.map(({ logprob }) => probabilityOf(logprob)) },
  );
  const tokens = steps.map(({ token }) => token);
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
    tokens: tokens.map(packToken),
    places: findUncertainPlaces(open, MAX_PLACES).flatMap(({ place, entropy }) => {
      const { token, listed } = steps[place] ?? {};
      if (token === undefined || listed === undefined) return [];
      const { candidates, hiddenMass, cap } = keepCandidates(listed, MAX_CANDIDATES);
      const kept = { candidates: candidates.map(packCandidate), hiddenMass, cap };
      return [{ ...kept, place: before.length + place, token: packCandidate(token), bits: entropy.low }];
    }),
  };
}

/** All tokens of a branch, from the beginning of the text. */
export function branchTokens(run: Pick<ForkRun, 'branches'>, at: number): Omit<Candidate, 'logprob'>[] {
  const branch = run.branches[at];
  if (branch === undefined) return [];
  const { from, tokens } = branch;
  const before = from === undefined ? [] : branchTokens(run, from.branch).slice(0, from.place);
  return [...before, ...tokens.map(unpackToken)];
}

/** The places of a branch where it could have gone another way, the most uncertain first. */
export function forkPlaces(run: Pick<ForkRun, 'branches'>, at: number): ForkPlace[] {
  const tokens = branchTokens(run, at);
  const places = ancestry(run, at).flatMap(({ owner, until }) =>
    (run.branches[owner]?.places ?? []).filter(({ place }) => place <= until).map((place) => ({ owner, place })),
  );
  return places
    .flatMap(({ owner, place: { place, candidates: packed, token: drawn, hiddenMass, bits } }) => {
      const token = tokens[place];
      if (token === undefined) return [];
      const candidates = packed.map(unpackCandidate);
      const own = unpackCandidate(drawn);
      const known =
        isSameToken(own, token) && own.logprob > UNLISTED_LOGPROB ? own : candidates[placeIn(candidates, token) ?? -1];
      const probability = known && known.logprob > UNLISTED_LOGPROB ? probabilityOf(known.logprob) : undefined;
      return [{ owner, place, token, probability, candidates, hiddenMass, bits }];
    })
    .filter((place) => forceable(place).length > 0)
    .toSorted((one, other) => other.bits - one.bits || one.place - other.place);
}

/** The branches that a branch is made of, with the last place that each has in it. */
function ancestry(run: Pick<ForkRun, 'branches'>, at: number): { owner: number; until: number }[] {
  const own = { owner: at, until: Number.POSITIVE_INFINITY };
  const from = run.branches[at]?.from;
  if (from === undefined) return [own];
  // What stood where it left is a place of the branch that it left.
  const before = ancestry(run, from.branch).map(({ owner, until }) => ({ owner, until: Math.min(until, from.place) }));
  return [...before, own];
}

/** The candidates of a place that could stand there instead: tokens that a text can be gone on with. */
export function forceable({ candidates, token }: Pick<ForkPlace, 'candidates' | 'token'>): Candidate[] {
  return candidates.filter((one) => !endsText(one) && isWhole([one]) && !isSameToken(one, token));
}

/** A text that grows token by token, each of which is looked at once. */
function createWholeText() {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let isBroken = false;
  // Bytes of a character that is not whole yet.
  let open = 0;
  return {
    add(token: Pick<Candidate, 'text' | 'bytes'> | undefined): void {
      const bytes = token?.bytes ?? Buffer.from(token?.text ?? '');
      const decoded = decoder.decode(bytes, { stream: true });
      isBroken ||= decoded.includes('\uFFFD');
      open += bytes.length - Buffer.byteLength(decoded);
    },
    isWhole: () => !isBroken && open === 0,
  };
}

/** Whether tokens are whole characters together. */
function isWhole(tokens: readonly Pick<Candidate, 'text' | 'bytes'>[]): boolean {
  return !joinTokens(tokens).includes('\uFFFD');
}
