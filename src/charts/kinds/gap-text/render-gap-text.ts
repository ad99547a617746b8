import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { checkCount } from '../../../domain/check-figure.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import { lastLines, type TextPiece, wrapText } from '../../text/text-lines.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { type GapText, shownEnd } from './gap-text.js';

const MAX_LINES = 4;
const LINE = 66;
const GAP_WIDTH = 150;
const GAP_HEIGHT = 56;
const BETWEEN = 18;
const DOTS = 92;
const DOT = 15;
const DOT_PITCH = 40;
/** More people are told by their number only. */
const MAX_DOTS = 12;
const BOTTOM = 24;

const textStyle = { family: 'sans', size: 48 } as const;

/**
 * Draws the end of a text in large letters, an empty box behind it, and a dot for each person who has guessed.
 *
 * @throws RangeError when the number of people is not a possible one
 */
export function renderGapText(picture: GapText, { page, theme, words }: RenderOptions): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const heading = layOutHeading(context, picture, () => picture.texts.length <= 1);
  const { place, aside } = pageRows(picture.texts.length, { fitting: 1, page, words });
  const shown = picture.texts[place.from];
  if (shown === undefined) {
    const card = createCard(heading, { height: size.minHeight, theme, aside });
    drawEmptyNote(card, words.textRows.nothing);
    return { ...place, card, areas: [] };
  }
  const lines = gapLines(context, shown.label);
  const height = Math.max(size.minHeight, heading.height + lines.length * LINE + DOTS + BOTTOM);
  const card = createCard(heading, { height, theme, aside });
  const spare = height - heading.height - lines.length * LINE - DOTS - BOTTOM;
  const area = {
    left: size.padding,
    top: heading.height,
    width: size.width - 2 * size.padding,
    height: height - heading.height - BOTTOM,
  };
  drawText(card, lines, heading.height + spare / 2);
  drawPeople(card, shown, height - BOTTOM - DOTS / 2);
  return { ...place, card, areas: [area] };
}

/** The last lines of the text; the gap has room behind the last one. */
function gapLines(context: SKRSContext2D, text: string): TextPiece[][] {
  const width = size.width - 2 * size.padding - BETWEEN;
  const wrapped = wrapText(context, shownEnd(text).trimEnd(), textStyle, width);
  const [last] = wrapped.slice(-1);
  const lines = last !== undefined && endOf(last) + BETWEEN + GAP_WIDTH > width ? [...wrapped, []] : wrapped;
  return lastLines(context, lines, MAX_LINES, textStyle);
}

function endOf(line: readonly TextPiece[]): number {
  const last = line.at(-1);
  return last === undefined ? 0 : last.x + last.label.width;
}

function drawText({ context, theme }: Card, lines: readonly (readonly TextPiece[])[], top: number): void {
  for (const [at, line] of lines.entries()) {
    const baseline = top + at * LINE + 50;
    drawInside(context, { left: 0, top: top + at * LINE, width: size.width, height: LINE }, () => {
      for (const { label, x } of line) {
        drawLabel(context, label, size.padding + x, baseline, { ink: theme.ink, dim: theme.muted });
      }
    });
  }
  const last = lines.at(-1) ?? [];
  const left = size.padding + (last.length === 0 ? 0 : endOf(last) + BETWEEN);
  const boxTop = top + (lines.length - 1) * LINE + (LINE - GAP_HEIGHT) / 2;
  context.beginPath();
  context.roundRect(left + 2, boxTop + 2, GAP_WIDTH - 4, GAP_HEIGHT - 4, 10);
  context.fillStyle = theme.track;
  context.fill();
  context.strokeStyle = theme.bar;
  context.lineWidth = 4;
  context.setLineDash([12, 8]);
  context.stroke();
  context.setLineDash([]);
  const mark = layOutLabel(context, '?', { family: 'sans', size: 40, bold: true }, GAP_WIDTH);
  const inks = { ink: theme.bar, dim: theme.bar };
  drawLabel(context, mark, left + (GAP_WIDTH - mark.width) / 2, boxTop + GAP_HEIGHT / 2 + 14, inks);
}

function drawPeople({ context, theme }: Card, { people, note }: GapText['texts'][number], y: number): void {
  const dots = Math.min(MAX_DOTS, Math.floor(checkCount(people)));
  for (let at = 0; at < dots; at++) {
    context.beginPath();
    context.arc(size.padding + DOT + at * DOT_PITCH, y, DOT, 0, 2 * Math.PI);
    context.fillStyle = theme.bar;
    context.fill();
  }
  const left = size.padding + (dots === 0 ? 0 : dots * DOT_PITCH + 8);
  const label = layOutLabel(
    context,
    note,
    { family: 'sans', size: size.label },
    size.width - size.padding - left,
    'start',
  );
  drawInside(context, { left: 0, top: y - 40, width: size.width, height: 80 }, () =>
    drawLabel(context, label, left, y + size.label * 0.36, { ink: theme.muted, dim: theme.muted }),
  );
}
