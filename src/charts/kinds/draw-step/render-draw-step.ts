import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { formatCount } from '../../../words/format.js';
import { renderBarPage } from '../../bars/bar-page.js';
import { pageRows } from '../../bars/row-pages.js';
import { headingHeight } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { dimmedInk, readableInk } from '../../paint/colour.js';
import { size, type Theme } from '../../paint/theme.js';
import type { DrawnPicture, DrawStep } from '../../picture.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import { toRow } from '../probability-bars/render-probability-bars.js';
import { lastLines, type TextPiece, wrapText } from './text-lines.js';

/** Six tokens and the hidden mass, as many in every step, so that an animation keeps its bars in their places. */
const barsPerPage = 7;
const mostLines = 3;
const lineHeight = 46;
const textHeight = mostLines * lineHeight + 12;
const widestToken = 420;
const textStyle = { family: 'mono', size: size.label } as const;
const inset = 6;
/** Piled-up marks reach no further. */
const textArea = {
  left: size.padding,
  top: headingHeight({}),
  width: size.width - 2 * size.padding,
  height: textHeight,
};

/**
 * Draws one step of a reply: the end of the text with its newest token on a tile, over the bars it was drawn from, on at
 * most `maxPages` pages.
 *
 * @throws RangeError when a probability is not a possible one, or the step is not one of the steps
 */
export function renderDrawStep(picture: DrawStep, maxPages: number, theme: Theme): DrawnPicture {
  const { step, steps, title, bars } = picture;
  if (!(Number.isInteger(step) && step >= 1 && step <= steps)) {
    throw new RangeError(`A step is a number from 1 to ${steps}, not ${step}.`);
  }
  const rows = bars.map((bar) => toRow(bar, theme));
  const { pages, shown } = pageRows(rows.length, barsPerPage, maxPages);
  const place = `step ${formatCount(step)} of ${formatCount(steps)}`;
  const text = layOutText(createCanvas(1, 1).getContext('2d'), picture);
  return {
    pages: pages.map(({ from, count, aside }) =>
      renderBarPage(
        {
          title,
          aside: aside ? `${place} · ${aside}` : place,
          lead: {
            height: textHeight,
            draw: (context) => drawInside(context, textArea, () => drawText(context, text, theme)),
          },
          rows: rows.slice(from, from + count),
          slots: barsPerPage,
          steady: true,
          track: true,
          empty: 'No token to show.',
        },
        theme,
      ),
    ),
    shown,
    perPage: pages.map(({ count }) => count),
  };
}

function layOutText(context: SKRSContext2D, { text, token }: DrawStep): TextPiece[][] {
  const room = size.width - 2 * size.padding;
  const pieces = wrapText(context, text, textStyle, room);
  if (token !== undefined) {
    const label = layOutLabel(context, token === '' ? '(empty)' : token, { ...textStyle, bold: true }, widestToken);
    const width = label.width + 2 * inset;
    const last = pieces.at(-1)?.at(-1);
    const x = last ? last.x + last.label.width + 4 : 0;
    const piece = { label, isNewest: true };
    if (x + width <= room) (pieces.at(-1) ?? pieces[pieces.push([]) - 1])?.push({ ...piece, x });
    else pieces.push([{ ...piece, x: 0 }]);
  }
  return lastLines(context, pieces, mostLines, textStyle);
}

function drawText(context: SKRSContext2D, lines: readonly (readonly TextPiece[])[], theme: Theme): void {
  for (const [row, line] of lines.entries()) {
    const y = headingHeight({}) + row * lineHeight + 32;
    for (const { label, x, isNewest } of line) {
      const left = size.padding + x;
      if (isNewest) drawTile(context, left, y, label.width + 2 * inset, theme);
      const ink = isNewest ? readableInk(theme.tokens[0].fill, theme.inks) : theme.ink;
      const dim = isNewest ? dimmedInk(ink, theme.tokens[0].fill) : theme.muted;
      drawLabel(context, label, isNewest ? left + inset : left, y, { ink, dim });
    }
  }
}

/** A ground and an edge that no other token has, so that the newest stands out without its colour too. */
function drawTile(context: SKRSContext2D, left: number, y: number, width: number, theme: Theme): void {
  const { fill } = theme.tokens[0];
  context.beginPath();
  context.roundRect(left + 1.5, y - 29, width - 3, 40, 5);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.stroke();
}
