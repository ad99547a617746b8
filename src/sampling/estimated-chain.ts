import { type Interval, isExact, middleOf } from '../domain/interval.js';
import type { Verdict } from './cuts.js';
import { type ChainCandidate, type ChainOutcome, type ChainRequest, runChain } from './sampling-chain.js';
import { type EstimatedTail, estimateTail } from './tail-estimate.js';

/** What temperature and cuts make of a distribution of which only a part is listed. */
export interface EstimatedChain {
  /** Whatever the other tokens have. */
  readonly bounds: ChainOutcome;
  /** The same, but what is open there is estimated: intervals with an `about`. */
  readonly outcome: ChainOutcome;
}

/**
 * Runs the sampling chain for every tail that is possible, and for those that are likely.
 *
 * @param tail what the tail may look like; estimated from the list where nobody knows more
 * @throws RangeError as `runChain`
 */
export function runEstimatedChain(
  request: ChainRequest,
  tail: EstimatedTail | undefined = estimateTail(request, request.temperature),
): EstimatedChain {
  const bounds = runChain(request);
  if (tail === undefined) return { bounds, outcome: bounds };
  const [about, ...ends] = [tail.about, ...tail.ends].map((one) => runChain({ ...request, tail: one }));
  if (about === undefined) return { bounds, outcome: bounds };
  const outcomes = [about, ...ends];
  let entropy: Interval | undefined;
  return {
    bounds,
    outcome: {
      candidates: bounds.candidates.map((one, place) =>
        narrowCandidate(
          one,
          outcomes.map(({ candidates }) => candidates[place] as ChainCandidate),
        ),
      ),
      hidden: narrowCandidate(
        bounds.hidden,
        outcomes.map(({ hidden }) => hidden),
      ),
      left: narrow(
        bounds.left,
        outcomes.map(({ left }) => left),
      ),
      lost: narrow(
        bounds.lost,
        outcomes.map(({ lost }) => lost),
      ),
      get entropy() {
        entropy ??= narrow(
          bounds.entropy,
          outcomes.map((one) => one.entropy),
        );
        return entropy;
      },
    },
  };
}

function narrowCandidate(bounds: ChainCandidate, likely: readonly ChainCandidate[]): ChainCandidate {
  // Most of a long list are known well enough, and each is looked at.
  if (bounds.state !== 'unsure' && isKnown(bounds) && isKnown(bounds.afterCut)) {
    const { low, high, state, cutBy, afterCut } = bounds;
    return { low, high, state, cutBy, afterCut: { low: afterCut.low, high: afterCut.high } };
  }
  return {
    ...narrow(bounds, likely),
    ...(bounds.state === 'unsure' ? verdictOf(likely) : { state: bounds.state, cutBy: bounds.cutBy }),
    afterCut: narrow(
      bounds.afterCut,
      likely.map(({ afterCut }) => afterCut),
    ),
  };
}

/** What becomes of a token in all cases that are likely. */
function verdictOf(likely: readonly Verdict[]): Verdict {
  const [first = { state: 'unsure' }, ...others] = likely;
  const isSame = others.every(({ state }) => state === first.state);
  return isSame ? { state: first.state, cutBy: first.cutBy } : { state: 'unsure' };
}

/** An estimate that leaves nearly all of this open says no more than the bounds. */
const NARROWER = 0.95;

/** Bounds as near to each other need no estimate: half of the last digit of a percentage. */
const KNOWN = 0.0005;

function isKnown(bounds: Interval): boolean {
  return isExact(bounds) || bounds.high - bounds.low < KNOWN;
}

/**
 * What a number is about, inside its bounds.
 *
 * @param likely first the estimate, then the ends of its range
 * @returns the bounds where they are as narrow
 */
export function narrow(bounds: Interval, likely: readonly Interval[]): Interval {
  const [first] = likely;
  if (first === undefined || isKnown(bounds)) return { low: bounds.low, high: bounds.high };
  const low = Math.max(bounds.low, Math.min(...likely.map((one) => one.low)));
  const high = Math.min(bounds.high, Math.max(...likely.map((one) => one.high)));
  if (!(low <= high && high - low <= NARROWER * (bounds.high - bounds.low)))
    return { low: bounds.low, high: bounds.high };
  return { low, high, about: Math.min(high, Math.max(low, middleOf(first))) };
}
