import type { BarCell } from '../../src/charts/bars/probability-bar.js';
import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import type { Interval } from '../../src/domain/interval.js';
import { sentenceOf } from '../../src/facts.js';
import { sureTable } from '../../src/lesson/asking/next-token.js';
import { nextTokenWords } from '../../src/lesson/asking/words.js';
import { endOf, lengthOf, writtenText } from '../../src/lesson/record/text-record.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { rowWords } from '../../src/lesson/rows/words.js';
import { replyText, shownText } from '../../src/lesson/text/shown-text.js';
import { lessonWords } from '../../src/lesson/words.js';
import type { Language } from '../../src/words/language.js';
import type { FirstColumns } from './first.js';
import { firstTokens, knownColumns } from './first-tokens.js';
import { nameOf } from './names.js';
import { partingOf } from './parted.js';
import { type Column, type CompareResult, cutsOf, type Pair } from './result.js';
import { compareWords } from './words.js';

/** Tokens with a row of their own. */
const ROWS = 8;

/** What **Details** has of a comparison: the whole texts, where they part, and the first token's figures. */
export function compareInFull(result: CompareResult, locale: string): Block[] {
  const words = compareWords(locale);
  const parting = partingOf(result, locale);
  return [
    ...result.columns.flatMap((column) => columnBlocks(result.what, column, locale)),
    ...(parting === undefined ? [] : [text(words.parting(parting))]),
    ...firstTokenBlocks(result, locale),
  ];
}

function columnBlocks(what: CompareResult['what'], column: Column, locale: string): Block[] {
  const { setting } = column;
  const hint = what === 'temperatures' ? lessonWords(locale).temperature(setting.temperature) : undefined;
  const heading = compareWords(locale).heading(nameOf(what, setting, locale), hint);
  const written = writtenText(column);
  const shown = setting.as === 'question' ? replyText(written, locale) : text(codeBlock(shownText(written)));
  return [text(heading), shown, text(ending(column, locale))];
}

function ending({ record, broken }: Column, locale: string): string {
  const words = compareWords(locale);
  if (broken !== undefined) return words.breaksOff(sentenceOf(broken, locale));
  return record === undefined ? words.pending : words.ending(lengthOf(record), endOf(record));
}

/** The first token's figures, and how far apart the columns are. */
function firstTokenBlocks(result: CompareResult, locale: string): Block[] {
  const { what, pairs } = result;
  const first = firstTokens(result, ROWS, locale);
  const { columns } = first;
  if (columns.length === 0) return [];
  const words = compareWords(locale);
  const titles = columns.map(({ title }) => title);
  const apart = pairs.length === 0 ? [] : [`${words.farApart}\n${codeBlock(pairTable(pairs, titles, locale))}`];
  const isEstimate = isEstimated(first, pairs);
  const estimated = columns.findIndex(({ cells }) => cells.some((cell) => cell?.probability.about !== undefined));
  const listed = knownColumns(result)[Math.max(0, estimated)]?.distribution;
  return [
    text(`${words.compareColumns(what === 'temperatures')}\n${codeBlock(columnTable(first, locale))}`),
    text(
      [
        ...apart,
        ...(isEstimate && listed !== undefined ? [nextTokenWords(locale).estimates(listed)] : []),
        ...rangeLines(columns, pairs, locale),
        ...(columns.length < knownColumns(result).length ? [words.untold] : []),
        ...(what === 'models' ? [words.otherVocabulary] : []),
        ...(Object.values(cutsOf(result)).every((cut) => cut === undefined) ? [] : [words.beforeCuts]),
      ].join('\n'),
    ),
    ...(isEstimate ? sureBlocks(result, titles, locale) : []),
  ];
}

function columnTable({ rows, columns }: FirstColumns, locale: string): string {
  const { together, chance } = rowWords(locale);
  return figureTable(
    columns.map(({ title }) => title),
    rows.map(({ label, hidden }, row) => ({
      figures: columns.map(({ cells }) => {
        const probability = cells[row]?.probability;
        return probability === undefined ? '' : chance(probability);
      }),
      label: `${label}${hidden ? together : ''}`,
    })),
  );
}

function isEstimated({ columns }: FirstColumns, pairs: readonly Pair[]): boolean {
  return (
    pairs.some(({ sure }) => sure !== undefined) ||
    columns.some(({ cells }) => cells.some((cell) => cell?.probability.about !== undefined))
  );
}

/** The same whatever the tokens have that are not listed. */
function sureBlocks(result: CompareResult, titles: readonly string[], locale: string): Block[] {
  const pairs = result.pairs.map((pair) => ({ ...pair, ...pair.sure }));
  const columns = columnTable(firstTokens(result, ROWS, locale, true), locale);
  const apart = pairs.length === 0 ? [] : [codeBlock(pairTable(pairs, titles, locale))];
  return [text([sureTable(columns, locale), ...apart].join('\n'))];
}

function pairTable(pairs: readonly Pair[], names: readonly string[], locale: string): string {
  const words = compareWords(locale);
  return figureTable(
    [words.overlapHead, words.jensenShannonHead],
    pairs.map(({ overlap, jensenShannon, between: [one, other] }) => ({
      figures: [rowWords(locale).chance(overlap), bitsOf(jensenShannon, words.figures)],
      label: words.both(names[one] ?? '', names[other] ?? ''),
    })),
  );
}

/** `0.12`, `0.10–0.21`, or of an estimate `about 0.12 (0.10–0.21)`. */
function bitsOf(amount: Interval, { decimals, decimalsRange, isDecimalsRange }: Language): string {
  if (amount.about === undefined) return decimalsRange(amount, 2);
  return `about ${decimals(amount.about, 2)}${isDecimalsRange(amount, 2) ? ` (${decimalsRange(amount, 2)})` : ''}`;
}

/** Where ranges come from. */
function rangeLines(columns: FirstColumns['columns'], pairs: readonly Pair[], locale: string): string[] {
  const words = compareWords(locale);
  const cells = columns.flatMap((column) => column.cells.flatMap((cell) => cell ?? []));
  const { isPercentRange } = words.figures;
  const isTied = ({ note }: BarCell) => note !== undefined;
  const hasRanges =
    cells.some((cell) => !isTied(cell) && isPercentRange(cell.probability)) ||
    pairs.some(({ overlap }) => isPercentRange(overlap));
  return [...(hasRanges ? [words.ranges] : []), ...(cells.some(isTied) ? [words.ties] : [])];
}
