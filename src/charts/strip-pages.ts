import { size } from './theme.js';

/** How many lines stand on a page, and how high the pages are. */
export interface StripShape {
  readonly linesPerPage: number;
  /** Height in pixels of every page. */
  readonly height: number;
}

/** Never lower, so that a single token still reads as a card. */
const lowest = 260;

/**
 * The shape of a strip of token lines: as low as one page allows, or full pages that are all the same.
 *
 * @param lines in all
 * @param frame pixels above and below the lines
 * @param lineHeight pixels
 */
export function stripShape(lines: number, frame: number, lineHeight: number): StripShape {
  const linesPerPage = Math.floor((size.maxHeight - frame) / lineHeight);
  const height = frame + Math.min(lines, linesPerPage) * lineHeight;
  return { linesPerPage, height: Math.max(lowest, Math.ceil(height)) };
}
