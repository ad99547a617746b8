import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { MAX_PAGES } from '../../pages.js';
import { createCard } from '../../paint/card.js';
import type { Area } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { linesPerPage, pageStrip, surelyTakePages } from '../../strip/strip-pages.js';
import { flowLines, type PlacedItem } from '../../strip/token-flow.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { ProbabilityStrip } from './probability-strip.js';
import {
  CAPTION_HEIGHT,
  drawProbabilityTile,
  layOutProbabilityTile,
  type ProbabilityTile,
  tileHeight,
} from './probability-tile.js';
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
  for (const type of TYPES) {
    const isLast = type === TYPES.at(-1);
    // Only the least has further pages.
    const heading = layOutHeading(context, { title }, () => !isLast);
    const frame = heading.height + key.height;
    const lineHeight = tileHeight(type) + LINE_GAP + (hasCaptions ? CAPTION_HEIGHT : 0);
    if (!isLast && surelyTakePages(tokens, type, { frame, lineHeight })) continue;
    const { tiles, lines } = layOutTiles(context, tokens, {
      type,
      empty: words.empty,
      maxLines: linesPerPage({ frame, lineHeight }) * (isLast ? MAX_PAGES : 1),
    });
    if (!isLast && lines.reduce((sum, line) => sum + line.length, 0) < tokens.length) continue;

    const page = pageStrip(lines, { page: wanted, total: tokens.length, frame, lineHeight, words });
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
  throw new Error('The last size takes a text of any length.');
}

function layOutTiles(
  context: SKRSContext2D,
  tokens: ProbabilityStrip['tokens'],
  { maxLines, ...options }: { readonly type: number; readonly empty: string; readonly maxLines: number },
): { tiles: ProbabilityTile[]; lines: PlacedItem[][] } {
  const tiles: ProbabilityTile[] = [];
  function* items() {
    for (const token of tokens) {
      const tile = layOutProbabilityTile(context, token, options);
      tiles.push(tile);
      yield { width: tile.width, breakAfter: token.breakAfter ?? false, group: undefined };
    }
  }
  const lines = flowLines(items(), { width: size.width - 2 * size.padding, gap: TILE_GAP, maxLines });
  return { tiles, lines };
}
