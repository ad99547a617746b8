import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { MAX_PAGES } from '../../pages.js';
import { createCard, headingHeight } from '../../paint/card.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { size } from '../../paint/theme.js';
import { linesPerPage, pageStrip } from '../../strip/strip-pages.js';
import { flowLines, type PlacedItem } from '../../strip/token-flow.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { bracketKind, drawBrackets } from './group-brackets.js';
import type { TokenStrip } from './token-strip.js';
import { drawTokenTile, layOutTokenTile, type StripSizes, sizesAt, type TokenTile } from './token-tile.js';

/** A short text is drawn larger, if it then fits in so many lines. */
const SCALES = [
  { scale: 1.75, maxLines: 1 },
  { scale: 1.4, maxLines: 2 },
  { scale: 1.2, maxLines: 3 },
  { scale: 1, maxLines: Number.POSITIVE_INFINITY },
];

/** Draws a text as coloured tokens that wrap, a caption under each. */
export function renderTokenStrip(picture: TokenStrip, options: RenderOptions): RenderedPage {
  const { tokens, title, subtitle, total = tokens.length } = picture;
  const { page: wanted, theme, words } = options;
  const measuring = createCanvas(1, 1).getContext('2d');
  const brackets = bracketKind(picture);
  for (const { scale, maxLines } of SCALES) {
    const sizes = sizesAt(scale);
    const bracketRoom = brackets ? sizes[brackets] : 0;
    const lineHeight = sizes.tile + sizes.caption + sizes.lineGap + bracketRoom;
    const frame = headingHeight({ subtitle }) + size.padding - sizes.lineGap;
    const { tiles, lines } = layOutTiles(measuring, tokens, {
      sizes,
      empty: words.empty,
      maxLines: Math.min(linesPerPage({ frame, lineHeight }) * MAX_PAGES, maxLines),
    });
    const placed = lines.reduce((sum, line) => sum + line.length, 0);
    if (placed < tokens.length && scale > 1) continue;

    const page = pageStrip(lines, { page: wanted, total, frame, lineHeight, words });
    const card = createCard({ title, subtitle, aside: page.aside }, page.height, theme);
    if (placed === 0) drawEmptyNote(card, words.tokenStrip.nothing);
    // What the lowest card leaves over goes half above the lines, half below.
    const spare = page.place.pages === 1 ? Math.round((page.height - frame - lines.length * lineHeight) / 2) : 0;
    for (const [row, line] of page.lines.entries()) {
      const bottom = headingHeight({ subtitle }) + spare + row * lineHeight + bracketRoom;
      for (const { index, x } of line) {
        const tile = tiles[index];
        if (tile) drawTokenTile(card, tile, { index, left: size.padding + x, top: bottom, sizes });
      }
      drawBrackets(card, line, picture, { bottom, height: bracketRoom, type: sizes.name });
    }
    return { ...page.place, card };
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
