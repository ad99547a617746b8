import type { BarCell } from '../../src/charts/bars/probability-bar.js';
import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, picture, text } from '../../src/discord/reply.js';
import type { Interval } from '../../src/domain/interval.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { rowWords } from '../../src/lesson/rows/words.js';
import { visibleEnd } from '../../src/lesson/text/shown-text.js';
import type { Language } from '../../src/words/language.js';
import type { FirstColumns } from './first.js';
import type { CompareResult, Pair } from './result.js';
import { compareWords } from './words.js';

/** How much of the prompt the picture's title has room for. */
const MAX_TITLE = 32;

/** The picture of the first token, the same figures in text, and how far apart the columns are. */
export function firstTokenBlocks(
  { prompt, what, pairs }: CompareResult,
  { rows, columns }: FirstColumns,
  locale: string,
): Block[] {
  if (columns.length === 0) return [];
  const words = compareWords(locale);
  const isTempered = what === 'temperatures';
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
    picture('compare', {
      kind: 'bar-columns',
      title: words.title(visibleEnd(prompt, MAX_TITLE)),
      subtitle: words.subtitle(isTempered),
      rows,
      columns,
    }),
    text(`${words.compareColumns(isTempered)}\n${codeBlock(table)}`),
    text([...apart, ...rangeLines(columns, pairs, locale)].join('\n')),
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

/** Where ranges come from, in the small print. */
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
