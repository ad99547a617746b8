import type { ChartWords } from '../../../words/pictures.js';
import type { Card } from '../../paint/card.js';
import { probabilityColour } from '../../paint/probability-scale.js';
import { size } from '../../paint/theme.js';
import { fontOf } from '../../text/fonts.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import { drawDashedBox, drawLowSign } from './dashed-signs.js';
import { type ProbabilityTile, VERY_LOW } from './probability-tile.js';

/** Pixels that the key takes at the bottom of the card. */
export const KEY_HEIGHT = 82;

const BAR = { width: 440, height: 22 };

/** What the key says. */
export interface KeyWords {
  /** What the tint shows, and the captions. */
  readonly scale: string;
  /** What a dashed line under a token means. */
  readonly low: string;
  /** What a dashed outline means, where there is one. */
  readonly dashed: string | undefined;
  readonly percent: (share: number) => string;
}

/** The key's words for these tokens. */
export function keyWords(
  captions: string | undefined,
  tiles: readonly ProbabilityTile[],
  { probabilityStrip: words, figures }: ChartWords,
): KeyWords {
  const isBound = tiles.some(({ bound }) => bound);
  const isUntold = tiles.some(({ probability }) => probability === undefined);
  return {
    scale: words.scale(captions),
    low: words.under(VERY_LOW * 100),
    dashed: isBound ? words.atMostSoLikely : isUntold ? words.notTold : undefined,
    percent: figures.percent,
  };
}

/** The scale as a bar with its figures, and the sign for very low probabilities. */
export function drawKey(card: Card, words: KeyWords): void {
  const { context, theme } = card;
  const left = size.padding;
  const barTop = card.height - KEY_HEIGHT + 8;
  for (let x = 0; x < BAR.width; x += 1) {
    context.fillStyle = probabilityColour(x / (BAR.width - 1));
    context.fillRect(left + x, barTop, 1, BAR.height);
  }
  context.strokeStyle = theme.line;
  context.lineWidth = 2;
  context.strokeRect(left + 1, barTop + 1, BAR.width - 2, BAR.height - 2);
  const baseline = barTop + BAR.height + 30;
  context.font = fontOf('sans', size.small);
  context.fillStyle = theme.muted;
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const text = words.percent(share);
    const shift = context.measureText(text).width * (share === 0 || share === 1 ? share : 0.5);
    context.fillText(text, left + BAR.width * share - shift, baseline);
  }
  const x = left + BAR.width + 60;
  const label = layOutLabel(context, words.scale, { family: 'sans', size: size.small }, size.width - size.padding - x);
  drawLabel(context, label, x, barTop + 19, { ink: theme.muted, dim: theme.muted });
  drawLowSign(card, { left: x, y: barTop + BAR.height + 22, width: 44 });
  context.fillStyle = theme.muted;
  context.fillText(words.low, x + 60, baseline);
  if (!words.dashed) return;
  drawDashedBox(card, { left: x + 200, top: baseline - 21, width: 44, height: 26 });
  context.fillText(words.dashed, x + 260, baseline);
}
