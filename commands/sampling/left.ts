import { type Interval, sumBeside } from '../../src/domain/interval.js';
import { cutTemperature, type SamplingStages } from './columns.js';
import type { SamplingResult } from './result.js';
import { samplingWords } from './words.js';

/** How many tokens are left to draw from, and what became of the probability of the others, in a sentence or two. */
export function describeLeft(result: SamplingResult, stages: SamplingStages, locale: string): string {
  const words = samplingWords(locale);
  const { shape, isCut } = stages.shaped;
  if (result.temperature === 0) return words.greedyLeft;
  if (!isCut) return words.nothingCut;
  const found = cutTemperature(result);
  const lost = lostBy(shape, found === 1 ? stages.own.shape : shape);
  return words.left(countLeft(result, shape, stages.sum?.beyond === 'yes'), lost, found);
}

type Shape = SamplingStages['shaped']['shape'];

/** @param isBeyond top-p surely keeps a token that is not listed */
function countLeft(
  { record: { answer }, topK = Infinity, topP = 1, minP = 0 }: SamplingResult,
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
