import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { createCard, encodeCard, headingHeight } from '../../paint/card.js';
import { dimmedInk, readableInk } from '../../paint/colour.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { createHatch } from '../../paint/hatch.js';
import { size, type Theme } from '../../paint/theme.js';
import type { DrawnPicture, TokenStrip } from '../../picture.js';
import { linesPerPage, pageStrip } from '../../strip/strip-pages.js';
import { type FlowPlace, flowLines } from '../../strip/token-flow.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import { bracketKind, drawBrackets } from './group-brackets.js';

/** Sizes in pixels at scale 1, for a text of more than a few tokens. */
const metrics = {
  tile: 46,
  caption: 34,
  bracket: 14,
  named: 44,
  name: 28,
  lineGap: 16,
  tileGap: 5,
  inset: 10,
  least: 34,
  widest: 470,
};
type Metrics = Readonly<Record<keyof typeof metrics | 'label' | 'small', number>>;

/** A short text is drawn larger, if it then fits in so many lines. */
const scales = [
  { scale: 1.75, lines: 1 },
  { scale: 1.4, lines: 2 },
  { scale: 1.2, lines: 3 },
  { scale: 1, lines: Number.POSITIVE_INFINITY },
];

interface Tile {
  readonly label: Label;
  readonly caption: Label;
  readonly around: boolean;
}

/** Draws a text as coloured tokens that wrap, a caption under each, on at most `maxPages` pages. */
export function renderTokenStrip(picture: TokenStrip, maxPages: number, theme: Theme): DrawnPicture {
  const { tokens, title, subtitle } = picture;
  const measuring = createCanvas(1, 1).getContext('2d');
  const brackets = bracketKind(picture);
  for (const { scale, lines: mostLines } of scales) {
    const sizes = scaled(scale);
    const bracketRoom = brackets ? sizes[brackets] : 0;
    const lineHeight = sizes.tile + sizes.caption + sizes.lineGap + bracketRoom;
    const frame = headingHeight({ subtitle }) + size.padding - sizes.lineGap;
    const { tiles, lines } = layOutTiles(
      measuring,
      tokens,
      sizes,
      Math.min(linesPerPage(frame, lineHeight) * maxPages, mostLines),
    );
    const { height, pages, shown } = pageStrip(lines, picture.total ?? tokens.length, frame, lineHeight);
    if (shown < tokens.length && scale > 1) continue;

    const drawn = pages.map((page) => {
      const context = createCard({ title, subtitle, aside: page.aside }, height, theme);
      if (shown === 0) drawEmptyNote(context, 'No tokens: the text is empty.', height, theme);
      // What the lowest card leaves over goes half above the lines, half below.
      const spare = pages.length === 1 ? Math.round((height - frame - lines.length * lineHeight) / 2) : 0;
      for (const [row, line] of page.lines.entries()) {
        const top = headingHeight({ subtitle }) + spare + row * lineHeight;
        const bottom = top + bracketRoom;
        drawLine(context, line, tiles, bottom, sizes, theme);
        drawBrackets(context, line, picture, { bottom, height: bracketRoom, type: sizes.name }, theme);
      }
      return encodeCard(context);
    });
    return { pages: drawn, shown, perPage: pages.map(({ count }) => count) };
  }
  throw new Error('The last scale takes a text of any length.');
}

function scaled(scale: number): Metrics {
  const sizes = { ...metrics, label: size.label, small: Math.max(size.small, 20 * scale) };
  return Object.fromEntries(
    Object.entries(sizes).map(([name, value]) => [name, name === 'small' ? value : Math.round(value * scale)]),
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
    for (const token of tokens) {
      const { group, breakAfter = false } = token;
      const tile = layOutTile(context, token, sizes);
      tiles.push(tile);
      const inset = tile.around ? 2 * sizes.inset : sizes.inset;
      const width = Math.ceil(Math.max(tile.label.width + 2 * inset, tile.caption.width + 12, sizes.least));
      yield { width, breakAfter, group };
    }
  }
  const lines = flowLines(items(), { width: size.width - 2 * size.padding, gap: sizes.tileGap, maxLines });
  return { tiles, lines };
}

function layOutTile(
  context: SKRSContext2D,
  { label, caption, around = false }: TokenStrip['tokens'][number],
  sizes: Metrics,
): Tile {
  return {
    around,
    label: layOutLabel(context, label === '' ? '(empty)' : label, { family: 'mono', size: sizes.label }, sizes.widest),
    caption: layOutCaption(context, caption, sizes),
  };
}

/** Words of a caption tried at most: more never fit, and each try measures text. */
const mostWords = 24;

/** Several words, such as bytes, are left out whole where there is no room for them. */
function layOutCaption(context: SKRSContext2D, caption: string, sizes: Metrics): Label {
  const style = { family: 'sans', size: sizes.small } as const;
  const words = caption.split(' ');
  let text = caption;
  for (let keep = Math.min(mostWords, words.length - 1); keep >= 2; keep -= 1) {
    const label = layOutLabel(context, text, style, Number.POSITIVE_INFINITY);
    if (label.width <= sizes.widest) return label;
    const tail = Math.floor(keep / 2);
    text = [...words.slice(0, keep - tail), '…', ...words.slice(-tail)].join(' ');
  }
  return layOutLabel(context, text, style, sizes.widest);
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
    const fill = tile.around ? theme.card : colours.fill;
    const ink = readableInk(fill, theme.inks);
    context.save();
    context.beginPath();
    context.roundRect(x, tileTop, place.width, sizes.tile, 5);
    context.fillStyle = fill;
    context.fill();
    context.clip();
    if (tile.around) drawHatch(context, x, tileTop, place.width, tile.label.width, sizes, theme);
    drawLabel(context, tile.label, x + (place.width - tile.label.width) / 2, tileTop + Math.round(sizes.tile * 0.72), {
      ink,
      dim: dimmedInk(ink, fill),
    });
    context.restore();
    context.beginPath();
    context.roundRect(x + 1, tileTop + 1, place.width - 2, sizes.tile - 2, 4);
    context.strokeStyle = tile.around ? theme.line : colours.edge;
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
}

/** Hatches a tile around its label, which stays on plain ground. */
function drawHatch(
  context: SKRSContext2D,
  x: number,
  top: number,
  width: number,
  labelWidth: number,
  sizes: Metrics,
  theme: Theme,
): void {
  context.fillStyle = createHatch(context, theme.line, 'rising', 12, 2);
  context.fillRect(x, top, width, sizes.tile);
  const margin = Math.round(sizes.tile * 0.14);
  context.fillStyle = theme.card;
  context.fillRect(x + (width - labelWidth) / 2 - 4, top + margin, labelWidth + 8, sizes.tile - 2 * margin);
}
