import { createCanvas } from '@napi-rs/canvas';
import { type Card, createCard } from '../../paint/card.js';
import { mix } from '../../paint/colour.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { headingBeside } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { type AttendedTile, areaOf, drawAttended, FIGURE_HEIGHT, layOutAttended } from '../../strip/attended-line.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { AttentionArcs } from './attention-arcs.js';

/** Under the figures. */
const BOTTOM = 26;
/** Between the heading and the highest arc. */
const OVER_ARCS = 26;
/** The arc to a token that gets all of the attention, and the thinnest one. */
const THICKEST = 30;
const THINNEST = 2;
/** A smaller share has no arc. */
const LEAST_DRAWN = 0.005;
/** The lowest arc, and how far it stands on the left of the middle of the token that looks, whose loop is on the right. */
const LOWEST = 70;
const ASIDE = 0.1;
/** How high the widest arc is for each pixel that it is wide. */
const STEEPNESS = 0.5;
const LOOP = { width: 17, height: 26, aside: 0.27 };

/**
 * Draws a text on one line, and an arc from the token that looks to each that it sees.
 *
 * @throws RangeError when a weight is not in [0, 1], or more tokens are given than have room on a line
 */
export function renderAttentionArcs(
  picture: AttentionArcs,
  { usualHeight, theme, words }: RenderOptions,
): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const heading = headingBeside(context, picture, undefined);
  const place = { page: 0, pages: 1, from: 0, count: picture.tokens.length };
  if (picture.tokens.length === 0) {
    const card = createCard(heading, { height: size.minHeight, theme });
    drawEmptyNote(card, words.attended.nothing);
    return { ...place, card, areas: [] };
  }
  const line = layOutAttended(context, picture.tokens, words);
  const frame = heading.height + OVER_ARCS + line.height + FIGURE_HEIGHT + BOTTOM;
  const looking = line.tiles.find(({ token }) => token.looks);
  const arcs = looking === undefined ? [] : arcsOf(looking, line.tiles, usualHeight - frame);
  const room = Math.max(LOWEST, ...arcs.map(({ height }) => height));
  const height = Math.max(size.minHeight, Math.ceil(frame + room));
  const card = createCard(heading, { height, theme });
  const top = height - BOTTOM - FIGURE_HEIGHT - line.height;
  // The strongest is drawn last, over the others.
  for (const arc of arcs.toSorted((one, other) => one.weight - other.weight)) drawArc(card, arc, top);
  drawAttended(card, line, top);
  return { ...place, card, areas: line.tiles.map((tile) => areaOf(tile, line, top)) };
}

interface Arc {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** Pixels over the tiles. */
  readonly height: number;
}

/** The wider an arc, the higher, so that none crosses another. */
function arcsOf(looking: AttendedTile, tiles: readonly AttendedTile[], most: number): Arc[] {
  const from = middleOf(looking) - ASIDE * looking.width;
  const seen = tiles.filter(({ token: { weight = 0 } }) => weight >= LEAST_DRAWN);
  const widest = Math.max(1, ...seen.map((tile) => from - middleOf(tile)));
  const highest = Math.min(most, LOWEST + STEEPNESS * widest);
  return seen.map((tile): Arc => {
    const { weight = 0 } = tile.token;
    if (tile === looking) {
      const at = middleOf(tile) + LOOP.aside * tile.width;
      return { from: at, to: at, weight, height: 2 * LOOP.height };
    }
    const to = middleOf(tile);
    return { from, to, weight, height: LOWEST + ((highest - LOWEST) * (from - to)) / widest };
  });
}

function middleOf({ left, width }: AttendedTile): number {
  return left + width / 2;
}

/** Half an ellipse over the tiles; a loop where a token looks at itself. */
function drawArc({ context, theme }: Card, { from, to, weight, height }: Arc, top: number): void {
  context.beginPath();
  if (from === to) context.ellipse(from, top - LOOP.height, LOOP.width, LOOP.height, 0, 0, Math.PI * 2);
  else context.ellipse((from + to) / 2, top, Math.abs(from - to) / 2, height, 0, Math.PI, Math.PI * 2);
  context.strokeStyle = mix(theme.card, theme.bar, 0.45 + 0.55 * weight);
  context.lineWidth = THINNEST + (THICKEST - THINNEST) * weight;
  context.stroke();
}
