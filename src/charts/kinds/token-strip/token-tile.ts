import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Card } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { dimmedInk, readableInk } from '../../paint/colour.js';
import { createHatch } from '../../paint/hatch.js';
import { size } from '../../paint/theme.js';
import { deepDescentOf, drawLabel, type Label, layOutLabel } from '../../text/label.js';
import type { TokenStrip } from './token-strip.js';

/** A token, ready to draw. */
export interface TokenTile {
  readonly label: Label;
  readonly caption: Label;
  readonly around: boolean;
  /** Pixels that it takes on its line. */
  readonly width: number;
}

/** Sizes in pixels at scale 1, for a text of more than a few tokens. */
const baseSizes = {
  label: size.label,
  tile: 52,
  caption: 36,
  bracket: 16,
  named: 50,
  name: 34,
  lineGap: 9,
  tileGap: 5,
  inset: 9,
  least: 38,
  widest: 500,
};

/** Sizes in pixels of what a strip is made of. */
export type StripSizes = Readonly<Record<keyof typeof baseSizes | 'small', number>>;

/** The sizes at another scale; small type never gets smaller. */
export function sizesAt(scale: number): StripSizes {
  const scaled = Object.entries(baseSizes).map(([name, pixels]) => [name, Math.round(pixels * scale)]);
  return { ...(Object.fromEntries(scaled) as typeof baseSizes), small: Math.max(size.small, 24 * scale) };
}

/**
 * Readies a token.
 *
 * @param empty stands for a token without text
 */
export function layOutTokenTile(
  context: SKRSContext2D,
  token: TokenStrip['tokens'][number],
  { sizes, empty }: { readonly sizes: StripSizes; readonly empty: string },
): TokenTile {
  const { around = false } = token;
  const label = layOutLabel(context, token.label || empty, { family: 'mono', size: sizes.label }, sizes.widest);
  const caption = layOutCaption(context, token.caption, sizes);
  const inset = around ? 2 * sizes.inset : sizes.inset;
  const width = Math.ceil(Math.max(label.width + 2 * inset, caption.width + 10, sizes.least));
  return { label, caption, around, width };
}

/** Words of a caption tried at most: more never fit, and each try measures text. */
const MAX_WORDS = 24;

/** Several words, such as bytes, are left out whole where there is no room for them. */
function layOutCaption(context: SKRSContext2D, caption: string, sizes: StripSizes): Label {
  const style = { family: 'sans', size: sizes.small } as const;
  const words = caption.split(' ');
  let text = caption;
  for (let keep = Math.min(MAX_WORDS, words.length - 1); keep >= 2; keep -= 1) {
    const label = layOutLabel(context, text, style, Number.POSITIVE_INFINITY);
    if (label.width <= sizes.widest) return label;
    const tail = Math.floor(keep / 2);
    text = [...words.slice(0, keep - tail), '…', ...words.slice(-tail)].join(' ');
  }
  return layOutLabel(context, text, style, sizes.widest);
}

/**
 * Draws a token from its upper left corner on.
 *
 * @param place.index in the text, which its colour goes by
 */
export function drawTokenTile(
  card: Card,
  tile: TokenTile,
  place: { readonly index: number; readonly left: number; readonly top: number; readonly sizes: StripSizes },
): void {
  const { context, theme } = card;
  const { label, caption, around, width } = tile;
  const { index, left, top, sizes } = place;
  const colours = theme.tokens[index % theme.tokens.length] ?? theme.tokens[0];
  const fill = around ? theme.card : colours.fill;
  const ink = readableInk(fill, theme.inks);
  context.save();
  context.beginPath();
  context.roundRect(left, top, width, sizes.tile, 5);
  context.fillStyle = fill;
  context.fill();
  context.clip();
  if (around) hatchAround(card, tile, place);
  // Marks below letters need more room than Latin descents do.
  const baseline = top + Math.round(Math.min(sizes.tile * 0.72, sizes.tile - deepDescentOf(context, label) - 3));
  drawLabel(context, label, left + (width - label.width) / 2, baseline, { ink, dim: dimmedInk(ink, fill) });
  context.restore();
  context.beginPath();
  context.roundRect(left + 1, top + 1, width - 2, sizes.tile - 2, 4);
  context.strokeStyle = around ? theme.line : colours.edge;
  context.lineWidth = 2;
  context.stroke();
  const below = top + sizes.tile;
  drawInside(context, { left: left - 2, top: below, width: width + 4, height: sizes.caption }, () => {
    const captionLeft = left + (width - caption.width) / 2;
    const captionBaseline = below + Math.round(sizes.caption * 0.8);
    drawLabel(context, caption, captionLeft, captionBaseline, { ink: theme.muted, dim: theme.muted });
  });
}

/** Hatches a tile around its label, which stays on plain ground. */
function hatchAround(
  { context, theme }: Card,
  { label, width }: TokenTile,
  { left, top, sizes }: { readonly left: number; readonly top: number; readonly sizes: StripSizes },
): void {
  context.fillStyle = createHatch(context, { colour: theme.line, direction: 'rising', pitch: 12, lineWidth: 2 });
  context.fillRect(left, top, width, sizes.tile);
  const margin = Math.round(sizes.tile * 0.14);
  context.fillStyle = theme.card;
  context.fillRect(left + (width - label.width) / 2 - 4, top + margin, label.width + 8, sizes.tile - 2 * margin);
}
