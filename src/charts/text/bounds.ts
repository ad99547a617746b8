/** Code units at each end of a longer text that are looked at: more than any label shows, of long emoji sequences too. */
const MAX_END = 500;

/** A text of any length as layouts may look at it: both of its ends, which hold all that is drawn of it. */
export function bothEnds(text: string): string {
  return text.length <= 2 * MAX_END ? text : `${text.slice(0, MAX_END)}…${text.slice(-MAX_END)}`;
}

/** Of a longer text only the end is wrapped, from a place that moves in steps of this, so that lines stay as they are. */
const WRAPPED_STEP = 2000;

/** What is wrapped of a text: all of a short one. */
export function wrappedEnd(text: string): string {
  return text.slice(Math.max(0, Math.floor(text.length / WRAPPED_STEP) - 1) * WRAPPED_STEP);
}
