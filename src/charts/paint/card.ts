import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { collectPixels } from './collect-pixels.js';
import { freePixels } from './free-pixels.js';
import { drawHeading, type Heading } from './heading.js';
import { encodePng } from './png.js';
import { size, type Theme } from './theme.js';

/** What one page of a picture is drawn on. */
export interface Card {
  readonly context: SKRSContext2D;
  readonly theme: Theme;
  /** Pixels. */
  readonly height: number;
}

/** What a card is like. */
export interface CardOptions {
  /** Pixels. */
  readonly height: number;
  readonly theme: Theme;
  /** At the right end of the title, such as the page's number. */
  readonly aside?: string | undefined;
}

/** An empty card with its heading. */
export function createCard(heading: Heading, { height, theme, aside }: CardOptions): Card {
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
  drawHeading(context, heading, theme, aside);
  return { context, theme, height };
}

/**
 * The card as a PNG file; its canvas is empty then.
 *
 * @param text stands in the file, as `encodePng` has it
 */
export function encodeCard({ context: { canvas } }: Card, text: Parameters<typeof encodePng>[1]): Buffer {
  const { width, height } = canvas;
  const png = encodePng({ data: canvas.data(), width, height }, text);
  freePixels(canvas);
  collectPixels();
  return png;
}
