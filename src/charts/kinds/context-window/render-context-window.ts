import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { ChartWords } from '../../../words/pictures.js';
import { type Card, createCard } from '../../paint/card.js';
import type { Area } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import type { Heading } from '../../paint/heading.js';
import { drawStrike } from '../../paint/marks.js';
import { size } from '../../paint/theme.js';
import { fitStrip } from '../../strip/fit-strip.js';
import type { PlacedItem } from '../../strip/token-flow.js';
import { drawParts, fillPart, PART_COLOURS } from '../../strip/window-bar.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import { drawTokenTile, layOutTokenTile, type StripSizes, sizesAt, type TokenTile } from '../token-strip/token-tile.js';
import type { ContextWindow } from './context-window.js';

const SCALES = [1.4, 1.2, 1, 0.9];
const BAR_HEIGHT = 46;
const LEGEND_LINE = 46;
const SWATCH = 30;
const GAP = 12;
const PART_GAP = 34;
/** Below the bar, and below the legend. */
const MARGIN = 10;
const MAX_NAME = 460;
/** So that a full page is no higher than leaves room for three lines below the picture. */
const LINE_ROOM = 4;

/** Draws the window as a bar that the prompt's parts fill, what they are, and the tokens below. */
export function renderContextWindow(picture: ContextWindow, options: RenderOptions): RenderedPage {
  const { tokens, title, subtitle, total = tokens.length } = picture;
  const { page: wanted, theme, words } = options;
  const context = createCanvas(1, 1).getContext('2d');
  const legend = layOutLegend(context, picture, words);
  const below = BAR_HEIGHT + MARGIN + legend.height + MARGIN;
  const {
    size: scale,
    heading,
    lineHeight,
    tiles,
    page,
  } = fitStrip(context, tokens, SCALES, {
    titles: { title, subtitle },
    page: wanted,
    total,
    words,
    at(scale) {
      const sizes = sizesAt(scale);
      return {
        type: sizes.label,
        tileGap: sizes.tileGap,
        lineHeight: sizes.tile + sizes.lineGap + LINE_ROOM,
        frame: (above) => above + below + size.padding - sizes.lineGap - LINE_ROOM,
        tile: (token) => layOutTile(context, token, { sizes, empty: words.empty }),
      };
    },
  });
  const sizes = sizesAt(scale);
  const card = createCard(heading, { height: page.height, theme, aside: page.aside });
  drawWindow(card, picture, heading);
  drawLegend(card, legend, heading.height + BAR_HEIGHT + MARGIN);
  if (tiles.length === 0) drawEmptyNote(card, words.tokenStrip.nothing);
  const top = heading.height + below;
  const areas = page.lines.flatMap((line, row) =>
    drawLine(card, line, { picture, tiles, top: top + row * lineHeight, sizes }),
  );
  return { ...page.place, card, areas };
}

function layOutTile(
  context: SKRSContext2D,
  { label, part }: ContextWindow['tokens'][number],
  options: { readonly sizes: StripSizes; readonly empty: string },
): TokenTile {
  const around = part === 'template' || part === 'gone';
  return layOutTokenTile(context, { label, caption: '', around }, options);
}

function drawLine(
  card: Card,
  line: readonly PlacedItem[],
  {
    picture,
    tiles,
    top,
    sizes,
  }: {
    readonly picture: ContextWindow;
    readonly tiles: readonly TokenTile[];
    readonly top: number;
    readonly sizes: StripSizes;
  },
): Area[] {
  return line.flatMap(({ index, x }) => {
    const [tile, part] = [tiles[index], picture.tokens[index]?.part];
    if (tile === undefined || part === undefined) return [];
    const left = size.padding + x;
    drawTokenTile(card, tile, { index: PART_COLOURS[part] ?? 0, left, top, sizes });
    if (part === 'gone') drawStrike(card, { left: left + 6, width: tile.width - 12, y: top + sizes.tile / 2 });
    return [{ left, top, width: tile.width, height: sizes.tile }];
  });
}

/** The window as a bar. Where the prompt is longer, what does not fit stands before it, outside of its frame. */
function drawWindow(card: Card, { window, parts }: ContextWindow, heading: Heading): void {
  const { context, theme } = card;
  const used = parts.reduce((sum, { count }) => sum + count, 0);
  const all = Math.max(used, window ?? used, 1);
  const width = size.width - 2 * size.padding;
  const area = { left: size.padding, top: heading.height, height: BAR_HEIGHT };
  const gone = parts.filter(({ part }) => part === 'gone');
  const within = parts.filter(({ part }) => part !== 'gone');
  context.fillStyle = theme.track;
  context.fillRect(area.left, area.top, width, area.height);
  const start = drawParts(card, gone, { ...area, scale: width / all });
  context.save();
  context.beginPath();
  context.rect(start, area.top, size.padding + width - start, area.height);
  context.clip();
  drawParts(card, within, { ...area, left: start, scale: width / all });
  context.restore();
  if (window === undefined) return;
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.strokeRect(start, area.top, size.padding + width - start, area.height);
}

interface Legend {
  readonly entries: readonly {
    readonly part: ContextWindow['parts'][number]['part'] | 'free' | 'untold';
    readonly label: Label;
    readonly x: number;
    readonly row: number;
  }[];
  readonly height: number;
}

/** What each fill means, with its tokens, and how many are free. */
function layOutLegend(context: SKRSContext2D, { window, parts }: ContextWindow, words: ChartWords): Legend {
  const used = parts.reduce((sum, { part, count }) => sum + (part === 'gone' ? 0 : count), 0);
  const { entry, free, untold } = words.contextWindow;
  const texts = [
    ...parts.filter(({ count }) => count > 0).map(({ part, name, count }) => ({ part, text: entry(name, count) })),
    window === undefined
      ? { part: 'untold' as const, text: untold }
      : { part: 'free' as const, text: free(Math.max(0, window - used)) },
  ];
  const room = size.width - 2 * size.padding;
  let [x, row] = [0, 0];
  const entries = texts.map(({ part, text }) => {
    const label = layOutLabel(context, text, { family: 'sans', size: size.small }, MAX_NAME);
    const width = (part === 'untold' ? 0 : SWATCH + GAP) + label.width;
    if (x > 0 && x + width > room) [x, row] = [0, row + 1];
    const placed = { part, label, x: size.padding + x, row };
    x += width + PART_GAP;
    return placed;
  });
  return { entries, height: (row + 1) * LEGEND_LINE };
}

function drawLegend(card: Card, { entries }: Legend, top: number): void {
  const { context, theme } = card;
  for (const { part, label, x, row } of entries) {
    const y = top + row * LEGEND_LINE + 8;
    if (part === 'free') {
      context.fillStyle = theme.track;
      context.fillRect(x, y, SWATCH, SWATCH);
      context.strokeStyle = theme.ink;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, SWATCH - 2, SWATCH - 2);
    } else if (part !== 'untold') fillPart(card, part, { left: x, top: y, width: SWATCH, height: SWATCH });
    const at = part === 'untold' ? x : x + SWATCH + GAP;
    drawLabel(context, label, at, y + 26, { ink: theme.ink, dim: theme.muted });
  }
}
