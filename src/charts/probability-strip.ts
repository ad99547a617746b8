import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { createCard, encodeCard, headingHeight } from './card.js';
import { contrast, dimmedInk, type Hex, readableInk } from './colour.js';
import { drawEmptyNote } from './empty-note.js';
import { fontOf } from './fonts.js';
import { checkProbability } from './format.js';
import { drawLabel, type Label, layOutLabel } from './label.js';
import type { DrawnPicture, ProbabilityStrip } from './picture.js';
import { probabilityColour } from './probability-scale.js';
import { linesPerPage, pageStrip } from './strip-pages.js';
import { size, type Theme } from './theme.js';
import { flowLines } from './token-flow.js';

const tileHeight = 46;
const lineHeight = 62;
const tileGap = 4;
const inset = 7;
const keyHeight = 82;
const widestLabel = 700;
/** Below this a token has the second sign, a dashed line under it. */
const veryLow = 0.05;

/** Draws a reply as tokens tinted by their probability, with the scale as a key, on at most `maxPages` pages. */
export function renderProbabilityStrip(picture: ProbabilityStrip, maxPages: number, theme: Theme): DrawnPicture {
  const measuring = createCanvas(1, 1).getContext('2d');
  const tiles: Tile[] = [];
  const top = headingHeight({});
  const frame = top + keyHeight + size.padding;
  function* items() {
    for (const { label, probability, breakAfter = false } of picture.tokens) {
      const text = label === '' ? '(empty)' : label;
      const laidOut = layOutLabel(measuring, text, { family: 'mono', size: size.label }, widestLabel);
      tiles.push({
        label: laidOut,
        probability: probability === undefined ? undefined : checkProbability(probability),
      });
      yield { width: Math.ceil(Math.max(laidOut.width + 2 * inset, 30)), breakAfter, group: undefined };
    }
  }
  const lines = flowLines(items(), {
    width: size.width - 2 * size.padding,
    gap: tileGap,
    maxLines: linesPerPage(frame, lineHeight) * maxPages,
  });
  const { height, pages, shown } = pageStrip(lines, picture.tokens.length, frame, lineHeight);
  const drawn = pages.map((page) => {
    const context = createCard({ title: picture.title, aside: page.aside }, height, theme);
    if (shown === 0) drawEmptyNote(context, 'No tokens: the reply is empty.', height, theme);
    for (const [row, line] of page.lines.entries()) {
      for (const place of line) {
        const tile = tiles[place.index];
        if (tile) drawTile(context, tile, size.padding + place.x, top + row * lineHeight, place.width, theme);
      }
    }
    const isUntold = tiles.some(({ probability }) => probability === undefined);
    if (shown > 0) drawKey(context, height - keyHeight - 14, theme, isUntold);
    return encodeCard(context);
  });
  return { pages: drawn, shown, perPage: pages.map(({ count }) => count) };
}

interface Tile {
  readonly label: Label;
  readonly probability: number | undefined;
}

function drawTile(context: SKRSContext2D, tile: Tile, x: number, y: number, width: number, theme: Theme): void {
  const fill = tile.probability === undefined ? theme.card : probabilityColour(tile.probability);
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
  if (tile.probability !== undefined && tile.probability < veryLow)
    drawLowSign(context, x, y + tileHeight + 6, width, theme);
}

/** An outline only where the tile would melt into the card. */
function drawEdge(context: SKRSContext2D, x: number, y: number, width: number, fill: Hex, theme: Theme): void {
  if (contrast(fill, theme.card) >= 3) return;
  context.beginPath();
  context.roundRect(x + 1, y + 1, width - 2, tileHeight - 2, 4);
  context.strokeStyle = theme.line;
  context.lineWidth = 2;
  context.stroke();
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

/** The scale as a bar with its figures, and the sign for very low probabilities. */
function drawKey(context: SKRSContext2D, top: number, theme: Theme, isUntold: boolean): void {
  const [left, width, height] = [size.padding, 440, 22];
  const barTop = top + 22;
  for (let x = 0; x < width; x += 1) {
    context.fillStyle = probabilityColour(x / (width - 1));
    context.fillRect(left + x, barTop, 1, height);
  }
  context.strokeStyle = theme.line;
  context.lineWidth = 2;
  context.strokeRect(left + 1, barTop + 1, width - 2, height - 2);
  context.font = fontOf('sans', size.small);
  context.fillStyle = theme.muted;
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const text = `${share * 100}%`;
    const shift = context.measureText(text).width * (share === 0 || share === 1 ? share : 0.5);
    context.fillText(text, left + width * share - shift, barTop + height + 30);
  }
  const x = left + width + 60;
  const words = 'probability of each token';
  context.fillText(words, x, barTop + 19);
  drawLowSign(context, x, barTop + height + 22, 44, theme);
  context.fillText(isUntold ? 'under 5% · outlined: not told' : 'under 5%', x + 60, barTop + height + 30);
}
