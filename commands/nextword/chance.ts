import { clamp, exactly, type Interval, middleOf } from '../../src/domain/interval.js';
import type { Candidate } from '../../src/domain/token.js';
import { type DistributionRows, distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { type NextwordResult, samplingOf } from './result.js';

/**
 * The distribution as it is on the chart.
 *
 * @param isSure whatever the tokens have that are not listed
 */
export function chartRows(result: NextwordResult, locale?: string, isSure?: boolean): DistributionRows {
  const { distribution: listed, candidates: count, order, counted } = result;
  return distributionRows({ listed, ...samplingOf(result), order, count, counted, isSure, locale });
}

/** The chance of a listed token as the chart shows it: after temperature, before any cut. */
export function chartedChance(result: NextwordResult, token: Candidate): Interval {
  const { candidates } = chartRows(result).outcome;
  const { low = 0, high = 1, about } = candidates[result.distribution.candidates.indexOf(token)] ?? {};
  return { low, high, about };
}

/**
 * The chance that a drawn token was drawn with, after temperature and cuts.
 *
 * What is drawn is kept by every cut, as the most likely token is, and two tokens that are kept keep (p/q) to the power of
 * 1/T.
 *
 * @param own what its own probability can have been
 */
export function drawnChance(result: NextwordResult, own: Interval): Interval {
  const [best] = result.distribution.candidates;
  const [first] = chartRows(result).outcome.candidates;
  if (result.temperature === 0 || best === undefined || first === undefined) return exactly(1);
  const times = (probability: number) => (probability / probabilityOf(best.logprob)) ** (1 / result.temperature);
  const { low, high, about } = first.afterCut;
  return clamp({
    low: times(own.low) * low,
    high: times(own.high) * high,
    about: about === undefined ? undefined : times(middleOf(own)) * about,
  });
}
