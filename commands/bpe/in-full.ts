import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, file, text } from '../../src/discord/reply.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { visibleBytes } from '../../src/tokens/visible.js';
import type { BpeResult, LearnedResult, MergingResult } from './result.js';
import { piecesOf, rowAfter, shownBytes } from './rows.js';
import { bpeWords } from './words.js';

/** Longer tables nobody reads in a message: the file has all. */
const MAX_ROWS = 25;
const MAX_PIECES = 600;

/** What **Details** has: each merge, and what they begin and end with. */
export function bpeInFull(result: BpeResult, locale: string): Block[] {
  return result.kind === 'learned' ? learnedInFull(result, locale) : mergingInFull(result, locale);
}

/** One merge as its line in the table says it. */
interface MergeLine {
  readonly rank: number;
  readonly left: string;
  readonly right: string;
  readonly joined: string;
}

/** Each merge of a text, in order. */
export function mergeLines(result: MergingResult): MergeLine[] {
  const bytes = Buffer.from(result.text);
  const label = (from: number, to: number) => shownBytes(bytes.subarray(from, to));
  let row = rowAfter(result, 0);
  const tokens = new Map(result.pairs.map(([left, right, token]) => [`${left} ${right}`, token]));
  return result.order.flatMap((from): MergeLine[] => {
    const place = row.findIndex((part) => part.from === from);
    const [left, right] = [row[place], row[place + 1]];
    if (left === undefined || right === undefined) return [];
    const rank = tokens.get(`${left.id} ${right.id}`) ?? -1;
    row = row.toSpliced(place, 2, { ...left, id: rank, to: right.to });
    return [
      { rank, left: label(left.from, left.to), right: label(right.from, right.to), joined: label(left.from, right.to) },
    ];
  });
}

function mergingInFull(result: MergingResult, locale: string): Block[] {
  const words = bpeWords(locale);
  const { starts, pieces, order, ids, encoding } = result;
  const lines = mergeLines(result);
  const shownPieces = piecesOf(result).join(' | ');
  const cut = shownPieces.length > MAX_PIECES ? `${shownPieces.slice(0, MAX_PIECES)} …` : shownPieces;
  const rows = lines.map(({ rank, left, right, joined }, at) => ({
    figures: [String(at + 1), String(rank)],
    label: words.pair(left, right, joined),
  }));
  const table = (some: typeof rows) => figureTable(words.columns.merging, some);
  return [
    text(`**${words.inFull(encoding)}**\n${words.counts(starts.length, pieces.length, order.length, ids.length)}`),
    ...(pieces.length === 0 ? [] : [text(`${words.piecesHead}\n${codeBlock(cut)}`)]),
    ...(rows.length === 0
      ? []
      : [
          text(
            `${words.tableHead(Math.min(MAX_ROWS, rows.length), rows.length)}\n${codeBlock(table(rows.slice(0, MAX_ROWS)))}`,
          ),
        ]),
    ...(ids.length === 0 ? [] : [text(`${words.idsHead}\n${codeBlock(`[${ids.join(', ')}]`)}`)]),
    ...(rows.length <= MAX_ROWS ? [] : [file('merges.txt', Buffer.from(`${table(rows)}\n`))]),
  ];
}

function learnedInFull(result: LearnedResult, locale: string): Block[] {
  const words = bpeWords(locale);
  const { merges, bytes, characters } = result;
  const rows = merges.map(({ left, right, count, tokens }, at) => ({
    figures: [
      String(at + 1),
      words.figures.count(count),
      words.figures.count(tokens),
      words.figures.count(256 + at + 1),
      words.figures.decimals(characters / tokens, 2),
    ],
    label: `${learnedPair(left, right, words)}  ${visibleBytes(Buffer.concat([left, right]))}`,
  }));
  const table = (some: typeof rows) => figureTable(words.columns.learned, some);
  return [
    text(`**${words.learned.inFull}**\n${words.learned.counts(bytes, characters, merges.length)}`),
    text(
      `${words.tableHead(Math.min(MAX_ROWS, rows.length), rows.length)}\n${codeBlock(table(rows.slice(0, MAX_ROWS)))}`,
    ),
    ...(rows.length <= MAX_ROWS ? [] : [file('merges.txt', Buffer.from(`${table(rows)}\n`))]),
  ];
}

/** A pair that was learned, as it is shown. */
export function learnedPair(
  left: Uint8Array,
  right: Uint8Array,
  words: { readonly pair: (left: string, right: string, joined: string) => string },
): string {
  return words.pair(shownBytes(left), shownBytes(right), shownBytes(Buffer.concat([left, right])));
}
