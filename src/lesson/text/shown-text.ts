import { textEnd } from './text-end.js';

/** How much of the text's end is shown; the rest of the message needs its room. */
const MAX_TEXT_SHOWN = 1200;

/** The end of a text, with `…` where something was left out. */
export function shownText(whole: string): string {
  return textEnd(whole, MAX_TEXT_SHOWN);
}
