import { fontOf } from '../text/fonts.js';
import type { Card } from './card.js';
import { size } from './theme.js';

/** Says, in the middle of the card, why there is nothing on it. */
export function drawEmptyNote({ context, theme, height }: Card, text: string): void {
  context.font = fontOf('sans', size.label);
  context.fillStyle = theme.muted;
  context.fillText(text, size.padding, Math.round((height + 60) / 2));
}
