import type { Hex } from '../../paint/colour.js';
import { readableInk } from '../../paint/colour.js';
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
