import type { SKRSContext2D } from '@napi-rs/canvas';
import { drawInside } from '../../paint/clipped.js';
import { size, type Theme } from '../../paint/theme.js';
import type { BarColumns } from '../../picture.js';
import { drawLabel, type Label, type LabelStyle, layOutLabel } from '../../text/label.js';

/** What stands over the columns, ready to draw. */
export interface ColumnHeads {
  readonly titles: readonly Label[];
  /** Up to two lines each. */
  readonly captions: readonly (readonly Label[])[];
  readonly height: number;
}

const lineHeight = 31;

/** Readies the titles, all in one size, and the captions, which wrap once. */
export function layOutHeads(context: SKRSContext2D, { columns }: BarColumns, width: number): ColumnHeads {
  const titles = (pixels: number, room: number) =>
    columns.map(({ title }) => layOutLabel(context, title, { family: 'sans', size: pixels, bold: true }, room));
  const large = titles(size.label, Number.POSITIVE_INFINITY);
  const captions = columns.map(({ caption }) => (caption ? wrapOnce(context, caption, width) : []));
  return {
    titles: large.every((title) => title.width <= width) ? large : titles(size.small, width),
    captions,
    height: 38 + lineHeight * Math.max(0, ...captions.map((lines) => lines.length)),
  };
}

/** Draws the title and the caption of one column, whose left end is given. */
export function drawHead(
  context: SKRSContext2D,
  heads: ColumnHeads,
  column: number,
  place: { readonly left: number; readonly top: number; readonly width: number },
  theme: Theme,
): void {
  const { left, top, width } = place;
  const lines = [heads.titles[column], ...(heads.captions[column] ?? [])];
  drawInside(context, { left, top: top - 10, width, height: heads.height + 8 }, () => {
    for (const [line, label] of lines.entries()) {
      const ink = line === 0 ? theme.ink : theme.muted;
      if (label) drawLabel(context, label, left, top + 18 + line * lineHeight, { ink, dim: theme.muted });
    }
  });
}

function wrapOnce(context: SKRSContext2D, caption: string, width: number): Label[] {
  const style: LabelStyle = { family: 'sans', size: size.small };
  const lay = (text: string, room = Number.POSITIVE_INFINITY) => layOutLabel(context, text, style, room);
  if (lay(caption).width <= width) return [lay(caption)];
  const words = caption.slice(0, longestCaption).split(' ');
  let taken = 1;
  while (taken < words.length && lay(words.slice(0, taken + 1).join(' ')).width <= width) taken += 1;
  // What belongs together stays together: `top-k 8,` and `top-p 0.9`.
  const pause = words.slice(0, taken).findLastIndex((word) => word === '·' || word.endsWith(','));
  if (pause >= 0) taken = pause + 1;
  const first = words.slice(0, taken).join(' ');
  const second = words.slice(taken).join(' ');
  return second === '' ? [lay(first, width)] : [lay(first, width), lay(second, width)];
}

/** More never fits in two lines, and each word measures text. */
const longestCaption = 120;
