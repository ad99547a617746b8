import type { SKRSContext2D } from '@napi-rs/canvas';
import { checkProbability } from '../../domain/check-figure.js';
import type { ChartWords } from '../../words/pictures.js';
import type { Card } from '../paint/card.js';
import { type Area, drawInside } from '../paint/clipped.js';
import { size } from '../paint/theme.js';
import { drawLabel, type Label, layOutLabel } from '../text/label.js';

/** A token that may come next, and its chance. */
export interface Guess {
  readonly label: string;
  /** In [0, 1]. */
  readonly probability: number;
  /** It is no more than that; the server did not tell how much. */
  readonly isBound?: boolean | undefined;
  /** Drawn bold and outlined, because it is the one that is looked at. */
  readonly strong?: boolean | undefined;
}

/** A guess, ready to draw. */
export interface GuessCell {
  readonly guess: Guess;
  readonly label: Label;
  readonly figure: Label;
}

const INSET = 14;
const BETWEEN = 12;
/** Under the words, as long as the chance. */
const BAR = 9;

/**
 * Readies a guess for a cell of so many pixels.
 *
 * @throws RangeError when its probability is not in [0, 1]
 */
export function layOutGuess(
  context: SKRSContext2D,
  guess: Guess,
  width: number,
  words: Pick<ChartWords, 'empty' | 'attended'>,
): GuessCell {
  const { label: text, strong = false, probability, isBound = false } = guess;
  const chance = words.attended.chance(checkProbability(probability), isBound);
  const figure = layOutLabel(context, chance, { family: 'sans', size: size.small, bold: strong }, width);
  const room = Math.max(60, width - 2 * INSET - BETWEEN - figure.width);
  const whole = layOutLabel(context, text || words.empty, { family: 'mono', size: size.label, bold: strong }, room);
  const isWhole = !whole.runs.some(({ text: run }) => run.includes('…'));
  const smaller = { family: 'mono', size: size.small, bold: strong } as const;
  return { guess, figure, label: isWhole ? whole : layOutLabel(context, text || words.empty, smaller, room) };
}

/** Draws a guess: its token on the left, its chance on the right, and a bar below. */
export function drawGuess(card: Card, { guess, label, figure }: GuessCell, area: Area): void {
  const { context, theme } = card;
  const { left, top, width, height } = area;
  const { probability, strong = false } = guess;
  context.save();
  context.beginPath();
  context.roundRect(left, top, width, height, 8);
  context.fillStyle = theme.track;
  context.fill();
  context.clip();
  context.fillStyle = theme.bar;
  context.fillRect(left, top + height - BAR, width * probability, BAR);
  context.restore();
  const baseline = top + (height - BAR) / 2 + size.small * 0.36;
  const inks = { ink: theme.ink, dim: theme.muted };
  drawInside(context, area, () => {
    drawLabel(context, label, left + INSET, baseline, inks);
    drawLabel(context, figure, left + width - INSET - figure.width, baseline, inks);
  });
  if (!strong) return;
  context.beginPath();
  context.roundRect(left + 2, top + 2, width - 4, height - 4, 7);
  context.strokeStyle = theme.ink;
  context.lineWidth = 4;
  context.stroke();
}
