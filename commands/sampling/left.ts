import { type Interval, sumBeside } from '../../src/domain/interval.js';
import { formatCount, formatPercentRange } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';
import { cutTemperature, type SamplingStages } from './columns.js';
import type { SamplingRun } from './run.js';

/** How many tokens are left to draw from, and what became of the probability of the others, in a sentence or two. */
export function describeLeft(run: SamplingRun, { own, shaped: { shape, isCut }, sum }: SamplingStages): string {
  if (run.temperature === 0) return 'At temperature 0 there is nothing to draw: the most likely token is taken.';
  if (!isCut) return '**Nothing is cut:** every token can still be drawn.';
  const count = countLeft(run, shape, sum?.beyond === 'yes');
  const found = cutTemperature(run);
  const lost = lostBy(shape, found === 1 ? own.shape : shape);
  const at = found === 1 ? '' : ` at temperature ${found}`;
  const now =
    count.high === 1 ? 'which goes to it' : 'which those that are left now share, each in proportion to its own';
  return `**Left to draw from: ${amountOf(count)}.** The others had ${formatPercentRange(lost.low, lost.high)} together${at}, ${now}.`;
}

type Shape = SamplingStages['shaped']['shape'];

/** @param isBeyond top-p surely keeps a token that is not listed */
function countLeft(
  { record: { answer }, topK = Infinity, topP = 1, minP = 0 }: SamplingRun,
  shape: Shape,
  isBeyond: boolean,
): Interval {
  const { candidates, hidden } = shape;
  const others = answer.hiddenMass > 0 ? (answer.vocabularySize ?? Infinity) - candidates.length : 0;
  const room = Math.min(others, Math.max(0, topK - candidates.length));
  const sure = minP > 0 ? 0 : topP >= 1 ? room : isBeyond ? 1 : 0;
  const low = candidates.filter(({ state }) => state === 'kept').length;
  const high = candidates.filter(({ state }) => state !== 'cut').length;
  return {
    low: low + (hidden.state === 'kept' ? room : sure),
    high: high + (hidden.state === 'cut' ? 0 : room),
  };
}

function amountOf({ low, high }: Interval): string {
  if (low === high) return plural(low, 'token');
  return high === Infinity ? `at least ${plural(low, 'token')}` : `${formatCount(low)} to ${plural(high, 'token')}`;
}

/**
 * The probability of all tokens that are cut, before the cut.
 *
 * @param found the distribution that the cuts looked at
 */
function lostBy(shape: Shape, found: Shape): Interval {
  const states = [...shape.candidates, shape.hidden].map(({ state }) => state);
  const all = [...found.candidates, found.hidden];
  const thatAre = (state: 'kept' | 'cut') =>
    all.map(({ low, high }, at) =>
      states[at] === state ? { low, high } : { low: 0, high: states[at] === 'unsure' ? high : 0 },
    );
  return sumBeside(thatAre('cut'), thatAre('kept'));
}
