import { createCanvas } from '@napi-rs/canvas';
import { type Card, createCard } from '../../paint/card.js';
import type { Area } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { headingBeside } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { areaOf, drawAttended, FIGURE_HEIGHT, layOutAttended } from '../../strip/attended-line.js';
import { drawGuess, layOutGuess } from '../../strip/guess-cells.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { SwappedTexts } from './swapped-texts.js';

const BOTTOM = 26;
/** Between two texts. */
const BETWEEN = 28;
const LINE = 60;
const GUESS = 62;
const GAP = 12;
/** From the figures under a text to what comes next. */
const BEFORE_GUESSES = 10;

/**
 * Draws each text on a line, its tokens in the colour of their share of the attention, and below it what may come next.
 *
 * @throws RangeError when a weight or a probability is not in [0, 1], or more tokens are given than have room on a line
 */
export function renderSwappedTexts(picture: SwappedTexts, { theme, words }: RenderOptions): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const heading = headingBeside(context, picture, undefined);
  const place = { page: 0, pages: 1, from: 0, count: picture.parts.length };
  if (picture.parts.length === 0) {
    const card = createCard(heading, { height: size.minHeight, theme });
    drawEmptyNote(card, words.attended.nothing);
    return { ...place, card, areas: [] };
  }
  const texts = [...new Set(picture.parts.map(({ text }) => text))];
  const pitch = LINE + FIGURE_HEIGHT + BEFORE_GUESSES + GUESS + BETWEEN;
  const height = Math.max(size.minHeight, heading.height + pitch * texts.length - BETWEEN + BOTTOM);
  const card = createCard(heading, { height, theme });
  const areas = texts.flatMap((text, at) => {
    const own = picture.parts.filter((part) => part.text === text);
    return drawText(card, own, heading.height + at * pitch, words);
  });
  return { ...place, card, areas };
}

function drawText(card: Card, parts: SwappedTexts['parts'], top: number, words: RenderOptions['words']): Area[] {
  const { context, theme } = card;
  const line = layOutAttended(
    context,
    parts.flatMap((part) => (part.what === 'token' ? [part] : [])),
    words,
  );
  const lineTop = top + LINE - line.height;
  drawAttended(card, line, lineTop);
  const guesses = parts.flatMap((part) => (part.what === 'guess' ? [part] : []));
  const below = top + LINE + FIGURE_HEIGHT + BEFORE_GUESSES;
  const lead = layOutLabel(context, words.attended.lead, { family: 'sans', size: size.small }, 200);
  const left = size.padding + (guesses.length === 0 ? 0 : lead.width + 18);
  const width = (size.width - size.padding - left - GAP * (guesses.length - 1)) / Math.max(1, guesses.length);
  if (guesses.length > 0) {
    const baseline = below + GUESS / 2 + size.small * 0.3;
    drawLabel(context, lead, size.padding, baseline, { ink: theme.muted, dim: theme.muted });
  }
  const cells = guesses.map((guess, at) => {
    const area = { left: left + at * (width + GAP), top: below, width, height: GUESS };
    drawGuess(card, layOutGuess(context, guess, width, words), area);
    return area;
  });
  return [...line.tiles.map((tile) => areaOf(tile, line, lineTop)), ...cells];
}
