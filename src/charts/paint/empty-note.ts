import type { SKRSContext2D } from '@napi-rs/canvas';
import { fontOf } from '../text/fonts.js';
import { size, type Theme } from './theme.js';

/** Says, in the middle of the card, why there is nothing on it. */
export function drawEmptyNote(context: SKRSContext2D, text: string, height: number, theme: Theme): void {
  context.font = fontOf('sans', size.label);
  context.fillStyle = theme.muted;
  context.fillText(text, size.padding, Math.round((height + 60) / 2));
}
