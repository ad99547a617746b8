import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { bothEnds } from '../../text/bounds.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import { firstLines, type TextPiece, wrapBehind } from '../../text/text-lines.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { shownStart, type TextRows } from './text-rows.js';

/** Left free at the end of a line: measured piece by piece, a line comes out some pixels shorter than it is drawn. */
const SLACK = 14;
const HEAD = 40;
const LINE = 38;
const GAP = 12;
const BOTTOM = 24;
/** A rule at the left end of each row, and from there to what is read. */
const RULE = 6;
const INSET = 24;
/** Of a row, what its note may take. */
const MAX_NOTE = 520;

const labelStyle = { family: 'sans', size: size.label, bold: true } as const;
const noteStyle = { family: 'sans', size: size.small } as const;
const textStyle = noteStyle;

/** A row ready to be drawn. */
interface LaidRow {
  readonly label: Label;
  readonly note: Label | undefined;
  readonly lines: readonly (readonly TextPiece[])[];
  readonly isEmpty: boolean;
}

/** Draws texts one below the other. Where not all of them have room, each keeps its beginning, and the longest give way. */
export function renderTextRows(picture: TextRows, options: RenderOptions): RenderedPage {
  const { page, theme, words } = options;
  const context = createCanvas(1, 1).getContext('2d');
  const total = picture.rows.length;
  const heading = layOutHeading(context, picture, (height) => total <= mostRows(height));
  const { place, aside } = pageRows(total, { fitting: mostRows(heading.height), page, words });
  const rows = picture.rows.slice(place.from, place.from + place.count);
  const room = size.maxHeight - heading.height - BOTTOM - rows.length * (HEAD + GAP) + GAP;
  const laid = layOutRows(context, rows, Math.floor(room / LINE), options);
  const heights = laid.map(({ lines }) => HEAD + lines.length * LINE);
  const content = heights.reduce((sum, height) => sum + height + GAP, -GAP);
  const height = Math.max(size.minHeight, heading.height + content + BOTTOM);
  const card = createCard(heading, { height, theme, aside });
  if (laid.length === 0) drawEmptyNote(card, words.textRows.nothing);
  let top = heading.height;
  const areas = laid.map((row, at): Area => {
    const high = heights[at] ?? HEAD;
    const area = { left: size.padding, top, width: size.width - 2 * size.padding, height: high };
    drawRow(card, row, area, theme.tokens[at % theme.tokens.length]?.edge ?? theme.line);
    top += high + GAP;
    return area;
  });
  return { ...place, card, areas };
}

/** Rows below a heading, with one line of text for each. */
function mostRows(heading: number): number {
  return Math.floor((size.maxHeight - heading - BOTTOM + GAP) / (HEAD + LINE + GAP));
}

/** @param room how many lines all texts have together */
function layOutRows(context: SKRSContext2D, rows: TextRows['rows'], room: number, { words }: RenderOptions): LaidRow[] {
  const width = size.width - 2 * size.padding - INSET;
  const whole = rows.map(({ label, note, before = '', text }) => {
    const isEmpty = text.trim() === '';
    const beside = note ? layOutLabel(context, note, noteStyle, MAX_NOTE, 'start') : undefined;
    const shown = isEmpty ? words.textRows.noText : shownStart(text);
    return {
      label: layOutLabel(context, label || words.empty, labelStyle, width - (beside ? beside.width + 2 * INSET : 0)),
      note: beside,
      lines: wrapBehind(context, [bothEnds(before), shown], textStyle, width - SLACK),
      isEmpty,
    };
  });
  const shares = shareOut(
    room,
    whole.map(({ lines }) => lines.length),
  );
  return whole.map((row, at) => {
    return { ...row, lines: firstLines(context, row.lines, shares[at] ?? 1, textStyle, width - SLACK) };
  });
}

/** Shares lines out so that the least any text gets is as much as can be: short texts leave theirs to the long ones. */
function shareOut(room: number, wanted: readonly number[]): number[] {
  const shares = wanted.map(() => 0);
  for (let left = room; left > 0; ) {
    const hungry = wanted.flatMap((most, at) => ((shares[at] ?? 0) < most ? [at] : []));
    if (hungry.length === 0) break;
    for (const at of hungry.slice(0, left)) {
      shares[at] = (shares[at] ?? 0) + 1;
      left -= 1;
    }
  }
  return shares.map((share) => Math.max(1, share));
}

function drawRow({ context, theme }: Card, { label, note, lines, isEmpty }: LaidRow, area: Area, rule: string): void {
  context.fillStyle = rule;
  context.fillRect(area.left, area.top + 4, RULE, area.height - 8);
  const left = area.left + INSET;
  const inks = { ink: theme.ink, dim: theme.muted };
  const quiet = { ink: theme.muted, dim: theme.muted };
  drawInside(context, area, () => {
    drawLabel(context, label, left, area.top + 32, inks);
    if (note) drawLabel(context, note, area.left + area.width - note.width, area.top + 32, quiet);
    for (const [at, line] of lines.entries()) {
      for (const piece of line) {
        const y = area.top + HEAD + at * LINE + 28;
        drawLabel(context, piece.label, left + piece.x, y, piece.isBefore || isEmpty ? quiet : inks);
      }
    }
  });
}
