import type { SKRSContext2D } from '@napi-rs/canvas';
import { checkCount } from '../../domain/check-figure.js';
import type { ChartWords } from '../../words/pictures.js';
import type { Card } from '../paint/card.js';
import { type Area, drawInside } from '../paint/clipped.js';
import { drawTick } from '../paint/marks.js';
import { size } from '../paint/theme.js';
import { drawLabel, type Label, type LabelStyle, layOutLabel } from '../text/label.js';
import { twoLines } from '../text/two-lines.js';
import { MAX_ROOM_OPTIONS, type RoomShares } from './room-strip.js';
import type { StripBody, StripRegion } from './strip-body.js';

type Option = RoomShares['options'][number];

/** Between two answers, and from the edge of one to what is in it. */
const GAP = 12;
const INSET = 10;
/** Of a line of a label, of the figures below it, and of the bar. */
const LINE = 34;
const FIGURES = 35;
const BAR = 14;
/** More answers stand in two rows where their labels have no room in one. */
const IN_ONE_ROW = 3;
/** Of the tick, and what is between it and its word. */
const TICK = 26;
const TICK_GAP = 6;

/**
 * Lays out the answers side by side, each with a bar for its people; what is right has an outline, a tick and the word.
 *
 * @throws RangeError when a count is not a possible one
 */
export function layOutShares(context: SKRSContext2D, room: RoomShares, words: ChartWords): StripBody {
  const options = shownOf(room.options);
  const widthOfText = (text: string, isBold: boolean) =>
    layOutLabel(context, text, styleOf(isBold), Number.POSITIVE_INFINITY).width;
  const markOf = ({ isRight }: Option) => (isRight ? GAP + TICK + TICK_GAP + widthOfText(words.room.isRight, true) : 0);
  const fits = (inside: number, figures: (people: number) => string) =>
    options.every((option) => widthOfText(figures(option.people), true) + markOf(option) <= inside);
  const isWide = (columns: number) => {
    const inside = widthOf(columns) - 2 * INSET;
    const labels = options.map(({ label, isRight }) => widthOfText(label, isRight));
    return Math.max(0, ...labels) <= inside && fits(inside, words.room.count);
  };
  const needsRows = options.length > IN_ONE_ROW && !isWide(options.length);
  const columns = needsRows ? Math.ceil(options.length / 2) : options.length;
  const width = widthOf(columns);
  const inside = width - 2 * INSET;
  const figures = fits(inside, words.room.people) ? words.room.people : words.room.count;
  const cells = options.map((option): Cell => {
    const style = styleOf(option.isRight);
    return {
      option,
      label: twoLines(context, option.label || words.empty, style, inside),
      figures: layOutLabel(context, figures(option.people), styleOf(true), inside),
      mark: option.isRight ? layOutLabel(context, words.room.isRight, style, inside) : undefined,
    };
  });
  const lines = Math.max(1, ...cells.map(({ label }) => label.length));
  const height = INSET + lines * LINE + FIGURES + BAR + INSET;
  const rows = Math.ceil(options.length / Math.max(1, columns));
  return {
    height: rows * (height + GAP) - GAP,
    draw: (card, top) =>
      cells.map((cell, at): StripRegion => {
        const left = size.padding + (at % columns) * (width + GAP);
        const area = { left, top: top + Math.floor(at / columns) * (height + GAP), width, height };
        const all = checkCount(room.people);
        drawCell(card, cell, area, all === 0 ? 0 : Math.min(1, checkCount(cell.option.people) / all));
        return {
          area,
          label: cell.option.label,
          text: words.room.alt.option(cell.option.people, all, cell.option.isRight),
        };
      }),
  };
}

/** As many as have room, in their order: what is right, and what most people chose. */
function shownOf(options: readonly Option[]): readonly Option[] {
  const first = options.toSorted(
    (one, other) => Number(other.isRight) - Number(one.isRight) || other.people - one.people,
  );
  const shown = new Set(first.slice(0, MAX_ROOM_OPTIONS));
  return options.filter((option) => shown.has(option));
}

interface Cell {
  readonly option: Option;
  /** In one line or two. */
  readonly label: readonly Label[];
  readonly figures: Label;
  /** The word at the tick. */
  readonly mark: Label | undefined;
}

function widthOf(columns: number): number {
  return (size.width - 2 * size.padding - GAP * (columns - 1)) / Math.max(1, columns);
}

function styleOf(isBold: boolean): LabelStyle {
  return { family: 'sans', size: size.small, bold: isBold };
}

function drawCell(card: Card, { option, label, figures, mark }: Cell, area: Area, share: number): void {
  const { context, theme } = card;
  const left = area.left + INSET;
  const width = area.width - 2 * INSET;
  const bar = area.top + area.height - INSET - BAR;
  const inks = { ink: theme.ink, dim: theme.muted };
  context.fillStyle = theme.track;
  context.fillRect(area.left, area.top, area.width, area.height);
  drawInside(context, area, () => {
    for (const [at, line] of label.entries()) drawLabel(context, line, left, area.top + INSET + 25 + at * LINE, inks);
    const baseline = bar - 12;
    drawLabel(context, figures, left, baseline, inks);
    if (mark === undefined) return;
    const x = area.left + area.width - INSET - mark.width;
    drawTick(card, x - TICK - TICK_GAP, baseline);
    drawLabel(context, mark, x, baseline, inks);
  });
  context.fillStyle = theme.cutTrack;
  context.fillRect(left, bar + BAR - 3, width, 3);
  context.fillStyle = option.isRight ? theme.bar : theme.quietBar;
  if (share > 0) context.fillRect(left, bar, Math.max(3, share * width), BAR);
  if (!option.isRight) return;
  context.strokeStyle = theme.ink;
  context.lineWidth = 4;
  context.strokeRect(area.left + 2, area.top + 2, area.width - 4, area.height - 4);
}
