import { type Interval, middleOf, scale } from '../../src/domain/interval.js';
import { vocabularySizeOf } from '../../src/domain/listed-tokens.js';
import { isKnown } from '../../src/domain/tail.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { cutTemperature, type SamplingStages } from './columns.js';
import type { SamplingResult } from './result.js';
import { type SamplingWords, samplingWords } from './words.js';

/** What each step does, in the order in which they are applied, as lines of markdown. */
export function stepLines(result: SamplingResult, stages: SamplingStages, locale: string): string[] {
  const words = samplingWords(locale);
  const { temperature, topK, topP, minP, order, record } = result;
  const { answer } = record;
  const size = vocabularySizeOf(answer) ?? Infinity;
  const { outcome } = stages.shaped;
  if (temperature === 0) {
    const isTied = outcome.candidates.some(({ state }) => state === 'unsure');
    return [words.greedy(isTied, (topK ?? topP ?? minP) !== undefined)];
  }
  const cuts = [
    ...(topK === undefined
      ? []
      : [
          topK >= size
            ? words.topKCutsNothing(topK, size)
            : words.topK(topK, isKnown(answer.tail) ? size : answer.candidates.length),
        ]),
    ...(topP === undefined ? [] : [topPStep(result, topP, stages, words)]),
    ...(minP === undefined ? [] : [minPStep(result, minP, stages, words)]),
  ];
  const isLast = order === 'cuts-first';
  const reshape = words.temperature(temperature, isLast);
  const steps = isLast ? [...cuts, reshape] : [reshape, ...cuts];
  return [...steps.map((step, at) => `${at + 1}. ${step}`), ...tieLines(result, stages, words)];
}

function topPStep(result: SamplingResult, topP: number, { sum }: SamplingStages, words: SamplingWords): string {
  if (sum === undefined) return words.topPCutsNothing(topP);
  const { kept, left, beyond, sums } = sum;
  const start = words.topP(topP, result.topK !== undefined);
  const { candidates } = result.record.answer;
  const last = sums.at(-1);
  const { aboutCount, count } = words.figures;
  const isExact = left.low === left.high;
  const about = isExact ? count(left.low) : left.about === undefined ? aboutCount(left) : estimatedCount(left, words);
  if (beyond === 'yes' && about !== undefined) return start + words.topPAmongOthers(about, isExact);
  if (beyond === 'yes' && last !== undefined) return start + words.topPBeyond(candidates.length, last);
  if (kept.low === kept.high && beyond === 'no') {
    const place = kept.low;
    const candidate = candidates[place - 1];
    const label = candidate === undefined ? '' : tokenLabel(candidate);
    return start + words.topPAt(place, label, sums[place - 1], describeMiss(sums[place - 2], topP, words));
  }
  return start + words.topPSomewhere(kept, candidates.length, beyond === 'maybe');
}

/** `1,200 (900–1,600)`. */
function estimatedCount(left: Interval, { figures: { count } }: SamplingWords): string {
  const rounded = (amount: number) => (amount < 100 ? Math.round(amount) : Number(amount.toPrecision(2)));
  return `${count(rounded(middleOf(left)))} (${count(rounded(left.low))}–${count(rounded(left.high))})`;
}

/** That the token before comes close, where its sum prints as if it reached top-p. */
function describeMiss(before: Interval | undefined, topP: number, words: SamplingWords): string | undefined {
  const { isDecimalsRange, ofHundred, percent } = words.figures;
  if (before === undefined || percent(before.high) !== percent(topP)) return undefined;
  const decimals = [1, 2, 3, 4].find((count) => Number((before.high * 100).toFixed(count)) < topP * 100);
  const value = decimals === undefined ? percent(before.high) : ofHundred((before.high * 100).toFixed(decimals));
  return words.topPMiss(value, isDecimalsRange(scale(before, 100), decimals ?? 0));
}

function minPStep(result: SamplingResult, minP: number, { own, shaped }: SamplingStages, words: SamplingWords): string {
  if (minP === 0) return words.minPNothing;
  if (minP === 1) return words.minPAll;
  const { low = 0, high = 1, about } = (cutTemperature(result) === 1 ? own : shaped).outcome.candidates[0] ?? {};
  return words.minP(minP, scale({ low, high, about }, minP));
}

/** A cut between two tokens that are equally likely. */
function tieLines({ record: { answer } }: SamplingResult, { shaped }: SamplingStages, words: SamplingWords): string[] {
  const place = shaped.outcome.candidates.findIndex(({ cutBy }) => cutBy === 'top-k' || cutBy === 'top-p');
  const [last, next] = [answer.candidates[place - 1], answer.candidates[place]];
  if (last === undefined || next === undefined || Math.abs(last.logprob - next.logprob) > 1e-6) return [];
  return [words.tie(tokenLabel(last), tokenLabel(next))];
}
