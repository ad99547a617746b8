import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { ChartWords } from '../../../words/pictures.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { size } from '../../paint/theme.js';
import { bothEnds } from '../../text/bounds.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import { firstLines, wrapBehind } from '../../text/text-lines.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { type EndingStacks, endingLabel } from './ending-stacks.js';

const BOTTOM = 26;
/** Title and caption of a column. */
const HEAD = 88;
/** Between two columns, and between two rows. */
const GAP = 22;
const ROW_GAP = 8;
const INSET = 12;
/** A row of one line, and each further line. */
const ROW = 44;
const LINE = 36;
/** Lines that a row may have where its column has few of them. */
const MAX_LINES = 4;
/** Room for a count such as `20×` at the end of a row; what came once has none. */
const COUNT = 70;
/** Left free at the end of a line: measured piece by piece, a line comes out some pixels shorter than it is drawn. */
const SLACK = 8;

const textStyle = { family: 'sans', size: size.small } as const;
const boldStyle = { family: 'sans', size: size.small, bold: true } as const;
const titleStyle = { family: 'sans', size: size.label, bold: true } as const;

/** What stands where. */
interface Frame {
  readonly top: number;
  /** Of a column. */
  readonly width: number;
  /** Rows that a page has room for. */
  readonly slots: number;
  /** The first row of the page. */
  readonly from: number;
}

/** Draws stacks of texts: each row filled as far as its share of the column's texts. */
export function renderEndingStacks(picture: EndingStacks, { page, theme, words }: RenderOptions): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const total = Math.max(0, ...picture.endings.map(({ row }) => row + 1));
  const fittingBelow = (start: number) =>
    Math.max(1, Math.floor((size.maxHeight - start - HEAD - BOTTOM + ROW_GAP) / (ROW + ROW_GAP)));
  const heading = layOutHeading(context, picture, (start) => total <= fittingBelow(start));
  const fitting = fittingBelow(heading.height);
  const { place, aside } = pageRows(total, { fitting, page, words });
  if (total === 0) {
    const card = createCard(heading, { height: size.minHeight, theme, aside });
    drawEmptyNote(card, words.endingStacks.nothing);
    return { ...place, card, areas: [] };
  }
  const most = Math.max(2, Math.min(fitting, total));
  const height = Math.max(size.minHeight, heading.height + HEAD + most * (ROW + ROW_GAP) - ROW_GAP + BOTTOM);
  const card = createCard(heading, { height, theme, aside });
  const columns = Math.max(1, picture.columns.length);
  const width = (size.width - 2 * size.padding - GAP * (columns - 1)) / columns;
  const room = height - heading.height - HEAD - BOTTOM;
  const frame = {
    top: heading.height + HEAD,
    width,
    slots: Math.floor((room + ROW_GAP) / (ROW + ROW_GAP)),
    from: place.from,
  };
  drawHeads(card, picture.columns, heading.height, width);
  const isShown = ({ row }: { readonly row: number }) => row >= place.from && row < place.from + place.count;
  const before = picture.endings.findIndex(isShown);
  const shown = picture.endings.filter(isShown);
  const areas = drawRows(card, { ...picture, endings: shown }, frame, words);
  return { page: place.page, pages: place.pages, from: Math.max(0, before), count: shown.length, card, areas };
}

function leftOf(column: number, width: number): number {
  return size.padding + column * (width + GAP);
}

function drawHeads({ context, theme }: Card, columns: EndingStacks['columns'], top: number, width: number): void {
  for (const [at, { title, caption }] of columns.entries()) {
    const left = leftOf(at, width);
    drawInside(context, { left, top, width, height: HEAD }, () => {
      const inks = { ink: theme.ink, dim: theme.muted };
      drawLabel(context, layOutLabel(context, title, titleStyle, width), left, top + 34, inks);
      const quiet = { ink: theme.muted, dim: theme.muted };
      drawLabel(context, layOutLabel(context, caption, textStyle, width), left, top + 72, quiet);
    });
  }
}

/** Draws each column from top to bottom, its rows as high as its own few or many texts let them be. */
function drawRows(card: Card, { columns, endings }: EndingStacks, frame: Frame, words: ChartWords): Area[] {
  const { context } = card;
  const tops = columns.map(() => frame.top);
  const lines = columns.map((_, column) => {
    const rows = endings.filter((ending) => ending.column === column).length;
    const room = frame.slots * (ROW + ROW_GAP) - ROW_GAP;
    const perRow = rows === 0 ? ROW : (room + ROW_GAP) / rows - ROW_GAP;
    return Math.max(1, Math.min(MAX_LINES, 1 + Math.floor((perRow - ROW) / LINE)));
  });
  return endings.map((ending): Area => {
    const { column } = ending;
    const left = leftOf(column, frame.width);
    const top = tops[column] ?? frame.top;
    const wrapped = linesOf(context, ending, { width: frame.width, most: lines[column] ?? 1 }, words);
    const area = { left, top, width: frame.width, height: ROW + (wrapped.length - 1) * LINE };
    drawEnding(card, ending, { area, wrapped, total: columns[column]?.total ?? ending.count }, words);
    tops[column] = top + area.height + ROW_GAP;
    return area;
  });
}

type Lines = ReturnType<typeof firstLines>;

function linesOf(
  context: SKRSContext2D,
  ending: EndingStacks['endings'][number],
  { width, most }: { readonly width: number; readonly most: number },
  words: ChartWords,
): Lines {
  const room = width - 2 * INSET - SLACK - (ending.count > 1 ? COUNT : 0);
  const text = endingLabel({ ...ending, label: bothEnds(ending.label) }, words.empty);
  if (most > 1) return firstLines(context, wrapBehind(context, ['', text], textStyle, room), most, textStyle, room);
  // In one line a text that is too long goes up to the last pixel.
  return [[{ label: layOutLabel(context, text, textStyle, room, 'start'), x: 0 }]];
}

function drawEnding(
  { context, theme }: Card,
  { count }: EndingStacks['endings'][number],
  { area, wrapped, total }: { readonly area: Area; readonly wrapped: Lines; readonly total: number },
  words: ChartWords,
): void {
  const { left, top, width, height } = area;
  context.save();
  context.beginPath();
  context.roundRect(left, top, width, height, 6);
  context.fillStyle = theme.track;
  context.fill();
  context.clip();
  context.fillStyle = theme.bar;
  // Under the words, as long as the share of all.
  context.fillRect(left, top + height - 6, width * Math.min(1, total === 0 ? 0 : count / total), 6);
  context.restore();
  const inks = { ink: theme.ink, dim: theme.muted };
  drawInside(context, area, () => {
    if (count > 1) {
      const figure = layOutLabel(context, words.endingStacks.times(count), boldStyle, COUNT);
      drawLabel(context, figure, left + width - INSET - figure.width, top + 30, inks);
    }
    for (const [at, line] of wrapped.entries()) {
      for (const { label, x } of line) drawLabel(context, label, left + INSET + x, top + 30 + at * LINE, inks);
    }
  });
}
