/** Pixels between a list and the edges of the window. */
const EDGE = 8;
/** As tall as a list gets, pixels, and as little as it needs below the menu to open there. */
const MAX_HEIGHT = 400;
const ENOUGH = 240;
const MIN_WIDTH = 300;

/**
 * Puts a list below its menu, or above it where there is more room. It is fixed to the window, so that no scrolling box
 * around the menu cuts it off.
 */
export function placeList(box: HTMLElement, list: HTMLElement): void {
  const { top, bottom, left, width } = box.getBoundingClientRect();
  // A phone's keyboard takes its part of the window.
  const height = visualViewport?.height ?? innerHeight;
  const below = height - bottom - EDGE - 4;
  const above = top - EDGE - 4;
  const wanted = Math.min(MAX_HEIGHT, list.scrollHeight + 2);
  const isBelow = below >= Math.min(wanted, ENOUGH) || below >= above;
  const wide = Math.min(Math.max(width, MIN_WIDTH), innerWidth - 2 * EDGE);
  list.style.width = `${wide}px`;
  list.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - wide - EDGE))}px`;
  list.style.maxHeight = `${Math.max(96, Math.min(MAX_HEIGHT, isBelow ? below : above))}px`;
  list.style.top = isBelow ? `${bottom + 4}px` : 'auto';
  list.style.bottom = isBelow ? 'auto' : `${innerHeight - top + 4}px`;
}
