import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { fontOf } from '../text/fonts.js';
import { drawLabel, layOutLabel } from '../text/label.js';
import { drawInside } from './clipped.js';
import { freePixels } from './free-pixels.js';
import { size, type Theme } from './theme.js';

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
export function createCard(heading: Heading, height: number, theme: Theme): SKRSContext2D {
  const context = createCanvas(size.width, height).getContext('2d');
  drawCard(context, heading, height, theme);
  return context;
}

/** Fills the canvas with the card's ground and writes the heading. */
export function drawCard(context: SKRSContext2D, heading: Heading, height: number, theme: Theme): void {
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

  let right = size.width - size.padding;
  if (heading.aside) {
    context.font = fontOf('sans', size.label);
    right -= context.measureText(heading.aside).width;
    context.fillStyle = theme.muted;
    context.fillText(heading.aside, right, 60);
    right -= 32;
  }
  const line = (text: string, y: number, pixels: number, bold: boolean, ink: Theme['ink'], end: number) => {
    // A title's end matters as much as its start: it may quote the very words that a chart goes on from.
    const label = layOutLabel(context, text, { family: 'sans', size: pixels, bold }, end - size.padding, 'middle');
    const width = end - size.padding + 12;
    drawInside(context, { left: size.padding - 6, top: y - pixels * 1.15, width, height: pixels * 1.55 }, () =>
      drawLabel(context, label, size.padding, y, { ink, dim: theme.muted }),
    );
  };
  line(heading.title, 60, size.title, true, theme.ink, right);
  if (heading.subtitle) line(heading.subtitle, 98, 26, false, theme.muted, size.width - size.padding);
}

/** The card as a PNG file; its canvas is empty then. */
export function encodeCard({ canvas }: SKRSContext2D): Buffer {
  const png = canvas.encodeSync('png');
  freePixels(canvas);
  return png;
}
