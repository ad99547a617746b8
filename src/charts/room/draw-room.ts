import { createCanvas } from '@napi-rs/canvas';
import type { ChartWords } from '../../words/pictures.js';
import type { Card } from '../paint/card.js';
import { drawInside } from '../paint/clipped.js';
import { freePixels } from '../paint/free-pixels.js';
import { size } from '../paint/theme.js';
import { drawLabel, layOutLabel } from '../text/label.js';
import { layOutNumbers } from './draw-numbers.js';
import { layOutShares } from './draw-shares.js';
import { middleValue } from './guesses.js';
import type { RoomStrip } from './room-strip.js';
import type { StripBody, StripRegion } from './strip-body.js';

/** From the line above the strip to the baseline of its heading, and to what stands below. */
const BASELINE = 38;
const HEAD = 52;
const BOTTOM = 17;
const GAP = 24;
const MAX_ASIDE = 560;
const headingStyle = { family: 'sans', size: size.small, bold: true } as const;
const quietStyle = { family: 'sans', size: size.small } as const;

/**
 * The card with a strip below what is on it: what a room said.
 *
 * @throws RangeError when a number is not a possible one
 */
export function addRoom(
  above: Card,
  room: RoomStrip,
  words: ChartWords,
): { readonly card: Card; readonly regions: readonly StripRegion[] } {
  const context = createCanvas(1, 1).getContext('2d');
  const body = bodyOf(context, room, words);
  const card = extended(above, HEAD + body.height + BOTTOM);
  drawHead(card, room, above.height, words);
  return { card, regions: body.draw(card, above.height + HEAD) };
}

function bodyOf(context: Card['context'], room: RoomStrip, words: ChartWords): StripBody {
  if (room.people === 0) return nobody(room, words);
  return room.kind === 'shares' ? layOutShares(context, room, words) : layOutNumbers(context, room, words);
}

/** A higher card with all that is on this one, within one border. */
function extended({ context: from, theme, height: above }: Card, more: number): Card {
  const height = above + more;
  const context = createCanvas(size.width, height).getContext('2d');
  context.lang = 'en';
  context.direction = 'ltr';
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.drawImage(from.canvas, 0, 0);
  freePixels(from.canvas);
  context.fillStyle = theme.card;
  context.fillRect(0, above - 3, size.width, more + 3);
  context.strokeStyle = theme.border;
  context.lineWidth = 2;
  context.strokeRect(1, 1, size.width - 2, height - 2);
  context.fillStyle = theme.border;
  context.fillRect(size.padding, above - 2, size.width - 2 * size.padding, 3);
  return { context, theme, height };
}

function drawHead({ context, theme }: Card, room: RoomStrip, top: number, words: ChartWords): void {
  const width = size.width - 2 * size.padding;
  const aside = layOutLabel(context, asideOf(room, words), quietStyle, MAX_ASIDE);
  const heading = layOutLabel(context, room.heading, headingStyle, width - aside.width - GAP);
  drawInside(context, { left: size.padding - 6, top, width: width + 12, height: HEAD }, () => {
    drawLabel(context, heading, size.padding, top + BASELINE, { ink: theme.ink, dim: theme.muted });
    const x = size.padding + width - aside.width;
    drawLabel(context, aside, x, top + BASELINE, { ink: theme.muted, dim: theme.muted });
  });
}

function asideOf(room: RoomStrip, { room: words }: ChartWords): string {
  if (room.people === 0) return '';
  const middle = room.kind === 'numbers' ? middleValue(room.values) : undefined;
  if (room.people === 1 || room.kind === 'shares' || middle === undefined) return words.answered(room.people);
  return words.middle(room.people, middle, room.unit);
}

/** Says that nobody has answered, and what is right. */
function nobody(room: RoomStrip, { room: words }: ChartWords): StripBody {
  const right = room.kind === 'shares' ? room.options.filter(({ isRight }) => isRight) : [];
  const truth =
    room.kind === 'numbers'
      ? words.right(room.truth, room.unit)
      : right.length === 0
        ? ''
        : words.rightOption(right.map(({ label }) => label).join(' · '));
  const height = 44;
  return {
    height,
    draw({ context, theme }, top) {
      const width = size.width - 2 * size.padding;
      const note = layOutLabel(context, words.nobody, quietStyle, width);
      const told = layOutLabel(context, truth, headingStyle, width - note.width - GAP);
      const area = { left: size.padding, top, width, height };
      drawInside(context, area, () => {
        drawLabel(context, note, size.padding, top + 30, { ink: theme.muted, dim: theme.muted });
        drawLabel(context, told, size.padding + note.width + GAP, top + 30, { ink: theme.ink, dim: theme.muted });
      });
      return [{ area, label: words.nobody, text: truth }];
    },
  };
}
