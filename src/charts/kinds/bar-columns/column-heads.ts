import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Card } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { size } from '../../paint/theme.js';
import { drawLabel, type Label, type LabelStyle, layOutLabel } from '../../text/label.js';
import type { BarColumns } from './bar-columns.js';

/** What stands over the columns, ready to draw. */
export interface ColumnHeads {
  readonly titles: readonly Label[];
  /** Up to two lines each. */
  readonly captions: readonly (readonly Label[])[];
  readonly height: number;
}

/** Pixels from line to line. */
const LINE_HEIGHT = 31;

/** More never fits in two lines, and each word measures text. */
const MAX_CAPTION = 120;

/** Readies the titles, all in one size, and the captions, which wrap once. */
export function layOutHeads(context: SKRSContext2D, { columns }: BarColumns, width: number): ColumnHeads {
  const titles = (pixels: number, room: number) =>
    columns.map(({ title }) => layOutLabel(context, title, { family: 'sans', size: pixels, bold: true }, room));
  const large = titles(size.label, Number.POSITIVE_INFINITY);
  const captions = columns.map(({ caption }) => (caption ? wrapOnce(context, caption, width) : []));
  return {
    titles: large.every((title) => title.width <= width) ? large : titles(size.small, width),
    captions,
    height: 38 + LINE_HEIGHT * Math.max(0, ...captions.map((lines) => lines.length)),
  };
}

/** Draws the title and the caption of one column, from its left end on. */
export function drawHead(
  { context, theme }: Card,
  heads: ColumnHeads,
  column: { readonly index: number; readonly left: number; readonly top: number; readonly width: number },
): void {
  const { index, left, top, width } = column;
  const lines = [heads.titles[index], ...(heads.captions[index] ?? [])];
  drawInside(context, { left, top: top - 10, width, height: heads.height + 8 }, () => {
    for (const [line, label] of lines.entries()) {
      const ink = line === 0 ? theme.ink : theme.muted;
      if (label) drawLabel(context, label, left, top + 18 + line * LINE_HEIGHT, { ink, dim: theme.muted });
    }
  });
}

function wrapOnce(context: SKRSContext2D, caption: string, width: number): Label[] {
  const style: LabelStyle = { family: 'sans', size: size.small };
  const lay = (text: string, room = Number.POSITIVE_INFINITY) => layOutLabel(context, text, style, room);
  if (lay(caption).width <= width) return [lay(caption)];
  const words = caption.slice(0, MAX_CAPTION).split(' ');
  let taken = 1;
  while (taken < words.length && lay(words.slice(0, taken + 1).join(' ')).width <= width) taken += 1;
  // What belongs together stays together: `top-k 8,` and `top-p 0.9`.
  const pause = words.slice(0, taken).findLastIndex((word) => word === '·' || word.endsWith(','));
  if (pause >= 0) taken = pause + 1;
  const first = words.slice(0, taken).join(' ');
  const second = words.slice(taken).join(' ');
  return second === '' ? [lay(first, width)] : [lay(first, width), lay(second, width)];
}
