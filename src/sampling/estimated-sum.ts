import { narrow } from './estimated-chain.js';
import { type RunningSum, runningSum } from './running-sum.js';
import type { ChainRequest } from './sampling-chain.js';
import type { EstimatedTail } from './tail-estimate.js';

/**
 * As `runningSum`, but what tokens decide that are not listed is estimated.
 *
 * @param tail what the tail may look like; undefined where nothing can be estimated
 * @throws RangeError as `runningSum`
 */
export function runEstimatedSum(request: ChainRequest, tail: EstimatedTail | undefined): RunningSum {
  const bounds = runningSum(request);
  if (tail === undefined) return bounds;
  const likely = [tail.about, ...tail.ends].map((one) => runningSum({ ...request, tail: one }));
  const beyond = new Set(likely.map((one) => one.beyond));
  return {
    sums: bounds.sums.map((sum, place) =>
      narrow(
        sum,
        likely.flatMap(({ sums }) => sums[place] ?? []),
      ),
    ),
    kept: narrow(
      bounds.kept,
      likely.map(({ kept }) => kept),
    ),
    left: narrow(
      bounds.left,
      likely.map(({ left }) => left),
    ),
    beyond: bounds.beyond === 'maybe' && beyond.size === 1 ? ([...beyond][0] ?? 'maybe') : bounds.beyond,
  };
}
