import { type ListedTokens, vocabularySizeOf } from '../../src/domain/listed-tokens.js';
import { capOf, massOf, type Tail } from '../../src/domain/tail.js';

/** A distribution of which a server lists only the most likely tokens: of all others is known what they have together, and at most. */
export interface OneBin {
  readonly probabilities: readonly number[];
  readonly hiddenMass: number;
  readonly cap: number;
  readonly vocabularySize?: number | undefined;
}

/** The same with the others as a tail. */
export function oneBin<L extends OneBin>(listed: L): Omit<L, 'hiddenMass' | 'cap' | 'vocabularySize'> & { tail: Tail } {
  const { hiddenMass, cap, vocabularySize, ...rest } = listed;
  const count = vocabularySize === undefined ? Number.POSITIVE_INFINITY : vocabularySize - rest.probabilities.length;
  return { ...rest, tail: [{ count, mass: hiddenMass, greatest: cap, least: 0 }] };
}

/** What a distribution's tail comes to as a whole. */
export function figuresOf<D extends ListedTokens>(
  distribution: D,
): D & { hiddenMass: number; cap: number; vocabularySize: number | undefined } {
  const { tail } = distribution;
  return {
    ...distribution,
    hiddenMass: massOf(tail),
    cap: capOf(tail),
    vocabularySize: vocabularySizeOf(distribution),
  };
}
