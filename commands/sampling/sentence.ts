import { remainsSentence } from '../../src/lesson/rows/spread-sentence.js';
import { spreadWords } from '../../src/lesson/rows/words.js';
import { type CutRemains, cutRemains } from '../../src/sampling/cut-remains.js';
import { cutTemperature, type SamplingStages } from './columns.js';
import type { SamplingResult } from './result.js';
import { samplingWords } from './words.js';

/** What the cut left to draw from, in a sentence or two of markdown. */
export function samplingSentence(result: SamplingResult, stages: SamplingStages, locale: string): string {
  if (result.temperature === 0) return samplingWords(locale).greedyLeft;
  if (!stages.shaped.isCut) return spreadWords(locale).nothingCut;
  return remainsSentence(remainsOf(result, stages), locale);
}

/** How many tokens are left, and what became of the others. */
export function remainsOf(result: SamplingResult, { own, shaped, sum }: SamplingStages): CutRemains {
  const { record, topK, topP, minP } = result;
  return cutRemains({
    listed: record.answer,
    topK,
    topP,
    minP,
    outcome: shaped.outcome,
    found: cutTemperature(result) === 1 ? own.outcome : shaped.outcome,
    isBeyond: sum?.beyond === 'yes',
  });
}
