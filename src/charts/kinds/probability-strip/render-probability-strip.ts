import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { checkProbability } from '../../../words/format.js';
import { createCard, encodeCard, headingHeight } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { contrast, dimmedInk, type Hex, readableInk } from '../../paint/colour.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { probabilityColour } from '../../paint/probability-scale.js';
import { size, type Theme } from '../../paint/theme.js';
import type { DrawnPicture, ProbabilityStrip } from '../../picture.js';
import { linesPerPage, pageStrip } from '../../strip/strip-pages.js';
import { flowLines } from '../../strip/token-flow.js';
import { fontOf } from '../../text/fonts.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';

const tileHeight = 46;
const lineHeight = 62;
/** Under the tiles, where tokens have captions. */
const captionHeight = 32;
const tileGap = 4;
const inset = 7;
const captionGap = 8;
const keyHeight = 82;
const widestLabel = 700;
const widestCaption = 300;
/** Below this a token has the second sign, a dashed line under it. */
const veryLow = 0.05;

/** Draws a reply as tokens tinted by their probability, with the scale as a key, on at most `maxPages` pages. */
export function renderProbabilityStrip(picture: ProbabilityStrip, maxPages: number, theme: Theme): DrawnPicture {
  const measuring = createCanvas(1, 1).getContext('2d');
  const tiles: Tile[] = [];
  const pitch = lineHeight + (picture.tokens.some(({ caption }) => caption) ? captionHeight : 0);
  const top = headingHeight({});
  const frame = top + keyHeight + size.padding;
  function* items() {
    for (const { label, probability, bound = false, caption = '', breakAfter = false } of picture.tokens) {
      const text = label === '' ? '(empty)' : label;
      const tile = {
        label: layOutLabel(measuring, text, { family: 'mono', size: size.label }, widestLabel),
        caption: layOutLabel(measuring, caption, { family: 'sans', size: size.small }, widestCaption),
        probability: probability === undefined ? undefined : checkProbability(probability),
        bound,
      };
      tiles.push(tile);
      const width = Math.ceil(Math.max(tile.label.width + 2 * inset, tile.caption.width + captionGap, 30));
      yield { width, breakAfter, group: undefined };
    }
  }
  const lines = flowLines(items(), {
    width: size.width - 2 * size.padding,
    gap: tileGap,
    maxLines: linesPerPage(frame, pitch) * maxPages,
  });
  const { height, pages, shown } = pageStrip(lines, picture.tokens.length, frame, pitch);
  const drawn = pages.map((page) => {
    const context = createCard({ title: picture.title, aside: page.aside }, height, theme);
    if (shown === 0) drawEmptyNote(context, 'No tokens: the reply is empty.', height, theme);
    for (const [row, line] of page.lines.entries()) {
      for (const place of line) {
        const tile = tiles[place.index];
        if (tile) drawTile(context, tile, size.padding + place.x, top + row * pitch, place.width, theme);
      }
    }
    if (shown > 0) drawKey(context, height - keyHeight - 14, keyWords(picture, tiles), theme);
    return encodeCard(context);
  });
  return { pages: drawn, shown, perPage: pages.map(({ count }) => count) };
}

interface Tile {
  readonly label: Label;
  readonly caption: Label;
  readonly probability: number | undefined;
  /** The probability is the most it can be. */
  readonly bound: boolean;
}

function drawTile(context: SKRSContext2D, tile: Tile, x: number, y: number, width: number, theme: Theme): void {
  const isTinted = tile.probability !== undefined && !tile.bound;
  const fill = isTinted ? probabilityColour(tile.probability) : theme.card;
  const ink = readableInk(fill, theme.inks);
  context.save();
  context.beginPath();
  context.roundRect(x, y, width, tileHeight, 5);
  context.fillStyle = fill;
  context.fill();
  context.clip();
  drawLabel(context, tile.label, x + (width - tile.label.width) / 2, y + 33, { ink, dim: dimmedInk(ink, fill) });
  context.restore();
  drawEdge(context, x, y, width, fill, theme);
  if (tile.probability !== undefined && tile.probability < veryLow) {
    drawLowSign(context, x, y + tileHeight + 6, width, theme);
  }
  const captionTop = y + tileHeight + 8;
  drawInside(context, { left: x - 2, top: captionTop, width: width + 4, height: captionHeight + 4 }, () => {
    const left = x + (width - tile.caption.width) / 2;
    drawLabel(context, tile.caption, left, captionTop + 25, { ink: theme.muted, dim: theme.muted });
  });
}

/** An outline only where the tile would melt into the card, dashed where its probability is not known. */
function drawEdge(context: SKRSContext2D, x: number, y: number, width: number, fill: Hex, theme: Theme): void {
  if (fill === theme.card) drawDashedBox(context, x, y, width, tileHeight, theme);
  if (fill === theme.card || contrast(fill, theme.card) >= 3) return;
  context.beginPath();
  context.roundRect(x + 1, y + 1, width - 2, tileHeight - 2, 4);
  context.strokeStyle = theme.line;
  context.lineWidth = 2;
  context.stroke();
}

function drawDashedBox(
  context: SKRSContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  theme: Theme,
): void {
  context.beginPath();
  context.setLineDash([5, 5]);
  context.roundRect(x + 1.5, y + 1.5, width - 3, height - 3, 4);
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.stroke();
  context.setLineDash([]);
}

function drawLowSign(context: SKRSContext2D, x: number, y: number, width: number, theme: Theme): void {
  context.beginPath();
  context.setLineDash([7, 4]);
  context.moveTo(x + 2, y);
  context.lineTo(x + width - 2, y);
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.stroke();
  context.setLineDash([]);
}

interface KeyWords {
  /** What the tint shows, and the captions. */
  readonly scale: string;
  /** What a dashed outline means, where there is one. */
  readonly dashed: string | undefined;
}

function keyWords({ captions }: ProbabilityStrip, tiles: readonly Tile[]): KeyWords {
  const isBound = tiles.some(({ bound }) => bound);
  const isUntold = tiles.some(({ probability }) => probability === undefined);
  return {
    scale: captions ? `probability · below: ${captions}` : 'probability of each token',
    dashed: isBound ? 'at most so likely' : isUntold ? 'not told' : undefined,
  };
}

/** The scale as a bar with its figures, and the sign for very low probabilities. */
function drawKey(context: SKRSContext2D, top: number, words: KeyWords, theme: Theme): void {
  const [left, width, height] = [size.padding, 440, 22];
  const barTop = top + 22;
  for (let x = 0; x < width; x += 1) {
    context.fillStyle = probabilityColour(x / (width - 1));
    context.fillRect(left + x, barTop, 1, height);
  }
  context.strokeStyle = theme.line;
  context.lineWidth = 2;
  context.strokeRect(left + 1, barTop + 1, width - 2, height - 2);
  const baseline = barTop + height + 30;
  context.font = fontOf('sans', size.small);
  context.fillStyle = theme.muted;
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const text = `${share * 100}%`;
    const shift = context.measureText(text).width * (share === 0 || share === 1 ? share : 0.5);
    context.fillText(text, left + width * share - shift, baseline);
  }
  const x = left + width + 60;
  const ink = { ink: theme.muted, dim: theme.muted };
  const style = { family: 'sans', size: size.small } as const;
  const room = size.width - size.padding - x;
  drawLabel(context, layOutLabel(context, words.scale, style, room), x, barTop + 19, ink);
  drawLowSign(context, x, barTop + height + 22, 44, theme);
  context.fillStyle = theme.muted;
  context.fillText('under 5%', x + 60, baseline);
  if (!words.dashed) return;
  drawDashedBox(context, x + 200, baseline - 21, 44, 26, theme);
  context.fillText(words.dashed, x + 260, baseline);
}
