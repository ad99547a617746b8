import { createCanvas } from '@napi-rs/canvas';
import { MAX_PAGES } from '../../pages.js';
import { createCard, headingHeight } from '../../paint/card.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { size } from '../../paint/theme.js';
import { linesPerPage, pageStrip } from '../../strip/strip-pages.js';
import { flowLines } from '../../strip/token-flow.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { ProbabilityStrip } from './probability-strip.js';
import {
  CAPTION_HEIGHT,
  drawProbabilityTile,
  layOutProbabilityTile,
  type ProbabilityTile,
} from './probability-tile.js';
import { drawKey, KEY_HEIGHT, keyWords } from './scale-key.js';

const LINE_HEIGHT = 62;
const TILE_GAP = 4;

/**
 * Draws a reply as tokens tinted by their probability, with the scale as a key.
 *
 * @throws RangeError when a probability is not in [0, 1]
 */
export function renderProbabilityStrip(
  { title, tokens, captions }: ProbabilityStrip,
  { page: wanted, theme, words }: RenderOptions,
): RenderedPage {
  const measuring = createCanvas(1, 1).getContext('2d');
  const tiles: ProbabilityTile[] = [];
  const top = headingHeight({});
  const frame = top + KEY_HEIGHT + size.padding;
  const lineHeight = LINE_HEIGHT + (tokens.some(({ caption }) => caption) ? CAPTION_HEIGHT : 0);
  function* items() {
    for (const token of tokens) {
      const tile = layOutProbabilityTile(measuring, token, words.empty);
      tiles.push(tile);
      yield { width: tile.width, breakAfter: token.breakAfter ?? false, group: undefined };
    }
  }
  const lines = flowLines(items(), {
    width: size.width - 2 * size.padding,
    gap: TILE_GAP,
    maxLines: linesPerPage({ frame, lineHeight }) * MAX_PAGES,
  });
  const page = pageStrip(lines, { page: wanted, total: tokens.length, frame, lineHeight, words });
  const card = createCard({ title, aside: page.aside }, page.height, theme);
  for (const [row, line] of page.lines.entries()) {
    for (const { index, x } of line) {
      const tile = tiles[index];
      if (tile) drawProbabilityTile(card, tile, { left: size.padding + x, top: top + row * lineHeight });
    }
  }
  if (page.place.count === 0) drawEmptyNote(card, words.probabilityStrip.nothing);
  else drawKey(card, keyWords(captions, tiles, words));
  return { ...page.place, card };
}
