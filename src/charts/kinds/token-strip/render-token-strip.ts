import { createCanvas } from '@napi-rs/canvas';
import { createCard } from '../../paint/card.js';
import type { Area } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { size } from '../../paint/theme.js';
import { fitStrip } from '../../strip/fit-strip.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { bracketKind, drawBrackets } from './group-brackets.js';
import type { TokenStrip } from './token-strip.js';
import { drawTokenTile, layOutTokenTile, type StripSizes, sizesAt } from './token-tile.js';

/** A short text is drawn larger, a long one smaller, so that more of it is seen at once. */
const SCALES = [1.7, 1.4, 1.2, 1, 0.9];

/** Draws a text as coloured tokens that wrap, a caption under each. */
export function renderTokenStrip(picture: TokenStrip, options: RenderOptions): RenderedPage {
  const { tokens, title, subtitle, total = tokens.length } = picture;
  const { page: wanted, theme, words } = options;
  const context = createCanvas(1, 1).getContext('2d');
  const brackets = bracketKind(picture);
  const hasCaptions = tokens.some(({ caption }) => caption);
  const bracketsIn = (sizes: StripSizes) => (brackets ? sizes[brackets] : 0);
  const {
    size: scale,
    heading,
    lineHeight,
    frame,
    tiles,
    page,
  } = fitStrip(context, tokens, SCALES, {
    titles: { title, subtitle },
    page: wanted,
    total,
    words,
    at(scale) {
      const sizes = sizesAt(scale);
      return {
        type: sizes.label,
        tileGap: sizes.tileGap,
        lineHeight: sizes.tile + (hasCaptions ? sizes.caption : 0) + sizes.lineGap + bracketsIn(sizes),
        frame: (above) => above + size.padding - sizes.lineGap,
        tile: (token) => layOutTokenTile(context, token, { sizes, empty: words.empty }),
      };
    },
  });
  const sizes = sizesAt(scale);
  const bracketRoom = bracketsIn(sizes);
  const card = createCard(heading, { height: page.height, theme, aside: page.aside });
  const areas: Area[] = [];
  if (tiles.length === 0) drawEmptyNote(card, words.tokenStrip.nothing);
  // What the lowest card leaves over goes half above the lines, half below.
  const spare = page.place.pages === 1 ? Math.round((page.height - frame - page.lines.length * lineHeight) / 2) : 0;
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
