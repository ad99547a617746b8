import type { CanvasPattern, SKRSContext2D } from '@napi-rs/canvas';
import type { Hex } from '../../paint/colour.js';
import { readableInk } from '../../paint/colour.js';
import { createHatch } from '../../paint/hatch.js';
import type { Theme } from '../../paint/theme.js';

/** The colours of one question. */
interface QuestionColours {
  /** Of an area that figures stand on. */
  readonly fill: Hex;
  /** Of lines, and of what nothing stands on. */
  readonly strong: Hex;
  /** Of figures on it. */
  readonly ink: Hex;
}

/** The colours of those who say yes to each question; what they mean is always written beside them. */
export function coloursOf(theme: Theme): { readonly first: QuestionColours; readonly second: QuestionColours } {
  const [blue, orange = blue] = theme.tokens;
  const from = ({ fill, edge }: typeof blue) => ({ fill, strong: edge, ink: readableInk(fill, theme.inks) });
  return { first: from(blue), second: from(orange) };
}

/** Stripes of the first question's colour, over the second's: for those who say yes to both. */
export function stripesOfBoth(context: SKRSContext2D, theme: Theme): CanvasPattern {
  return createHatch(context, { colour: coloursOf(theme).first.fill, direction: 'rising', pitch: 16, lineWidth: 6 });
}
