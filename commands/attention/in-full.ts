import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { shorten } from '../../src/words/shorten.js';
import { gridLines } from './pictures.js';
import { type AttentionResult, rowOf, type Swap } from './result.js';
import { shownHead } from './sentence.js';
import { markedNameAt } from './token-names.js';
import { attentionWords } from './words.js';

/** Tokens of a row that have a line of their own. */
const MAX_LINES = 40;

/** A label in a table. */
const MAX_LABEL = 18;
/** Over a column of the grid. */
const MAX_HEAD = 6;

/** Every number behind what is shown: the row of the token that looks, the grid, what the heads do, and the guesses. */
export function attentionInFull(result: AttentionResult, locale: string): Block[] {
  const words = attentionWords(locale);
  const { tokens, from, swap, transformer, request } = result;
  const where = words.named(shownHead(result));
  const table = (heading: string, lines: readonly string[]) => text(`${heading}\n${codeBlock(lines.join('\n'))}`);
  return [
    table(words.rowHeading(markedNameAt(tokens, from, locale), where), rowLines(result, locale)),
    ...(tokens.length > 1 ? [table(words.gridHeading(where), gridTable(result, locale))] : []),
    ...(swap === undefined ? [] : [table(words.swapHeading(...swap.words), swapLines(swap, locale))]),
    table(words.layersHeading, layerLines(result, locale)),
    ...(result.measured.length === 0
      ? [text(words.notMeasured)]
      : [table(words.headsHeading, headLines(result, locale)), text(words.naming)]),
    text(words.asked(transformer, request.path, request.seconds)),
  ];
}

function labelAt(result: Pick<AttentionResult, 'tokens'>, place: number, locale: string, most: number): string {
  const token = result.tokens[place];
  const label = place === 0 || token === undefined ? attentionWords(locale).start : tokenLabel(token);
  return shorten(label, most, 'both');
}

/** What each token gets, in the order of the text; of a long one those that get most. */
function rowLines(result: AttentionResult, locale: string): string[] {
  const words = attentionWords(locale);
  const row = rowOf(result.shares, result.from);
  const order = [...row.keys()].toSorted((one, other) => (row[other] ?? 0) - (row[one] ?? 0));
  const shown = order.slice(0, MAX_LINES).toSorted((one, other) => one - other);
  const rest = order.slice(MAX_LINES).reduce((sum, place) => sum + (row[place] ?? 0), 0);
  const percent = (share: number) => words.figures.percent(Math.min(1, share)).padStart(words.figures.percentWidth);
  return [
    ...shown.map((place) => `${percent(row[place] ?? 0)}  ${labelAt(result, place, locale, MAX_LABEL)}`),
    ...(order.length > MAX_LINES ? [`${percent(rest)}  ${words.rest(order.length - MAX_LINES)}`] : []),
  ];
}

function gridTable(result: AttentionResult, locale: string): string[] {
  const words = attentionWords(locale);
  const { rows, columns, cells } = gridLines(result);
  const label = (place: number, most: number) => labelAt(result, place, locale, most);
  const heads = columns.map(({ from, to }) => (from === to ? label(from, MAX_HEAD) : words.andMore(to - from + 1)));
  const width = Math.max(...rows.map((place) => label(place, MAX_LABEL).length));
  return [
    `${' '.repeat(width)} ${heads.map((head) => head.padStart(MAX_HEAD)).join(' ')}`,
    ...rows.map((place, row) => {
      const values = cells
        .filter((cell) => cell.row === row)
        .map(({ value }) => words.figures.decimals(100 * value, 1));
      return `${label(place, MAX_LABEL).padEnd(width)} ${values.map((value) => value.padStart(MAX_HEAD)).join(' ')}`;
    }),
  ];
}

function layerLines({ guesses }: AttentionResult, locale: string): string[] {
  const words = attentionWords(locale);
  const names = guesses.map((_, layer) => (layer === 0 ? words.beforeLayers : words.afterLayer(layer)));
  const width = Math.max(0, ...names.map(({ length }) => length));
  return guesses.map((tokens, layer) => {
    const told = tokens.map(
      (token) =>
        `${shorten(tokenLabel(token), MAX_LABEL, 'both')} ${words.figures.percent(probabilityOf(token.logprob))}`,
    );
    return `${(names[layer] ?? '').padEnd(width)}  ${told.join('   ')}`;
  });
}

function swapLines({ guesses }: Swap, locale: string): string[] {
  const words = attentionWords(locale);
  const told = ({ chance, most }: Swap['guesses'][number]['before']) =>
    most ? words.atMost(chance) : words.figures.percent(chance);
  const rows = guesses.map(({ token, before, after }) => [
    shorten(tokenLabel(token), MAX_LABEL, 'both'),
    told(before),
    told(after),
  ]);
  return columnsOf([words.swapColumns, ...rows]);
}

function headLines({ measured }: AttentionResult, locale: string): string[] {
  const words = attentionWords(locale);
  const rows = measured.map(({ layer, head, patterns }) => [
    String(layer + 1),
    String(head + 1),
    ...(['previous-token', 'same-token', 'after-same-token', 'start-of-text', 'itself'] as const).map((pattern) =>
      words.figures.percent(patterns[pattern]),
    ),
  ]);
  return columnsOf([words.headColumns, ...rows]);
}

/** Rows whose columns have one width; the first column begins on the left. */
function columnsOf(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
