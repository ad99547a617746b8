import { codeBlock, inlineCode } from '../../discord/markdown.js';
import { formatPercent, formatPercentRange, shortenMiddle } from '../../words/format.js';
import { plural } from '../../words/plural.js';
import { tokenLabel } from '../text/token-label.js';
import { type Comparison, compareRecords, type ReplayRow, rowsOf } from './difference.js';
import type { ReplayRecord } from './record.js';

/** Rows shown before and after the first that differs. */
const ROWS_AROUND = 2;

/** Two labels and two probabilities stand in one line, also on a phone. */
const MAX_LABEL = 14;

/** What became of an answer the second time, as markdown: in words, what was to be expected, and the first difference marked. */
export function describeComparison(first: ReplayRecord, again: ReplayRecord): string[] {
  const [before, now] = [rowsOf(first), rowsOf(again)];
  const comparison = compareRecords(first, again);
  const place = firstDifference(first, comparison);
  const words =
    before.length === 0 || now.length === 0
      ? describeTexts(first, again)
      : describeRows(first, before, now, comparison, textOf(first) === textOf(again));
  return [
    words,
    [...requestNotes(first, again), `-# ${describeExpectation(first)}`].join('\n'),
    ...(place === undefined ? [] : [codeBlock(rowsAround(before, now, place).join('\n'))]),
  ];
}

/** The row to mark. In a text another token matters more than last digits before it; in a distribution rows are equal. */
function firstDifference({ kind }: ReplayRecord, { tokenDiffers, probabilityDiffers }: Comparison): number | undefined {
  return kind === 'next-token' ? (probabilityDiffers ?? tokenDiffers) : (tokenDiffers ?? probabilityDiffers);
}

function describeRows(
  record: ReplayRecord,
  before: readonly ReplayRow[],
  now: readonly ReplayRow[],
  comparison: Comparison,
  isSameText: boolean,
): string {
  const { compared, isWhole, tokenDiffers, probabilityDiffers, largest } = comparison;
  const change =
    largest === undefined
      ? ''
      : ` The largest change of a probability is that of ${code(largest.token)}: ${tellApart(largest.from, largest.to).join(' → ')}.`;
  if (record.kind === 'next-token') {
    const place = firstDifference(record, comparison);
    if (place === undefined) return same(compared);
    return `**Row ${place + 1} is the first that differs:** ${bothTokens(before[place], now[place])}.${change}`;
  }
  if (tokenDiffers !== undefined) {
    const until =
      probabilityDiffers === undefined ? '' : ` Before it, token ${probabilityDiffers + 1} has another probability.`;
    return `**Token ${tokenDiffers + 1} is the first that differs:** ${bothTokens(before[tokenDiffers], now[tokenDiffers])}.${until}${change}`;
  }
  const rest = isWhole
    ? ''
    : ` Only the first ${plural(compared, 'token')} are kept${isSameText ? '' : '; the texts differ further on'}.`;
  if (probabilityDiffers === undefined) return `${same(compared)}${rest}`;
  const [row, other] = [before[probabilityDiffers], now[probabilityDiffers]];
  return `**The same tokens with other probabilities:** token ${probabilityDiffers + 1} is the first, ${bothTokens(row, other)}.${change}${rest}`;
}

function same(compared: number): string {
  return `**The same to the last digit:** ${plural(compared, 'token')} and ${compared === 1 ? 'its probability' : 'their probabilities'}.`;
}

/** Two answers of which one has no probabilities: their texts are compared. */
function describeTexts(first: ReplayRecord, again: ReplayRecord): string {
  const [before, now] = [Array.from(textOf(first)), Array.from(textOf(again))];
  const why = 'The endpoint gave no probabilities to compare.';
  const place = Array.from({ length: Math.max(before.length, now.length) }, (_, at) => at).find(
    (at) => before[at] !== now[at],
  );
  if (place === undefined) return `**The same text.** ${why}`;
  const [was, is] = [before, now].map((text) => shorten(text.slice(place, place + MAX_LABEL).join('')));
  return `**Character ${place + 1} is the first that differs:** ${was} the first time, ${is} now. ${why}`;
}

/** What the model wrote; empty where it was asked for no text. */
export function textOf(record: ReplayRecord): string {
  return record.kind === 'reply' || record.kind === 'generate' ? record.answer.text : '';
}

function shorten(text: string): string {
  return text === '' ? 'the end' : inlineCode(text);
}

function bothTokens(before: ReplayRow | undefined, now: ReplayRow | undefined): string {
  const [was, is] = bothProbabilities(before, now);
  const side = (row: ReplayRow | undefined, probability: string) =>
    row === undefined ? 'nothing more' : `${code(row.token)} (${probability})`;
  return `${side(before, was)} the first time, ${side(now, is)} now`;
}

function code(token: ReplayRow['token']): string {
  return inlineCode(shortenMiddle(tokenLabel(token), 40));
}

function rowsAround(before: readonly ReplayRow[], now: readonly ReplayRow[], place: number): string[] {
  const from = Math.max(0, place - ROWS_AROUND);
  const to = Math.min(Math.max(before.length, now.length), place + ROWS_AROUND + 1);
  const rows = Array.from({ length: to - from }, (_, at) => {
    const [was, is] = bothProbabilities(before[from + at], now[from + at]);
    return { at: from + at, was: cell(before[from + at], was), is: cell(now[from + at], is) };
  });
  const width = Math.max(...rows.map(({ was }) => Array.from(was).length));
  const digits = String(to).length;
  return rows.map(({ at, was, is }) => {
    const padding = ' '.repeat(width - Array.from(was).length);
    return `${at === place ? '▶' : ' '} ${String(at + 1).padStart(digits)}. ${was}${padding} │ ${is}`;
  });
}

function cell(row: ReplayRow | undefined, probability: string): string {
  return row === undefined ? '(end)' : `${shortenMiddle(tokenLabel(row.token), MAX_LABEL)} ${probability}`;
}

function bothProbabilities(before: ReplayRow | undefined, now: ReplayRow | undefined): [string, string] {
  const [was, is] = [before?.probability, now?.probability];
  const areExact = was?.low === was?.high && is?.low === is?.high;
  if (was !== undefined && is !== undefined && areExact) return tellApart(was.low, is.low);
  return [describeProbability(was), describeProbability(is)];
}

function describeProbability(probability: ReplayRow['probability']): string {
  return probability === undefined ? 'not told' : formatPercentRange(probability.low, probability.high);
}

/** Two probabilities in percent, with as many digits as tell them apart where they are not the same. */
export function tellApart(one: number, other: number): [string, string] {
  const usual: [string, string] = [formatPercent(one), formatPercent(other)];
  if (one === other || usual[0] !== usual[1]) return usual;
  for (let digits = 2; digits <= 15; digits += 1) {
    const [a, b] = [one, other].map((value) => (value * 100).toPrecision(digits));
    if (a !== undefined && b !== undefined && a !== b) return [`${a}%`, `${b}%`];
  }
  return [String(one), String(other)];
}

/** What the second request had else than the first, which makes the two answers hard to compare. */
function requestNotes(first: ReplayRecord, again: ReplayRecord): string[] {
  const [before, now] = [first.answer.request.body, again.answer.request.body];
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]),
  );
  return [
    ...(first.endpoint.label === again.endpoint.label
      ? []
      : ['-# Another endpoint answered than the first time: Tokenscope was set up anew in between.']),
    ...(names.length === 0
      ? []
      : [`-# The request could not be quite the same; what differs: ${names.map(inlineCode).join(', ')}.`]),
  ];
}

function describeExpectation(record: ReplayRecord): string {
  const { kind } = record;
  const rounding = 'a server that works on several requests at once can round differently.';
  if (kind !== 'reply' && kind !== 'generate')
    return `Nothing is drawn here, so the same was to be expected; only ${rounding}`;
  // Of a text, the first request may be one that draws nothing.
  const { temperature, seed } = kind === 'generate' ? record.asked : record.answer.request.body;
  if (temperature === 0) {
    return `The same was to be expected, for temperature 0 always takes the most likely token; only ${rounding}`;
  }
  if (seed !== undefined) {
    return `The same was to be expected, for the seed is the same; only ${rounding}`;
  }
  const what = kind === 'reply' ? 'reply' : 'text';
  return `Another ${what} was to be expected: without a seed each one is drawn anew. It is the same only where the model is sure.`;
}
