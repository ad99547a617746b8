import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { ChartWords } from '../../../words/pictures.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { drawGuess, layOutGuess } from '../../strip/guess-cells.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { GuessRows } from './guess-rows.js';

const BOTTOM = 26;
const MAX_PITCH = 92;
const MIN_PITCH = 72;
/** Between two rows, and between two cells. */
const GAP = 14;
const MAX_ROW_LABEL = 330;

/**
 * Draws rows of guesses, each with its name before it.
 *
 * @throws RangeError when a probability is not in [0, 1]
 */
export function renderGuessRows(picture: GuessRows, { page, theme, words }: RenderOptions): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const rows = picture.guesses.length === 0 ? [] : picture.rows;
  const fittingBelow = (start: number) => Math.floor((size.maxHeight - start - BOTTOM + GAP) / MIN_PITCH);
  const heading = layOutHeading(context, picture, (start) => rows.length <= fittingBelow(start));
  const { place, slots, aside } = pageRows(rows.length, { fitting: fittingBelow(heading.height), page, words });
  if (rows.length === 0) {
    const card = createCard(heading, { height: size.minHeight, theme, aside });
    drawEmptyNote(card, words.attended.nothing);
    return { ...place, card, areas: [] };
  }
  const room = size.maxHeight - heading.height - BOTTOM + GAP;
  const pitch = Math.min(MAX_PITCH, Math.floor(room / slots));
  const height = Math.max(size.minHeight, heading.height + pitch * slots - GAP + BOTTOM);
  const card = createCard(heading, { height, theme, aside });
  const shown = picture.guesses.filter(({ row }) => row >= place.from && row < place.from + place.count);
  const areas = drawRows(card, { ...picture, guesses: shown }, { from: place.from, top: heading.height, pitch }, words);
  const before = picture.guesses.findIndex(({ row }) => row >= place.from);
  return { page: place.page, pages: place.pages, from: Math.max(0, before), count: shown.length, card, areas };
}

function drawRows(
  card: Card,
  { rows, guesses }: GuessRows,
  { from, top, pitch }: { readonly from: number; readonly top: number; readonly pitch: number },
  words: ChartWords,
): Area[] {
  const { context, theme } = card;
  const names = rows.map((name) => rowLabel(context, name));
  const left = size.padding + Math.max(...names.map(({ width }) => Math.ceil(width))) + 24;
  const inRow = (row: number) => guesses.filter((guess) => guess.row === row);
  const columns = Math.max(1, ...rows.map((_, row) => inRow(row).length));
  const width = (size.width - size.padding - left - GAP * (columns - 1)) / columns;
  const areas: Area[] = [];
  for (const [row, name] of names.entries()) {
    const line = top + (row - from) * pitch;
    const height = pitch - GAP;
    const cells = inRow(row);
    if (cells.length === 0) continue;
    drawInside(context, { left: 0, top: line, width: left, height }, () =>
      drawLabel(context, name, size.padding, line + height / 2 + name.style.size * 0.36, {
        ink: theme.muted,
        dim: theme.muted,
      }),
    );
    for (const [at, guess] of cells.entries()) {
      const area = { left: left + at * (width + GAP), top: line, width, height };
      drawGuess(card, layOutGuess(context, guess, width, words), area);
      areas.push(area);
    }
  }
  return areas;
}

function rowLabel(context: SKRSContext2D, name: string): Label {
  return layOutLabel(context, name, { family: 'sans', size: size.small }, MAX_ROW_LABEL);
}
