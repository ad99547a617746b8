import { findIn } from '../../src/domain/find-token.js';
import { exactly, type Interval } from '../../src/domain/interval.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import type { ListedTokens } from '../../src/domain/listed-tokens.js';
import { findRepeat } from '../../src/lesson/writing/repeat.js';
import { addedName, ownProbability, tokensOf, type WrittenStep } from '../../src/lesson/writing/written-text.js';
import { findParting } from '../../src/sampling/parting.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { visibleText } from '../../src/tokens/visible.js';

/** Two texts from one prompt. */
export interface Pair {
  readonly sampled: readonly WrittenStep[];
  readonly greedy: readonly WrittenStep[];
}

/** A token that one of two texts went on with. */
interface Way {
  /** As a sentence names it; markdown. */
  readonly name: string;
  readonly chance: Interval;
}

/** Where two texts part, after so many tokens that agree, and how likely either way was. */
export type PairParting = {
  readonly agreeing: number;
  /** How many of those cannot be told to be the same either: parts of characters that look alike. */
  readonly untold: number;
} & (
  | { readonly how: 'equal' }
  | { readonly how: 'ends'; readonly first: keyof Pair }
  | { readonly how: 'parts'; readonly drawn: Way; readonly taken: Way }
);

/** A run of tokens that comes back. */
export interface Repeat {
  readonly words: string;
  /** In tokens. */
  readonly length: number;
  /** Where it begins, from 0; two at least. */
  readonly places: readonly number[];
}

/** How many tokens two texts have in common from the beginning on. */
export function countAgreeing({ sampled, greedy }: Pair): number {
  return findParting(toTokens(sampled), toTokens(greedy)).agreeing;
}

/** Where two texts part. */
export function partingOf({ sampled, greedy }: Pair, locale: string): PairParting {
  const { how, ...common } = findParting(toTokens(sampled), toTokens(greedy));
  const { agreeing } = common;
  if (how === 'equal') return { ...common, how };
  const [drawn, taken] = [sampled[agreeing], greedy[agreeing]];
  if (drawn === undefined || taken === undefined) {
    return { ...common, how: 'ends', first: drawn === undefined ? 'sampled' : 'greedy' };
  }
  return {
    ...common,
    how: 'parts',
    drawn: { name: addedName(sampled, agreeing, locale), chance: ownProbability(drawn) },
    taken: { name: addedName(greedy, agreeing, locale), chance: chanceOf(taken, drawn.listed) },
  };
}

/** @param beside what was listed after the same text, for where nothing was with the step itself */
function chanceOf(step: WrittenStep, beside: ListedTokens | undefined): Interval {
  const own = ownProbability(step);
  if (own.low === own.high || step.listed !== undefined) return own;
  const known = beside && findIn(beside.candidates, step.token);
  return known === undefined ? own : exactly(probabilityOf(known.logprob));
}

/** The longest run of tokens that comes back in a text; undefined where there is none, or only short ones. */
export function repeatIn(steps: readonly WrittenStep[]): Repeat | undefined {
  const repeat = findRepeat(tokensOf(steps));
  if (repeat === undefined) return undefined;
  const { tokens, places } = repeat;
  return { words: visibleText(joinTokens(tokens)), length: tokens.length, places };
}

function toTokens(steps: readonly WrittenStep[]) {
  return steps.map(({ token }) => token);
}
