import type { BarCell } from '../../src/charts/bars/probability-bar.js';
import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import type { Interval } from '../../src/domain/interval.js';
import { sentenceOf } from '../../src/facts.js';
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
    ...firstTokenBlocks(result, firstTokens(result, ROWS, locale), locale),
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
function firstTokenBlocks(result: CompareResult, { rows, columns }: FirstColumns, locale: string): Block[] {
  const { what, pairs } = result;
  if (columns.length === 0) return [];
  const words = compareWords(locale);
  const titles = columns.map(({ title }) => title);
  const { together } = rowWords(locale);
  const table = figureTable(
    titles,
    rows.map(({ label, hidden }, row) => ({
      figures: columns.map(({ cells }) => figureOf(cells[row]?.probability, words.figures)),
      label: `${label}${hidden ? together : ''}`,
    })),
  );
  const apart = pairs.length === 0 ? [] : [`${words.farApart}\n${codeBlock(pairTable(pairs, titles, locale))}`];
  return [
    text(`${words.compareColumns(what === 'temperatures')}\n${codeBlock(table)}`),
    text(
      [
        ...apart,
        ...rangeLines(columns, pairs, locale),
        ...(columns.length < knownColumns(result).length ? [words.untold] : []),
        ...(what === 'models' ? [words.otherVocabulary] : []),
        ...(Object.values(cutsOf(result)).every((cut) => cut === undefined) ? [] : [words.beforeCuts]),
      ].join('\n'),
    ),
  ];
}

function pairTable(pairs: readonly Pair[], names: readonly string[], locale: string): string {
  const words = compareWords(locale);
  return figureTable(
    [words.overlapHead, words.jensenShannonHead],
    pairs.map(({ overlap, jensenShannon, between: [one, other] }) => ({
      figures: [figureOf(overlap, words.figures), words.figures.decimalsRange(jensenShannon, 2)],
      label: words.both(names[one] ?? '', names[other] ?? ''),
    })),
  );
}

function figureOf(probability: Interval | undefined, { percentRange }: Language): string {
  return probability === undefined ? '' : percentRange(probability.low, probability.high);
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
