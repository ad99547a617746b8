import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Card } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { size } from '../../paint/theme.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import type { BarColumns } from './bar-columns.js';

/** What stands over the columns, ready to draw. */
export interface ColumnHeads {
  readonly titles: readonly Label[];
  /** One line each, shortened where it is too long. */
  readonly captions: readonly (Label | undefined)[];
  readonly height: number;
}

/** Pixels from line to line. */
const LINE_HEIGHT = 38;
const TITLE_HEIGHT = 44;

/** Pixels that the heads take. */
export function headsHeight({ columns }: BarColumns): number {
  return TITLE_HEIGHT + (columns.some(({ caption }) => caption) ? LINE_HEIGHT : 0);
}

/** Readies the titles, all in one size, and the captions. */
export function layOutHeads(context: SKRSContext2D, picture: BarColumns, width: number): ColumnHeads {
  const { columns } = picture;
  const titles = (pixels: number, room: number) =>
    columns.map(({ title }) => layOutLabel(context, title, { family: 'sans', size: pixels, bold: true }, room));
  const large = titles(size.label, Number.POSITIVE_INFINITY);
  const captions = columns.map(({ caption }) =>
    caption ? layOutLabel(context, caption, { family: 'sans', size: size.small }, width) : undefined,
  );
  return {
    titles: large.every((title) => title.width <= width) ? large : titles(size.small, width),
    captions,
    height: headsHeight(picture),
  };
}

/** Draws the title and the caption of one column, from its left end on. */
export function drawHead(
  { context, theme }: Card,
  heads: ColumnHeads,
  column: { readonly index: number; readonly left: number; readonly top: number; readonly width: number },
): void {
  const { index, left, top, width } = column;
  const lines = [heads.titles[index], heads.captions[index]];
  drawInside(context, { left, top: top - 10, width, height: heads.height + 8 }, () => {
    for (const [line, label] of lines.entries()) {
      const ink = line === 0 ? theme.ink : theme.muted;
      if (label) drawLabel(context, label, left, top + 24 + line * LINE_HEIGHT, { ink, dim: theme.muted });
    }
  });
}
