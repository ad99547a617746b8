import { createCanvas } from '@napi-rs/canvas';
import { createCard } from '../../paint/card.js';
import type { Area } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { size } from '../../paint/theme.js';
import { fitStrip } from '../../strip/fit-strip.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { ProbabilityStrip } from './probability-strip.js';
import { CAPTION_HEIGHT, drawProbabilityTile, layOutProbabilityTile, tileHeight } from './probability-tile.js';
import { drawKey, keyWords, layOutKey } from './scale-key.js';

/** Under a tile, where its dashed line has room. */
const LINE_GAP = 12;
/** A long text is drawn smaller, so that more of it is seen at once. */
const TYPES = [44, 38, size.label, size.small];
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
  const context = createCanvas(1, 1).getContext('2d');
  const hasCaptions = tokens.some(({ caption }) => caption);
  const key = layOutKey(context, keyWords(captions, tokens, words));
  const { heading, lineHeight, tiles, page } = fitStrip(context, tokens, TYPES, {
    titles: { title },
    page: wanted,
    total: tokens.length,
    words,
    at: (type) => ({
      type,
      tileGap: TILE_GAP,
      lineHeight: tileHeight(type) + LINE_GAP + (hasCaptions ? CAPTION_HEIGHT : 0),
      frame: (above) => above + key.height,
      tile: (token) =>
        layOutProbabilityTile(context, token, {
          type,
          empty: words.empty,
        }),
    }),
  });
  const card = createCard(heading, { height: page.height, theme, aside: page.aside });
  const areas: Area[] = [];
  for (const [row, line] of page.lines.entries()) {
    const top = heading.height + row * lineHeight;
    for (const { index, x } of line) {
      const tile = tiles[index];
      if (!tile) continue;
      const left = size.padding + x;
      drawProbabilityTile(card, tile, { left, top });
      areas.push({ left, top, width: tile.width, height: lineHeight });
    }
  }
  if (page.place.count === 0) drawEmptyNote(card, words.probabilityStrip.nothing);
  else drawKey(card, key);
  return { ...page.place, card, areas };
}
