import type { CanvasPattern, SKRSContext2D } from '@napi-rs/canvas';
import type { Hex } from '../paint/colour.js';
import { createHatch } from '../paint/hatch.js';
import type { Theme } from '../paint/theme.js';
import type { ProbabilityBar } from '../picture.js';

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

/** What a canvas fills the bar with. */
export function paintOf(context: SKRSContext2D, fill: BarFill): Hex | CanvasPattern {
  if (fill.kind === 'solid') return fill.colour;
  return createHatch(context, fill.colour, fill.kind === 'outlined' ? 'rising' : 'falling', 12, 3);
}

/** A bar's place, in pixels. */
export interface BarPlace {
  readonly left: number;
  readonly width: number;
  /** Its middle. */
  readonly y: number;
  readonly thickness: number;
}

/** Draws a bar; whatever is not zero is seen: two pixels at least. */
export function drawBar(context: SKRSContext2D, place: BarPlace, fill: BarFill): void {
  if (place.width === 0) return;
  const width = Math.max(2, place.width);
  const top = place.y - place.thickness / 2;
  context.fillStyle = paintOf(context, fill);
  context.fillRect(place.left, top, width, place.thickness);
  if (fill.kind !== 'outlined') return;
  context.strokeStyle = fill.colour;
  context.lineWidth = 2;
  context.strokeRect(place.left + 1, top + 1, Math.max(0, width - 2), place.thickness - 2);
}

/** Draws what a full bar would fill. */
export function drawTrack(context: SKRSContext2D, place: BarPlace, theme: Theme): void {
  context.fillStyle = theme.track;
  context.fillRect(place.left, place.y - place.thickness / 2, place.width, place.thickness);
}
