import { type CanvasPattern, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Hex } from './colour.js';

/** Diagonal lines. */
export interface Hatch {
  readonly colour: Hex;
  /** `rising` as `/` for what was cut, `falling` as `\` for what is hidden. */
  readonly direction: 'rising' | 'falling';
  /** Pixels from line to line along the axis. */
  readonly pitch: number;
  /** Pixels. */
  readonly lineWidth: number;
}

/** A repeating pattern of diagonal lines, transparent between them. */
export function createHatch(context: SKRSContext2D, { colour, direction, pitch, lineWidth }: Hatch): CanvasPattern {
  const tile = createCanvas(pitch, pitch);
  const pen = tile.getContext('2d');
  pen.strokeStyle = colour;
  pen.lineWidth = lineWidth;
  // Drawn three times, so that the corners join when the tile repeats.
  for (const shift of [-pitch, 0, pitch]) {
    pen.beginPath();
    if (direction === 'rising') {
      pen.moveTo(shift - 1, pitch + 1);
      pen.lineTo(shift + pitch + 1, -1);
    } else {
      pen.moveTo(shift - 1, -1);
      pen.lineTo(shift + pitch + 1, pitch + 1);
    }
    pen.stroke();
  }
  const pattern = context.createPattern(tile, 'repeat');
  if (!pattern) throw new Error('The canvas could not make a pattern.');
  return pattern;
}
