import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { drawBarPage } from '../../bars/bar-page.js';
import { probabilityRow } from '../../bars/probability-row.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, headingHeight } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { dimmedInk, readableInk } from '../../paint/colour.js';
import { size } from '../../paint/theme.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { DrawStep } from './draw-step.js';
import { lastLines, type TextPiece, wrapText } from './text-lines.js';

/** Six tokens and the hidden mass, as many in every step, so that an animation keeps its bars in their places. */
const BARS_PER_PAGE = 7;
const MAX_LINES = 3;
const LINE_HEIGHT = 46;
const TEXT_HEIGHT = MAX_LINES * LINE_HEIGHT + 12;
const MAX_TOKEN = 420;
const INSET = 6;
const textStyle = { family: 'mono', size: size.label } as const;
/** Piled-up marks reach no further. */
const textArea = {
  left: size.padding,
  top: headingHeight({}),
  width: size.width - 2 * size.padding,
  height: TEXT_HEIGHT,
};

/**
 * Draws one step of a reply: the end of the text with its newest token on a tile, over the bars it was drawn from.
 *
 * @throws RangeError when a probability is not a possible one, or the step is not one of the steps
 */
export function renderDrawStep(picture: DrawStep, options: RenderOptions): RenderedPage {
  const { step, steps, title, bars } = picture;
  if (!(Number.isInteger(step) && step >= 1 && step <= steps)) {
    throw new RangeError(`A step is a number from 1 to ${steps}, not ${step}.`);
  }
  const { page, theme, words } = options;
  const rows = bars.map((bar) => probabilityRow(bar, options));
  const { place, aside } = pageRows(rows.length, { fitting: BARS_PER_PAGE, page, words });
  const progress = words.drawStep.progress(step, steps);
  const text = layOutText(createCanvas(1, 1).getContext('2d'), picture, words.empty);
  const card = drawBarPage(
    {
      title,
      aside: aside ? `${progress} · ${aside}` : progress,
      lead: {
        height: TEXT_HEIGHT,
        draw: (on) => drawInside(on.context, textArea, () => drawText(on, text)),
      },
      rows: rows.slice(place.from, place.from + place.count),
      slots: BARS_PER_PAGE,
      steady: true,
      track: true,
      empty: words.candidates.nothing,
    },
    theme,
  );
  return { ...place, card };
}

function layOutText(context: SKRSContext2D, { text, token }: DrawStep, empty: string): TextPiece[][] {
  const room = size.width - 2 * size.padding;
  const pieces = wrapText(context, text, textStyle, room);
  if (token !== undefined) {
    const label = layOutLabel(context, token || empty, { ...textStyle, bold: true }, MAX_TOKEN);
    const width = label.width + 2 * INSET;
    const last = pieces.at(-1)?.at(-1);
    const x = last ? last.x + last.label.width + 4 : 0;
    const piece = { label, isNewest: true };
    if (x + width <= room) (pieces.at(-1) ?? pieces[pieces.push([]) - 1])?.push({ ...piece, x });
    else pieces.push([{ ...piece, x: 0 }]);
  }
  return lastLines(context, pieces, MAX_LINES, textStyle);
}

function drawText(card: Card, lines: readonly (readonly TextPiece[])[]): void {
  const { context, theme } = card;
  for (const [row, line] of lines.entries()) {
    const y = headingHeight({}) + row * LINE_HEIGHT + 32;
    for (const { label, x, isNewest } of line) {
      const left = size.padding + x;
      if (isNewest) drawTile(card, { left, y, width: label.width + 2 * INSET });
      const ink = isNewest ? readableInk(theme.tokens[0].fill, theme.inks) : theme.ink;
      const dim = isNewest ? dimmedInk(ink, theme.tokens[0].fill) : theme.muted;
      drawLabel(context, label, isNewest ? left + INSET : left, y, { ink, dim });
    }
  }
}

/** A ground and an edge that no other token has, so that the newest stands out without its colour too. */
function drawTile({ context, theme }: Card, tile: { left: number; y: number; width: number }): void {
  const { fill } = theme.tokens[0];
  context.beginPath();
  context.roundRect(tile.left + 1.5, tile.y - 29, tile.width - 3, 40, 5);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.stroke();
}
