import type { AttentionArcs } from '../../src/charts/kinds/attention-arcs/attention-arcs.js';
import type { GuessRows } from '../../src/charts/kinds/guess-rows/guess-rows.js';
import type { HeatMap } from '../../src/charts/kinds/heat-map/heat-map.js';
import type { SwappedTexts } from '../../src/charts/kinds/swapped-texts/swapped-texts.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { attendedLine } from './line.js';
import { type AttentionResult, rowOf, type Swap } from './result.js';
import { shownHead } from './sentence.js';
import { wordsOf } from './swap-words.js';
import { nameAt } from './token-names.js';
import { attentionWords } from './words.js';

/** Rows of the grid that have room on one page, with that of the start. */
const MAX_GRID_ROWS = 10;

/** The picture of what is shown, which answers its title. */
export function attentionPicture(
  result: AttentionResult,
  locale: string,
): AttentionArcs | HeatMap | GuessRows | SwappedTexts {
  const { sight, swap } = result;
  if (sight === 'grid') return gridOf(result, locale);
  if (sight === 'layers') return rowsOf(result, locale);
  if (sight === 'swap' && swap !== undefined) return swapOf(result, swap, locale);
  return arcsOf(result, locale);
}

function arcsOf(result: AttentionResult, locale: string): AttentionArcs {
  const words = attentionWords(locale);
  const { tokens, from, shares } = result;
  return {
    kind: 'attention-arcs',
    title: words.title(nameAt(tokens, from, locale)),
    subtitle: words.named(shownHead(result)),
    tokens: attendedLine({ tokens, row: rowOf(shares, from) }, locale),
  };
}

/**
 * Lines of the grid: the tokens that look, and those that are seen, each with the share that it gets. Of a long text the
 * start and as many tokens as fit, up to the one that looks; what stands between them is one column.
 */
export function gridLines({ tokens, from, shares }: AttentionResult): {
  /** Places of the tokens that look. */
  readonly rows: readonly number[];
  /** Places of the tokens that are seen; `from` up to `to`, both included. */
  readonly columns: readonly { readonly from: number; readonly to: number }[];
  readonly cells: readonly { readonly row: number; readonly column: number; readonly value: number }[];
} {
  const last = Math.min(tokens.length - 1, Math.max(from, MAX_GRID_ROWS - 1));
  const first = Math.max(1, last - MAX_GRID_ROWS + 2);
  const window = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const rows = [0, ...window];
  const columns = [
    { from: 0, to: 0 },
    ...(first > 1 ? [{ from: 1, to: first - 1 }] : []),
    ...window.map((place) => ({ from: place, to: place })),
  ];
  const cells = rows.flatMap((place, row) => {
    const seen = rowOf(shares, place);
    return columns.flatMap((one, column) => {
      if (one.from > place) return [];
      const value = seen.slice(one.from, one.to + 1).reduce((sum, share) => sum + share, 0);
      return [{ row, column, value: Math.min(1, value) }];
    });
  });
  return { rows, columns, cells };
}

function gridOf(result: AttentionResult, locale: string): HeatMap {
  const words = attentionWords(locale);
  const { tokens, from } = result;
  const { rows, columns, cells } = gridLines(result);
  const labelOf = (place: number) => {
    const token = tokens[place];
    return place === 0 || token === undefined ? words.start : tokenLabel(token);
  };
  return {
    kind: 'heat-map',
    title: words.gridTitle,
    subtitle: words.named(shownHead(result)),
    values: 'shares',
    joint: '→',
    rows: rows.map((place) => ({ label: labelOf(place), strong: place === from })),
    columns: columns.map(({ from: start, to }) => ({
      label: start === to ? labelOf(start) : words.andMore(to - start + 1),
    })),
    cells,
  };
}

function rowsOf({ guesses }: AttentionResult, locale: string): GuessRows {
  const words = attentionWords(locale);
  const last = guesses.at(-1)?.[0];
  return {
    kind: 'guess-rows',
    title: words.layersTitle,
    rows: guesses.map((_, layer) => (layer === 0 ? words.beforeLayers : words.afterLayer(layer))),
    guesses: guesses.flatMap((tokens, row) =>
      tokens.map((token) => ({
        row,
        label: tokenLabel(token),
        probability: probabilityOf(token.logprob),
        strong: token.id === last?.id && token.text === last?.text,
      })),
    ),
  };
}

function swapOf(result: AttentionResult, swap: Swap, locale: string): SwappedTexts {
  const words = attentionWords(locale);
  const { tokens, shares, text } = result;
  const texts = [
    { text, tokens, row: rowOf(shares, tokens.length - 1), when: 'before' as const },
    { text: swap.text, tokens: swap.tokens, row: swap.shares, when: 'after' as const },
  ];
  return {
    kind: 'swapped-texts',
    title: words.swapTitle,
    subtitle: words.named(shownHead(result)),
    parts: texts.flatMap(({ when, ...one }, at) => {
      const likeliest = Math.max(...swap.guesses.map((guess) => guess[when].chance));
      return [
        ...attendedLine({ ...one, marked: placesOf(one, swap.places) }, locale).map((token) => ({
          what: 'token' as const,
          text: at,
          ...token,
        })),
        ...swap.guesses.map(({ token, [when]: { chance, most } }) => ({
          what: 'guess' as const,
          text: at,
          label: tokenLabel(token),
          probability: chance,
          isBound: most,
          strong: chance === likeliest,
        })),
      ];
    }),
  };
}

/** The tokens with which words begin, so that a long text shows what was exchanged in it. */
function placesOf({ text, tokens }: Pick<AttentionResult, 'text' | 'tokens'>, places: Swap['places']): number[] {
  const words = wordsOf(text);
  let end = 0;
  const ends = tokens.map((token, place) => {
    if (place > 0) end += token.text.length;
    return end;
  });
  return places.map((place) => ends.findIndex((one) => one > (words[place]?.start ?? 0))).filter((place) => place > 0);
}
