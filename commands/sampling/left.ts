import { type Interval, sumBeside } from '../../src/domain/interval.js';
import type { ChainOutcome } from '../../src/sampling/sampling-chain.js';
import { cutTemperature, type SamplingStages } from './columns.js';
import type { SamplingResult } from './result.js';
import { samplingWords } from './words.js';

/** How many tokens are left to draw from, and what became of the probability of the others, in a sentence or two. */
export function describeLeft(result: SamplingResult, stages: SamplingStages, locale: string): string {
  const words = samplingWords(locale);
  const { outcome, isCut } = stages.shaped;
  if (result.temperature === 0) return words.greedyLeft;
  if (!isCut) return words.nothingCut;
  const found = cutTemperature(result);
  const lost = lostBy(outcome, found === 1 ? stages.own.outcome : outcome);
  return words.left(countLeft(result, outcome, stages.sum?.beyond === 'yes'), lost, found);
}

/** @param isBeyond top-p surely keeps a token that is not listed */
function countLeft(
  { record: { answer }, topK = Infinity, topP = 1, minP = 0 }: SamplingResult,
  outcome: ChainOutcome,
  isBeyond: boolean,
): Interval {
  const { candidates, hidden } = outcome;
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
function lostBy(outcome: ChainOutcome, found: ChainOutcome): Interval {
  const states = [...outcome.candidates, outcome.hidden].map(({ state }) => state);
  const all = [...found.candidates, found.hidden];
  const thatAre = (state: 'kept' | 'cut') =>
    all.map(({ low, high }, at) =>
      states[at] === state ? { low, high } : { low: 0, high: states[at] === 'unsure' ? high : 0 },
    );
  return sumBeside(thatAre('cut'), thatAre('kept'));
}
