import { inlineCode } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { formatCount, formatPercent, formatPercentRange } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';
import { cutTemperature, type SamplingStages } from './columns.js';
import type { SamplingRun } from './run.js';

/** How servers go about it, which a figure from one of them may show. Tokenscope sends its own order along. */
export const ORDER =
  '-# The steps are applied here in this order, each to what the one before left. Servers differ: vLLM cuts by min-p before top-k and top-p; llama.cpp applies the temperature last when nobody says otherwise, so that its cuts look at the probabilities at temperature 1. When Tokenscope lets a server draw, it asks for the order above, and where a server is found to keep to its own, that one is shown.';

/** What each step does, in the order in which they are applied, as lines of markdown. */
export function stepLines(run: SamplingRun, stages: SamplingStages): string[] {
  const { temperature, topK, topP, minP, order } = run;
  if (temperature === 0) return [greedyLine(run, stages)];
  const cuts = [
    ...(topK === undefined ? [] : [topKStep(run, topK)]),
    ...(topP === undefined ? [] : [topPStep(run, topP, stages)]),
    ...(minP === undefined ? [] : [minPStep(run, minP, stages)]),
  ];
  const steps =
    order === 'cuts-first'
      ? [...cuts, temperatureStep(temperature, 'in what is left')]
      : [temperatureStep(temperature, 'before anything is cut'), ...cuts];
  return [...steps.map((step, at) => `${at + 1}. ${step}`), ...tieLines(run, stages)];
}

function greedyLine({ topK, topP, minP }: SamplingRun, { shaped: { shape } }: SamplingStages): string {
  const cuts = topK ?? topP ?? minP;
  const isTied = shape.candidates.some(({ state }) => state === 'unsure');
  return [
    '**Temperature 0** is greedy: the most likely token is always taken.',
    ...(isTied ? ['Here several are tied, and which of them is taken is the server’s own affair.'] : []),
    ...(cuts === undefined ? [] : ['So there is nothing to draw, and the cuts change nothing.']),
  ].join(' ');
}

function temperatureStep(temperature: number, where: string): string {
  if (temperature === 1) return '**Temperature 1** leaves the model’s own probabilities as they are.';
  return temperature < 1
    ? `**Temperature ${temperature}** makes likely tokens likelier, ${where}.`
    : `**Temperature ${temperature}** lifts unlikely tokens, ${where}.`;
}

function topKStep({ record: { answer } }: SamplingRun, topK: number): string {
  const { candidates, vocabularySize = Number.POSITIVE_INFINITY } = answer;
  if (topK >= vocabularySize)
    return `**Top-k ${topK}** cuts nothing: the model has only ${plural(vocabularySize, 'token')}.`;
  const keeps = topK === 1 ? 'keeps only the most likely token' : `keeps the ${formatCount(topK)} most likely tokens`;
  const beyond =
    topK > candidates.length
      ? ` The endpoint lists only ${candidates.length}, so which are the other ${formatCount(topK - candidates.length)} is not known.`
      : '';
  return `**Top-k ${topK}** ${keeps}.${beyond}`;
}

function topPStep(run: SamplingRun, topP: number, { sum }: SamplingStages): string {
  if (sum === undefined) return `**Top-p ${topP}** cuts nothing: it keeps tokens until their sum is all there is.`;
  const { kept, beyond, sums } = sum;
  const start = `**Top-p ${topP}** adds up ${run.topK === undefined ? 'the probabilities' : 'what top-k left, as shares of 100%,'} from the most likely token on, and stops where the sum reaches ${formatPercent(topP)}`;
  const listed = run.record.answer.candidates.length;
  const last = sums.at(-1);
  if (beyond === 'yes' && last !== undefined) {
    return `${start}. The ${listed} tokens that the endpoint lists come to only ${formatPercentRange(last.low, last.high)}, so the cut lies **beyond them**, and where is not known.`;
  }
  if (kept.low === kept.high && beyond === 'no') {
    const reached = sums[kept.low - 1];
    const value = reached === undefined ? '' : `, with ${formatPercentRange(reached.low, reached.high)}`;
    const near = describeMiss(sums[kept.low - 2], topP);
    return `${start}: at **token ${kept.low}**, ${nameAt(run, kept.low - 1)}${value}.${near} Top-p still keeps that token.`;
  }
  const from = kept.low === 0 ? 'somewhere' : `at token ${kept.low} at the earliest`;
  const to =
    beyond === 'maybe'
      ? `, and may lie beyond the ${listed} that the endpoint lists`
      : ` and ${kept.high} at the latest`;
  return `${start}. That is ${from}${to}: where exactly depends on tokens that are not listed.`;
}

/** That the token before comes close, where its sum prints as if it reached top-p. */
function describeMiss(before: Interval | undefined, topP: number): string {
  if (before === undefined || formatPercent(before.high) !== formatPercent(topP)) return '';
  const decimals = [1, 2, 3, 4].find((count) => Number((before.high * 100).toFixed(count)) < topP * 100);
  const value = decimals === undefined ? formatPercent(before.high) : `${(before.high * 100).toFixed(decimals)}%`;
  return ` The token before just misses it, with ${before.low < before.high ? 'at most ' : ''}${value}.`;
}

function minPStep(run: SamplingRun, minP: number, { own, shaped }: SamplingStages): string {
  if (minP === 0) return '**Min-p 0** cuts nothing: every token is at least 0 times as likely as the most likely one.';
  if (minP === 1) return '**Min-p 1** keeps only the most likely token, and any that is exactly as likely.';
  const { low = 0, high = 1 } = (cutTemperature(run) === 1 ? own : shaped).shape.candidates[0] ?? {};
  return `**Min-p ${minP}** keeps the tokens that are at least ${minP} times as likely as the most likely one: here from ${formatPercentRange(minP * low, minP * high)} on.`;
}

/** A cut between two tokens that are equally likely. */
function tieLines({ record: { answer } }: SamplingRun, { shaped: { shape } }: SamplingStages): string[] {
  const place = shape.candidates.findIndex(({ cutBy }) => cutBy === 'top-k' || cutBy === 'top-p');
  const [last, next] = [answer.candidates[place - 1], answer.candidates[place]];
  if (last === undefined || next === undefined || Math.abs(last.logprob - next.logprob) > 1e-6) return [];
  return [
    `-# ${inlineCode(tokenLabel(last))} and ${inlineCode(tokenLabel(next))} are equally likely, and the cut falls between them: the one that the endpoint lists first is kept here, and a server may do otherwise.`,
  ];
}

function nameAt({ record: { answer } }: SamplingRun, place: number): string {
  const candidate = answer.candidates[place];
  return candidate === undefined ? '' : inlineCode(tokenLabel(candidate));
}
