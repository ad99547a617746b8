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
import { bracketKind, drawBrackets } from './group-brackets.js';
import type { TokenStrip } from './token-strip.js';
import { drawTokenTile, layOutTokenTile, type StripSizes, sizesAt, type TokenTile } from './token-tile.js';

/** A short text is drawn larger, if it then fits in so many lines. */
const SCALES = [1.7, 1.4, 1.2, 1];
/** A long one smaller, so that more of it is seen at once. */
const LEAST_SCALE = 0.9;

/** Draws a text as coloured tokens that wrap, a caption under each. */
export function renderTokenStrip(picture: TokenStrip, options: RenderOptions): RenderedPage {
  const { tokens, title, subtitle, total = tokens.length } = picture;
  const { page: wanted, theme, words } = options;
  const context = createCanvas(1, 1).getContext('2d');
  const brackets = bracketKind(picture);
  const hasCaptions = tokens.some(({ caption }) => caption);
  for (const scale of [...SCALES, LEAST_SCALE]) {
    const sizes = sizesAt(scale);
    const bracketRoom = brackets ? sizes[brackets] : 0;
    const isLast = scale === LEAST_SCALE;
    // Only the least has further pages.
    const heading = layOutHeading(context, { title, subtitle }, () => !isLast);
    const lineHeight = sizes.tile + (hasCaptions ? sizes.caption : 0) + sizes.lineGap + bracketRoom;
    const frame = heading.height + size.padding - sizes.lineGap;
    if (!isLast && surelyTakePages(tokens, sizes.label, { frame, lineHeight })) continue;
    const { tiles, lines } = layOutTiles(context, tokens, {
      sizes,
      empty: words.empty,
      maxLines: linesPerPage({ frame, lineHeight }) * (isLast ? MAX_PAGES : 1),
    });
    const placed = lines.reduce((sum, line) => sum + line.length, 0);
    if (placed < tokens.length && !isLast) continue;

    const page = pageStrip(lines, { page: wanted, total, frame, lineHeight, words });
    const card = createCard(heading, { height: page.height, theme, aside: page.aside });
    const areas: Area[] = [];
    if (placed === 0) drawEmptyNote(card, words.tokenStrip.nothing);
    // What the lowest card leaves over goes half above the lines, half below.
    const spare = page.place.pages === 1 ? Math.round((page.height - frame - lines.length * lineHeight) / 2) : 0;
    for (const [row, line] of page.lines.entries()) {
      const bottom = heading.height + spare + row * lineHeight + bracketRoom;
      for (const { index, x } of line) {
        const tile = tiles[index];
        if (!tile) continue;
        const left = size.padding + x;
        drawTokenTile(card, tile, { index, left, top: bottom, sizes });
        areas.push({ left, top: bottom, width: tile.width, height: lineHeight - bracketRoom - sizes.lineGap });
      }
      drawBrackets(card, line, picture, { bottom, height: bracketRoom, type: sizes.name });
    }
    return { ...page.place, card, areas };
  }
  throw new Error('The last scale takes a text of any length.');
}

function layOutTiles(
  context: SKRSContext2D,
  tokens: TokenStrip['tokens'],
  { maxLines, ...options }: { readonly sizes: StripSizes; readonly empty: string; readonly maxLines: number },
): { tiles: TokenTile[]; lines: PlacedItem[][] } {
  const tiles: TokenTile[] = [];
  function* items() {
    for (const token of tokens) {
      const tile = layOutTokenTile(context, token, options);
      tiles.push(tile);
      yield { width: tile.width, breakAfter: token.breakAfter ?? false, group: token.group };
    }
  }
  const lines = flowLines(items(), {
    width: size.width - 2 * size.padding,
    gap: options.sizes.tileGap,
    maxLines,
  });
  return { tiles, lines };
}
