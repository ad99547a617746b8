import { codeBlock } from '../../discord/markdown.js';
import type { Language } from '../../words/language.js';
import { shorten } from '../../words/shorten.js';
import { tokenLabel } from '../text/token-label.js';
import { type Comparison, compareRecords, type ReplayRow, rowsOf } from './difference.js';
import type { ReplayRecord } from './record.js';
import { type RecordWords, recordWords } from './words.js';

/** Rows shown before and after the first that differs. */
const ROWS_AROUND = 2;

/** Two labels and two probabilities stand in one line, also on a phone. */
const MAX_LABEL = 14;

/** A label in a sentence. */
const MAX_NAME = 40;

/** What became of an answer the second time, as markdown: in words, what was to be expected, and the first difference marked. */
export function describeComparison(first: ReplayRecord, again: ReplayRecord, locale: string): string[] {
  const words = recordWords(locale);
  const [before, now] = [rowsOf(first), rowsOf(again)];
  const comparison = compareRecords(first, again);
  const place = firstDifference(first, comparison);
  return [
    before.length === 0 || now.length === 0
      ? describeTexts(first, again, words)
      : describeRows(first, before, now, comparison, textOf(first) === textOf(again), words),
    [...requestNotes(first, again, words), describeExpectation(first, words)].join('\n'),
    ...(place === undefined ? [] : [codeBlock(rowsAround(before, now, place, words).join('\n'))]),
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
  words: RecordWords,
): string {
  const { compared, isWhole, tokenDiffers, probabilityDiffers, largest } = comparison;
  const both = (place: number) => bothTokens(before[place], now[place], words);
  const change =
    largest === undefined
      ? ''
      : words.largestChange(name(largest.token), ...tellApart(largest.from, largest.to, words.figures));
  if (record.kind === 'next-token') {
    const place = firstDifference(record, comparison);
    return place === undefined ? words.same(compared) : words.rowDiffers(place + 1, both(place), change);
  }
  if (tokenDiffers !== undefined) {
    const until = probabilityDiffers === undefined ? undefined : probabilityDiffers + 1;
    return words.tokenDiffers(tokenDiffers + 1, both(tokenDiffers), until, change);
  }
  const rest = isWhole ? '' : words.onlyFirstKept(compared, isSameText);
  if (probabilityDiffers === undefined) return words.same(compared) + rest;
  return words.otherProbabilities(probabilityDiffers + 1, both(probabilityDiffers), change) + rest;
}

/** Two answers of which one has no probabilities: their texts are compared. */
function describeTexts(first: ReplayRecord, again: ReplayRecord, words: RecordWords): string {
  const [before, now] = [Array.from(textOf(first)), Array.from(textOf(again))];
  const place = Array.from({ length: Math.max(before.length, now.length) }, (_, at) => at).find(
    (at) => before[at] !== now[at],
  );
  if (place === undefined) return words.sameText;
  const [was, is] = [before, now].map((text) => text.slice(place, place + MAX_LABEL).join('') || undefined);
  return words.characterDiffers(place + 1, was, is);
}

/** What the model wrote; empty where it was asked for no text. */
export function textOf(record: ReplayRecord): string {
  return record.kind === 'reply' || record.kind === 'generate' ? record.answer.text : '';
}

function bothTokens(before: ReplayRow | undefined, now: ReplayRow | undefined, words: RecordWords): string {
  const [was, is] = bothProbabilities(before, now, words);
  const side = (row: ReplayRow | undefined, probability: string) =>
    row === undefined ? words.nothingMore : words.token(name(row.token), probability);
  return words.both(side(before, was), side(now, is));
}

function name(token: ReplayRow['token']): string {
  return shorten(tokenLabel(token), MAX_NAME, 'both');
}

function rowsAround(
  before: readonly ReplayRow[],
  now: readonly ReplayRow[],
  place: number,
  words: RecordWords,
): string[] {
  const from = Math.max(0, place - ROWS_AROUND);
  const to = Math.min(Math.max(before.length, now.length), place + ROWS_AROUND + 1);
  const cell = (row: ReplayRow | undefined, probability: string) =>
    row === undefined ? words.end : `${shorten(tokenLabel(row.token), MAX_LABEL, 'both')} ${probability}`;
  const rows = Array.from({ length: to - from }, (_, at) => {
    const [was, is] = bothProbabilities(before[from + at], now[from + at], words);
    return { at: from + at, was: cell(before[from + at], was), is: cell(now[from + at], is) };
  });
  const width = Math.max(...rows.map(({ was }) => Array.from(was).length));
  const digits = String(to).length;
  return rows.map(({ at, was, is }) => {
    const padding = ' '.repeat(width - Array.from(was).length);
    return `${at === place ? '▶' : ' '} ${String(at + 1).padStart(digits)}. ${was}${padding} │ ${is}`;
  });
}

function bothProbabilities(
  before: ReplayRow | undefined,
  now: ReplayRow | undefined,
  words: RecordWords,
): [string, string] {
  const [was, is] = [before?.probability, now?.probability];
  const areExact = was?.low === was?.high && is?.low === is?.high;
  if (was !== undefined && is !== undefined && areExact) return tellApart(was.low, is.low, words.figures);
  const describe = (probability: ReplayRow['probability']) =>
    probability === undefined ? words.notTold : words.figures.percentRange(probability.low, probability.high);
  return [describe(was), describe(is)];
}

/** Two probabilities in percent, with as many digits as tell them apart where they are not the same. */
export function tellApart(one: number, other: number, { number, ofHundred, percent }: Language): [string, string] {
  const usual: [string, string] = [percent(one), percent(other)];
  if (one === other || usual[0] !== usual[1]) return usual;
  for (let digits = 2; digits <= 15; digits += 1) {
    const [a, b] = [one, other].map((value) => (value * 100).toPrecision(digits));
    if (a !== undefined && b !== undefined && a !== b) return [ofHundred(a), ofHundred(b)];
  }
  return [number(one), number(other)];
}

/** What the second request had else than the first, which makes the two answers hard to compare. */
function requestNotes(first: ReplayRecord, again: ReplayRecord, words: RecordWords): string[] {
  const [before, now] = [first.answer.request.body, again.answer.request.body];
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]),
  );
  return [
    ...(first.endpoint.label === again.endpoint.label ? [] : [words.otherEndpoint]),
    ...(names.length === 0 ? [] : [words.otherRequest(names)]),
  ];
}

function describeExpectation(record: ReplayRecord, words: RecordWords): string {
  const { kind } = record;
  if (kind !== 'reply' && kind !== 'generate') return words.expected.nothingDrawn;
  // Of a text, the first request may be one that draws nothing.
  const { temperature, seed } = kind === 'generate' ? record.asked : record.answer.request.body;
  if (temperature === 0) return words.expected.greedy;
  return seed === undefined ? words.expected.another(kind === 'reply' ? 'reply' : 'text') : words.expected.seed;
}
