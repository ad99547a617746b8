import type { SKRSContext2D } from '@napi-rs/canvas';
import type { ChartWords } from '../../../words/pictures.js';
import type { Card } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { size } from '../../paint/theme.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import { coloursOf, stripesOfBoth } from './colours.js';
import { counts, pictureSums, type TwoAnswers, type TwoQuestions } from './two-questions.js';

/** Over the circles, for the names of the questions. */
const NAMES = 46;
/** Of a circle's radius, how far its middle is from the middle of both. */
const APART = 0.62;
const FIGURE = 44;
/** Of three digits, which would touch the circles. */
const SMALL_FIGURE = 36;
/** The circles stand so far to the left, so that those outside of them have a place. */
const ASIDE = 38;
/** How wide their name is at most. */
const NEITHER = 110;

/** Draws a circle for each question inside of a frame for everybody, with the number of people in each part. */
export function drawVenn(card: Card, picture: TwoQuestions, area: Area, words: ChartWords): void {
  const { context, theme } = card;
  const { first, second } = coloursOf(theme);
  const { names, given } = picture;
  const sums = pictureSums(picture);
  const radius = (area.height - NAMES - 14) / 2;
  const middle = { x: area.left + area.width / 2 - ASIDE, y: area.top + NAMES + radius };
  const left = { ...middle, x: middle.x - APART * radius, radius };
  const right = { ...middle, x: middle.x + APART * radius, radius };

  context.beginPath();
  context.roundRect(area.left, area.top, area.width, area.height, 12);
  context.strokeStyle = theme.line;
  context.lineWidth = 2;
  context.stroke();
  if (given !== 'second') fillCircle(context, left, first.fill);
  if (given !== 'first') fillCircle(context, right, second.fill);
  context.save();
  circle(context, left);
  context.clip();
  fillCircle(context, right, second.fill);
  // Stripes of both colours, since those in the middle said yes to both.
  fillCircle(context, right, stripesOfBoth(context, theme));
  context.restore();
  outline(context, left, first.strong, given === 'first');
  outline(context, right, second.strong, given === 'second');

  const spread = (1 + APART) / 2;
  const places: Readonly<Record<TwoAnswers, number>> = {
    first: middle.x - spread * radius,
    both: middle.x,
    second: middle.x + spread * radius,
    neither: 0,
  };
  for (const answers of ['first', 'both', 'second'] as const) {
    const isCounted = counts(answers, given);
    const ink = isCounted ? { first: first.ink, both: second.ink, second: second.ink }[answers] : theme.muted;
    figure(card, words.figures.count(sums[answers]), { x: places[answers], y: middle.y, ink, isStrong: isCounted });
  }
  for (const [at, name] of names.entries()) {
    const label = layOutLabel(
      context,
      name || words.empty,
      { family: 'sans', size: size.small, bold: true },
      area.width / 2 - 20,
    );
    const x = at === 0 ? area.left + 18 : area.left + area.width - 18 - label.width;
    const isQuiet = given !== undefined && given !== (at === 0 ? 'first' : 'second');
    const ink = isQuiet ? theme.muted : theme.ink;
    drawInside(context, { ...area, height: NAMES }, () =>
      drawLabel(context, label, x, area.top + 34, { ink, dim: theme.muted }),
    );
  }
  const isCounted = counts('neither', given);
  const ink = isCounted ? theme.ink : theme.muted;
  const label = layOutLabel(context, words.twoQuestions.neither, { family: 'sans', size: size.small }, NEITHER);
  const corner = { x: area.left + area.width - 14 - label.width / 2, y: area.top + area.height };
  drawLabel(context, label, corner.x - label.width / 2, corner.y - 14, { ink, dim: ink });
  figure(card, words.figures.count(sums.neither), { x: corner.x, y: corner.y - 66, ink, isStrong: isCounted });
}

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

function circle(context: SKRSContext2D, { x, y, radius }: Circle): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

function fillCircle(context: SKRSContext2D, round: Circle, fill: SKRSContext2D['fillStyle']): void {
  circle(context, round);
  context.fillStyle = fill;
  context.fill();
}

function outline(context: SKRSContext2D, round: Circle, colour: string, isStrong: boolean): void {
  circle(context, round);
  context.strokeStyle = colour;
  context.lineWidth = isStrong ? 9 : 4;
  context.stroke();
}

function figure(
  { context }: Card,
  text: string,
  { x, y, ink, isStrong }: { x: number; y: number; ink: `#${string}`; isStrong: boolean },
): void {
  const type = text.length > 2 ? SMALL_FIGURE : FIGURE;
  const label = layOutLabel(context, text, { family: 'sans', size: type, bold: isStrong }, Number.POSITIVE_INFINITY);
  drawLabel(context, label, x - label.width / 2, y + type * 0.35, { ink, dim: ink });
}
