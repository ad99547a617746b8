import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { createCard, encodeCard, headingHeight } from './card.js';
import { dimmedInk, readableInk } from './colour.js';
import { formatCount } from './format.js';
import { drawLabel, type Label, layOutLabel } from './label.js';
import type { DrawnPicture, TokenStrip } from './picture.js';
import { drawEmptyNote, drawMoreNote } from './strip-notes.js';
import { stripShape } from './strip-pages.js';
import { size, type Theme } from './theme.js';
import { type FlowPlace, flowLines } from './token-flow.js';

/** Sizes in pixels at scale 1, for a text of more than a few tokens. */
const metrics = { tile: 46, caption: 34, bracket: 14, lineGap: 16, tileGap: 5, inset: 10, least: 34, widest: 470 };
type Metrics = Readonly<Record<keyof typeof metrics | 'label' | 'small', number>>;

/** A short text is drawn larger, if it then fits in so many lines. */
const scales = [
  { scale: 1.75, lines: 1 },
  { scale: 1.4, lines: 2 },
  { scale: 1.2, lines: 3 },
  { scale: 1, lines: Number.POSITIVE_INFINITY },
];
const footer = 44;

interface Tile {
  readonly label: Label;
  readonly caption: Label;
  readonly group: number | undefined;
}

/** Draws a text as coloured tokens that wrap, a caption under each, on at most `maxPages` pages. */
export function renderTokenStrip(picture: TokenStrip, maxPages: number, theme: Theme): DrawnPicture {
  const { tokens, title } = picture;
  const measuring = createCanvas(1, 1).getContext('2d');
  const bracketed = tokens.some((token) => token.group !== undefined);
  for (const { scale, lines: mostLines } of scales) {
    const sizes = scaled(scale);
    const lineHeight = sizes.tile + sizes.caption + sizes.lineGap + (bracketed ? sizes.bracket : 0);
    const frame = headingHeight({}) + size.padding - sizes.lineGap;
    const full = stripShape(Number.POSITIVE_INFINITY, frame + footer, lineHeight);
    const limit = Math.min(full.linesPerPage * maxPages, mostLines);
    const { tiles, lines } = layOutTiles(measuring, tokens, sizes, limit);
    const shown = lines.reduce((sum, line) => sum + line.length, 0);
    const more = tokens.length - shown;
    if (more > 0 && limit === mostLines) continue;

    const single = stripShape(Math.max(1, lines.length), frame, lineHeight);
    const shape = lines.length <= single.linesPerPage && more === 0 ? single : full;
    const count = Math.max(1, Math.ceil(lines.length / shape.linesPerPage));
    const pages = Array.from({ length: count }, (_, page) => {
      const position = count === 1 ? undefined : { number: page + 1, of: count };
      const context = createCard({ title, page: position }, shape.height, theme);
      if (shown === 0) drawEmptyNote(context, 'No tokens: the text is empty.', shape.height, theme);
      const onPage = lines.slice(page * shape.linesPerPage, (page + 1) * shape.linesPerPage);
      // What the lowest card leaves over goes half above the lines, half below.
      const spare = count === 1 ? (shape.height - frame - onPage.length * lineHeight) / 2 : 0;
      for (const [row, line] of onPage.entries()) {
        const top = headingHeight({}) + Math.max(0, spare) + row * lineHeight;
        drawLine(context, line, tiles, bracketed ? top + sizes.bracket : top, sizes, theme);
      }
      if (more > 0 && page === count - 1) {
        drawMoreNote(context, `… ${formatCount(more)} more token${more === 1 ? '' : 's'}`, shape.height, theme);
      }
      return encodeCard(context);
    });
    return { pages, shown };
  }
  throw new Error('The last scale takes a text of any length.');
}

function scaled(scale: number): Metrics {
  const sizes = { ...metrics, label: size.label, small: Math.max(size.small, 20 * scale) };
  return Object.fromEntries(
    Object.entries(sizes).map(([name, value]) => [
      name,
      name === 'small' || name === 'widest' ? value : Math.round(value * scale),
    ]),
  ) as unknown as Metrics;
}

function layOutTiles(
  context: SKRSContext2D,
  tokens: TokenStrip['tokens'],
  sizes: Metrics,
  maxLines: number,
): { tiles: Tile[]; lines: FlowPlace[][] } {
  const tiles: Tile[] = [];
  function* items() {
    for (const { label, caption, group, breakAfter = false } of tokens) {
      const tile = layOutTile(context, label, caption, group, sizes);
      tiles.push(tile);
      const width = Math.ceil(Math.max(tile.label.width + 2 * sizes.inset, tile.caption.width + 12, sizes.least));
      yield { width, breakAfter, group };
    }
  }
  const lines = flowLines(items(), { width: size.width - 2 * size.padding, gap: sizes.tileGap, maxLines });
  return { tiles, lines };
}

function layOutTile(
  context: SKRSContext2D,
  label: string,
  caption: string,
  group: number | undefined,
  sizes: Metrics,
): Tile {
  return {
    label: layOutLabel(context, label === '' ? '(empty)' : label, { family: 'mono', size: sizes.label }, sizes.widest),
    caption: layOutLabel(context, caption, { family: 'sans', size: sizes.small }, sizes.widest),
    group,
  };
}

function drawLine(
  context: SKRSContext2D,
  line: readonly FlowPlace[],
  tiles: readonly Tile[],
  tileTop: number,
  sizes: Metrics,
  theme: Theme,
): void {
  for (const place of line) {
    const tile = tiles[place.index];
    const colours = theme.tokens[place.index % theme.tokens.length];
    if (!tile || !colours) continue;
    const x = size.padding + place.x;
    const ink = readableInk(colours.fill, theme.inks);
    context.save();
    context.beginPath();
    context.roundRect(x, tileTop, place.width, sizes.tile, 5);
    context.fillStyle = colours.fill;
    context.fill();
    context.clip();
    drawLabel(context, tile.label, x + (place.width - tile.label.width) / 2, tileTop + Math.round(sizes.tile * 0.72), {
      ink,
      dim: dimmedInk(ink, colours.fill),
    });
    context.restore();
    context.beginPath();
    context.roundRect(x + 1, tileTop + 1, place.width - 2, sizes.tile - 2, 4);
    context.strokeStyle = colours.edge;
    context.lineWidth = 2;
    context.stroke();
    context.save();
    context.beginPath();
    context.rect(x - 2, tileTop + sizes.tile, place.width + 4, sizes.caption);
    context.clip();
    drawLabel(
      context,
      tile.caption,
      x + (place.width - tile.caption.width) / 2,
      tileTop + sizes.tile + Math.round(sizes.caption * 0.8),
      {
        ink: theme.muted,
        dim: theme.muted,
      },
    );
    context.restore();
  }
  drawBrackets(context, line, tiles, tileTop - 5, theme);
}

/** One bracket over the neighbours of each group; an end is left open where the group goes on in another line. */
function drawBrackets(
  context: SKRSContext2D,
  line: readonly FlowPlace[],
  tiles: readonly Tile[],
  y: number,
  theme: Theme,
): void {
  const groupAt = (index: number) => tiles[index]?.group;
  for (let start = 0; start < line.length; ) {
    const first = line[start];
    const group = first && groupAt(first.index);
    let end = start + 1;
    while (end < line.length && group !== undefined && groupAt(line[end]?.index ?? -1) === group) end += 1;
    const last = line[end - 1];
    if (first && last && group !== undefined) {
      const [left, right] = [size.padding + first.x + 1, size.padding + last.x + last.width - 1];
      context.beginPath();
      if (groupAt(first.index - 1) !== group) context.moveTo(left, y + 2);
      context.lineTo(left, y - 7);
      context.lineTo(right, y - 7);
      if (groupAt(last.index + 1) !== group) context.lineTo(right, y + 2);
      context.strokeStyle = theme.ink;
      context.lineWidth = 2.5;
      context.stroke();
    }
    start = end;
  }
}
