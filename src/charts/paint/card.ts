import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { fontOf } from '../text/fonts.js';
import { drawLabel, layOutLabel } from '../text/label.js';
import { drawInside } from './clipped.js';
import { freePixels } from './free-pixels.js';
import { size, type Theme } from './theme.js';

/** What one page of a picture is drawn on. */
export interface Card {
  readonly context: SKRSContext2D;
  readonly theme: Theme;
  /** Pixels. */
  readonly height: number;
}

/** What stands at the top of a card. */
export interface Heading {
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** At the right end of the title, such as the page's number. */
  readonly aside?: string | undefined;
}

/** The height in pixels that the heading takes, down to where the content starts. */
export function headingHeight(heading: Pick<Heading, 'subtitle'>): number {
  return heading.subtitle ? 122 : 92;
}

/** An empty card with its heading, `height` pixels high. */
export function createCard(heading: Heading, height: number, theme: Theme): Card {
  const context = createCanvas(size.width, height).getContext('2d');
  // Without it, the host's language would choose between glyph variants.
  context.lang = 'en';
  context.direction = 'ltr';
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.fillStyle = theme.card;
  context.fillRect(0, 0, size.width, height);
  context.strokeStyle = theme.border;
  context.lineWidth = 2;
  context.strokeRect(1, 1, size.width - 2, height - 2);
  drawHeading(context, heading, theme);
  return { context, theme, height };
}

function drawHeading(context: SKRSContext2D, { title, subtitle, aside }: Heading, theme: Theme): void {
  let right = size.width - size.padding;
  if (aside) {
    context.font = fontOf('sans', size.label);
    right -= context.measureText(aside).width;
    context.fillStyle = theme.muted;
    context.fillText(aside, right, 60);
    right -= 32;
  }
  const line = (text: string, style: { y: number; size: number; bold: boolean; ink: Theme['ink']; end: number }) => {
    const { y, ink, end } = style;
    // A title's end matters as much as its start: it may quote the very words that a chart goes on from.
    const label = layOutLabel(context, text, { family: 'sans', ...style }, end - size.padding, 'both');
    const width = end - size.padding + 12;
    drawInside(context, { left: size.padding - 6, top: y - style.size * 1.15, width, height: style.size * 1.55 }, () =>
      drawLabel(context, label, size.padding, y, { ink, dim: theme.muted }),
    );
  };
  line(title, { y: 60, size: size.title, bold: true, ink: theme.ink, end: right });
  if (subtitle) line(subtitle, { y: 98, size: 26, bold: false, ink: theme.muted, end: size.width - size.padding });
}

/** The card as a PNG file; its canvas is empty then. */
export function encodeCard({ context: { canvas } }: Card): Buffer {
  const png = canvas.encodeSync('png');
  freePixels(canvas);
  return png;
}
