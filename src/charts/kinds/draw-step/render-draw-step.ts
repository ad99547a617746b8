import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { drawBarPage } from '../../bars/bar-page.js';
import { probabilityRow } from '../../bars/probability-row.js';
import { pageRows } from '../../bars/row-pages.js';
import type { Card } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { dimmedInk, readableInk } from '../../paint/colour.js';
import { headingBeside } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import { lastLines, type TextPiece, wrapText } from '../../text/text-lines.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { DrawStep } from './draw-step.js';

/** Six tokens and the hidden mass, as many in every step, so that an animation keeps its bars in their places. */
const BARS_PER_PAGE = 7;
const MAX_LINES = 2;
const LINE_HEIGHT = 52;
/** From the panel's edge to the text. */
const PANEL_INSET = 16;
const PANEL_HEIGHT = MAX_LINES * LINE_HEIGHT + 12;
const TEXT_HEIGHT = PANEL_HEIGHT + 14;
const MAX_TOKEN = 480;
const INSET = 8;
const textStyle = { family: 'mono', size: size.label } as const;
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
  const beside = aside ? `${progress} · ${aside}` : progress;
  const context = createCanvas(1, 1).getContext('2d');
  const text = layOutText(context, picture, words.empty);
  const heading = headingBeside(context, { title }, beside);
  // Piled-up marks reach no further.
  const textArea = {
    left: size.padding,
    top: heading.height,
    width: size.width - 2 * size.padding,
    height: TEXT_HEIGHT,
  };
  const drawn = drawBarPage(
    {
      heading,
      aside: beside,
      lead: {
        height: TEXT_HEIGHT,
        draw: (card) => drawInside(card.context, textArea, () => drawText(card, text, heading.height)),
      },
      rows: rows.slice(place.from, place.from + place.count),
      slots: BARS_PER_PAGE,
      usualHeight: options.usualHeight,
      steady: true,
      track: true,
      empty: words.candidates.nothing,
    },
    theme,
  );
  return { ...place, ...drawn };
}

function layOutText(context: SKRSContext2D, { text, token }: DrawStep, empty: string): TextPiece[][] {
  const room = size.width - 2 * (size.padding + PANEL_INSET);
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

function drawText(card: Card, lines: readonly (readonly TextPiece[])[], top: number): void {
  const { context, theme } = card;
  context.beginPath();
  context.roundRect(size.padding, top, size.width - 2 * size.padding, PANEL_HEIGHT, 8);
  context.fillStyle = theme.track;
  context.fill();
  for (const [row, line] of lines.entries()) {
    const y = top + row * LINE_HEIGHT + 43;
    for (const { label, x, isNewest } of line) {
      const left = size.padding + PANEL_INSET + x;
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
  context.roundRect(tile.left + 1.5, tile.y - 34, tile.width - 3, 47, 6);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.stroke();
}
