import { exactly, type Interval } from '../domain/interval.js';
import { temper } from './bounds.js';
import { checkListed, checkTemperature } from './listed.js';
import type { ChainRequest } from './sampling-chain.js';
import { createWeighing } from './tail.js';
import { truncateListed } from './truncation.js';

/** How top-p adds probabilities up, and where it stops. */
export interface RunningSum {
  /**
   * For each listed token, in order: the probability of it and all likelier tokens together, after temperature, as a share
   * of what top-k leaves; 1 from the last token that top-k leaves.
   */
  readonly sums: readonly Interval[];
  /** How many listed tokens top-k and top-p keep: where the cut is in the list, it is behind that many. */
  readonly kept: Interval;
  /** How many of all tokens they keep; the upper end is Infinity where nobody tells how many there are. */
  readonly left: Interval;
  /** Whether tokens that are not listed are kept too, so that the cut, where there is one, lies beyond the list. */
  readonly beyond: 'no' | 'maybe' | 'yes';
}

/**
 * The sum that top-p follows over the listed tokens, and the place of its cut: it keeps the tokens before the first whose
 * sum reaches top-p, and that token.
 *
 * The steps and their order are those of `runChain`; min-p, which comes after top-p, plays no part. At temperature 0 one token
 * is taken whatever the cuts, so one is kept.
 *
 * @throws RangeError when the numbers are no distribution, or on a bad temperature or cut
 */
export function runningSum({ minP: _, ...request }: ChainRequest): RunningSum {
  const { probabilities, temperature } = request;
  checkTemperature(temperature);
  const tail = checkListed(request);
  const weighing = createWeighing(probabilities[0] ?? 0, temperature === 0 ? 1 : temperature);
  const {
    counts: { low, high },
    places,
    sums,
  } = truncateListed(probabilities, tail, weighing, request);
  if (temperature === 0) return greedySum(request);

  return {
    sums: sums(),
    kept: { low, high },
    left: { low: low + places.low, high: high + places.high },
    beyond: places.high === 0 ? 'no' : places.low > 0 ? 'yes' : 'maybe',
  };
}

/** Of tied tokens any may be the one that is taken: the sum is 1 from the last of them only. */
function greedySum(request: ChainRequest): RunningSum {
  const { candidates, hidden } = temper(request, 0);
  const tied = candidates.filter(({ high }) => high > 0).length;
  const hiddenTie = hidden.high > 0;
  return {
    sums: candidates.map((_, place) => ({ low: place < tied - 1 || hiddenTie ? 0 : 1, high: 1 })),
    kept: { low: hiddenTie ? 0 : 1, high: 1 },
    left: exactly(1),
    beyond: hiddenTie ? 'maybe' : 'no',
  };
}
