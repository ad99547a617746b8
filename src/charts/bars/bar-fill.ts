import type { CanvasPattern, SKRSContext2D } from '@napi-rs/canvas';
import type { Card } from '../paint/card.js';
import type { Hex } from '../paint/colour.js';
import { createHatch } from '../paint/hatch.js';
import type { Theme } from '../paint/theme.js';
import type { ProbabilityBar } from './probability-bar.js';

/** How the length of a bar is filled. */
export interface BarFill {
  readonly kind: 'solid' | 'outlined' | 'hatched';
  readonly colour: Hex;
}

/** The fill that says whether a token is kept, cut or hidden, by more than its colour. */
export function barFill(state: ProbabilityBar['state'], theme: Theme, solid = theme.bar): BarFill {
  if (state === 'kept') return { kind: 'solid', colour: solid };
  return { kind: state === 'cut' ? 'outlined' : 'hatched', colour: theme.line };
}

/** Where a bar is, in pixels. */
export interface BarBox {
  readonly left: number;
  readonly width: number;
  /** Its middle. */
  readonly y: number;
  readonly thickness: number;
}

/** Draws a bar; whatever is not zero is seen: two pixels at least. */
export function drawBar({ context, theme }: Card, box: BarBox, fill: BarFill): void {
  if (box.width === 0) return;
  const width = Math.max(2, box.width);
  const top = box.y - box.thickness / 2;
  if (fill.kind === 'outlined') {
    context.fillStyle = theme.card;
    context.fillRect(box.left, top, width, box.thickness);
  }
  context.fillStyle = paintOf(context, fill);
  context.fillRect(box.left, top, width, box.thickness);
  if (fill.kind !== 'outlined') return;
  context.strokeStyle = fill.colour;
  context.lineWidth = 3;
  context.strokeRect(box.left + 1.5, top + 1.5, Math.max(0, width - 3), box.thickness - 3);
}

function paintOf(context: SKRSContext2D, fill: BarFill): Hex | CanvasPattern {
  if (fill.kind === 'solid') return fill.colour;
  return createHatch(context, {
    colour: fill.colour,
    direction: fill.kind === 'outlined' ? 'rising' : 'falling',
    pitch: 12,
    lineWidth: 3,
  });
}

/** Draws what a full bar would fill; hatched from end to end where the bar is cut, since the bar may be too short to show it. */
export function drawTrack({ context, theme }: Card, box: BarBox, fill?: BarFill): void {
  const area = [box.left, box.y - box.thickness / 2, box.width, box.thickness] as const;
  context.fillStyle = theme.track;
  context.fillRect(...area);
  if (fill?.kind !== 'outlined') return;
  context.fillStyle = createHatch(context, { colour: theme.cutTrack, direction: 'rising', pitch: 16, lineWidth: 3 });
  context.fillRect(...area);
}
