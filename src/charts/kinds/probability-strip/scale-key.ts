import type { SKRSContext2D } from '@napi-rs/canvas';
import type { ChartWords } from '../../../words/pictures.js';
import type { Card } from '../../paint/card.js';
import { probabilityColour } from '../../paint/probability-scale.js';
import { size } from '../../paint/theme.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import { drawDashedBox, drawLowSign } from './dashed-signs.js';
import type { ProbabilityStrip } from './probability-strip.js';
import { VERY_LOW } from './probability-tile.js';

const BAR = { width: 240, height: 26 };
const SIGN_WIDTH = 44;
const GAP = 14;
/** Between what the scale means and the first sign. */
const PART_GAP = 34;
const LINE_HEIGHT = 44;
/** Between the lowest tiles and the key, and below it. */
const MARGIN = { top: 12, bottom: 14 };

/** What the key says. */
export interface KeyWords {
  /** What the tint shows, and the captions. */
  readonly scale: string;
  /** What a dashed line under a token means, where there is one. */
  readonly low: string | undefined;
  /** What a dashed outline means, where there is one. */
  readonly dashed: string | undefined;
  readonly percent: (share: number) => string;
}

/** The key's words for these tokens. */
export function keyWords(
  captions: string | undefined,
  tokens: ProbabilityStrip['tokens'],
  { probabilityStrip: words, figures }: ChartWords,
): KeyWords {
  const isLow = tokens.some(({ probability = 1 }) => probability < VERY_LOW);
  const isBound = tokens.some(({ bound }) => bound);
  const isUntold = tokens.some(({ probability }) => probability === undefined);
  return {
    scale: words.scale(captions),
    low: isLow ? words.under(VERY_LOW * 100) : undefined,
    dashed: isBound ? words.atMostSoLikely : isUntold ? words.notTold : undefined,
    percent: figures.percent,
  };
}

/** The key with its parts in their places. */
export interface ScaleKey {
  readonly parts: readonly PlacedPart[];
  /** Pixels that it takes at the bottom of the card. */
  readonly height: number;
}

interface KeyPart {
  readonly sign: 'scale' | 'low' | 'dashed';
  /** The ends of the scale, where it is one, and what the sign means. */
  readonly labels: readonly Label[];
}

interface PlacedPart extends KeyPart {
  readonly x: number;
  readonly row: number;
}

/** Puts the scale and the signs beside each other, or below where there is no room. */
export function layOutKey(context: SKRSContext2D, words: KeyWords): ScaleKey {
  const room = size.width - 2 * size.padding;
  const label = (text: string) => layOutLabel(context, text, { family: 'sans', size: size.small }, room - 480, 'start');
  const signs = (['low', 'dashed'] as const).flatMap((sign): KeyPart[] => {
    const text = words[sign];
    return text === undefined ? [] : [{ sign, labels: [label(text)] }];
  });
  const scale: KeyPart = { sign: 'scale', labels: [words.percent(0), words.percent(1), words.scale].map(label) };
  const parts: PlacedPart[] = [];
  let [x, row] = [0, 0];
  for (const part of [scale, ...signs]) {
    const said = part.labels.reduce((sum, { width }) => sum + GAP + width, 0);
    const width = said + (part.sign === 'scale' ? BAR.width : SIGN_WIDTH);
    if (x > 0 && x + width > room) [x, row] = [0, row + 1];
    parts.push({ ...part, x: size.padding + x, row });
    x += width + PART_GAP;
  }
  return { parts, height: MARGIN.top + LINE_HEIGHT * (row + 1) + MARGIN.bottom };
}

/** Draws the scale as a bar with its ends, and what the signs at tokens mean. */
export function drawKey(card: Card, { parts, height }: ScaleKey): void {
  const { context, theme } = card;
  for (const { sign, labels, x, row } of parts) {
    const baseline = card.height - height + MARGIN.top + 33 + row * LINE_HEIGHT;
    let at = x;
    const say = (label: Label | undefined) => {
      if (label) drawLabel(context, label, at, baseline, { ink: theme.muted, dim: theme.muted });
      at += (label?.width ?? 0) + GAP;
    };
    if (sign === 'scale') {
      say(labels[0]);
      drawScale(card, Math.round(at), baseline - 24);
      at += BAR.width + GAP;
      say(labels[1]);
      say(labels[2]);
      continue;
    }
    if (sign === 'low') drawLowSign(card, { left: at, y: baseline - 6, width: SIGN_WIDTH });
    else drawDashedBox(card, { left: at, top: baseline - 25, width: SIGN_WIDTH, height: 30 });
    at += SIGN_WIDTH + GAP;
    say(labels[0]);
  }
}

function drawScale({ context, theme }: Card, left: number, top: number): void {
  for (let x = 0; x < BAR.width; x += 1) {
    context.fillStyle = probabilityColour(x / (BAR.width - 1));
    context.fillRect(left + x, top, 1, BAR.height);
  }
  context.strokeStyle = theme.line;
  context.lineWidth = 2;
  context.strokeRect(left + 1, top + 1, BAR.width - 2, BAR.height - 2);
}
