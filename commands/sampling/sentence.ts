import { remainsSentence } from '../../src/lesson/rows/spread-sentence.js';
import { spreadWords } from '../../src/lesson/rows/words.js';
import type { SamplingStages } from './columns.js';
import type { SamplingResult } from './result.js';
import { samplingWords } from './words.js';

/** What the cut left to draw from, in a sentence or two of markdown. */
export function samplingSentence(result: SamplingResult, stages: SamplingStages, locale: string): string {
  if (result.temperature === 0) return samplingWords(locale).greedyLeft;
  if (!stages.shaped.isCut) return spreadWords(locale).nothingCut;
  return remainsSentence(stages.shaped.outcome, locale);
}
