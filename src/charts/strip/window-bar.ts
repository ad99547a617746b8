import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Card } from '../paint/card.js';
import type { Area } from '../paint/clipped.js';
import { createHatch } from '../paint/hatch.js';

/** Of what a part of a prompt is: each has its own fill. `gone` is what fell off, or does not fit. */
export type PromptPart = 'template' | 'system' | 'user' | 'answer' | 'filler' | 'gone';

/** The place of a part's colours in the cycle of the tiles; what is hatched or dashed has none. */
export const PART_COLOURS: Readonly<Partial<Record<PromptPart, number>>> = { user: 0, system: 1, answer: 2, filler: 3 };

/** So much of a bar is seen even where it stands for nearly nothing; pixels. */
const LEAST = 4;

/** One part of a window, by its tokens. */
export interface BarPart {
  readonly part: PromptPart;
  readonly count: number;
}

/** Draws parts one after another, at so many pixels a token, and gives the pixel where they end. */
export function drawParts(
  card: Card,
  parts: readonly BarPart[],
  { left, top, height, scale }: Pick<Area, 'left' | 'top' | 'height'> & { readonly scale: number },
): number {
  let at = left;
  for (const { part, count } of parts) {
    if (count === 0) continue;
    const width = Math.max(LEAST, count * scale);
    fillPart(card, part, { left: at, top, width, height });
    at += width;
  }
  return at;
}

/** Fills an area as tokens of that part are filled, with its edge. */
export function fillPart({ context, theme }: Card, part: PromptPart, area: Area): void {
  const { left, top, width, height } = area;
  const colours = theme.tokens[PART_COLOURS[part] ?? -1];
  context.fillStyle = colours?.fill ?? theme.card;
  context.fillRect(left, top, width, height);
  if (part === 'template') {
    context.fillStyle = createHatch(context, { colour: theme.line, direction: 'rising', pitch: 12, lineWidth: 2 });
    context.fillRect(left, top, width, height);
  }
  const isGone = part === 'gone';
  outline(context, area, { colour: isGone ? theme.muted : (colours?.edge ?? theme.line), isDashed: isGone });
}

function outline(
  context: SKRSContext2D,
  { left, top, width, height }: Area,
  { colour, isDashed }: { readonly colour: string; readonly isDashed: boolean },
): void {
  if (width < LEAST + 2) return;
  context.save();
  if (isDashed) context.setLineDash([7, 6]);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.strokeRect(left + 1, top + 1, width - 2, height - 2);
  context.restore();
}
