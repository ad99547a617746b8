/**
 * Pages that a picture has at most; its last page says how much is left out. Every page is laid out to find one, which for
 * so many of a text takes about as long as drawing two.
 */
export const MAX_PAGES = 40;

/** Which page of a picture something is, and what is on it. */
export interface PagePlace {
  /** From 0 on. */
  readonly page: number;
  /** How many there are, at least 1. */
  readonly pages: number;
  /** The first of the picture's tokens, bars, rows or branches that is on the page. */
  readonly from: number;
  /** How many of them are on it. */
  readonly count: number;
}

/** The page that is drawn where some page is asked for: the nearest that there is. */
export function nearestPage(wanted: number, pages: number): number {
  return Math.max(0, Math.min(Math.trunc(wanted) || 0, pages - 1));
}
