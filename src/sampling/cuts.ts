/** Which tokens are left to draw from. A value left out cuts nothing. */
export interface Cuts {
  /** Keep this many of the most likely tokens: a whole number of at least 1. */
  readonly topK?: number | undefined;
  /** Keep the most likely tokens until their probabilities reach this sum, in [0, 1]; 1 cuts nothing. */
  readonly topP?: number | undefined;
  /** Keep the tokens at least this fraction as likely as the most likely one, in [0, 1]; 0 cuts nothing. */
  readonly minP?: number | undefined;
}

export type CutBy = 'top-k' | 'top-p' | 'min-p';

/**
 * `unsure`: whether it is cut depends on tokens that are not listed. `partly`: of several tokens together, of which some are
 * kept and some are cut. `cutBy` is the first step that surely cuts it.
 */
export interface Verdict {
  readonly state: 'kept' | 'cut' | 'unsure' | 'partly';
  readonly cutBy?: CutBy | undefined;
}

/**
 * A sum this much short of top-p reaches it: 0.1 + 0.1 + … is rarely exact, and servers send 32-bit floats, so that two
 * probabilities of ¼ can come to 0.499999998.
 */
export const ROUNDING = 1e-6;

/**
 * The sum at which top-p stops: none for 1, which cuts nothing, and below any sum for 0, which keeps the first token only,
 * even where the weight of all has no limit.
 */
export function reachOf(topP: number): number {
  if (topP >= 1) return Number.POSITIVE_INFINITY;
  return topP <= ROUNDING ? -1 : topP - ROUNDING;
}

/**
 * Cuts with what cuts nothing filled in.
 *
 * @throws RangeError on a bad cut
 */
export function checkCuts({
  topK = Number.POSITIVE_INFINITY,
  topP = 1,
  minP = 0,
}: Cuts): Required<Record<keyof Cuts, number>> {
  if (!(topK >= 1) || (topK !== Number.POSITIVE_INFINITY && !Number.isInteger(topK))) {
    throw new RangeError(`Top-k must be a whole number of at least 1, not ${topK}.`);
  }
  if (!(topP >= 0 && topP <= 1)) throw new RangeError(`Top-p must be a number from 0 to 1, not ${topP}.`);
  if (!(minP >= 0 && minP <= 1)) throw new RangeError(`Min-p must be a number from 0 to 1, not ${minP}.`);
  return { topK, topP, minP };
}
