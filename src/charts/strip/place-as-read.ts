import { inSeenOrder, type ReadingOrder } from '../text/reading-order.js';
import type { PlacedItem } from './token-flow.js';

/**
 * Puts the tokens of a line where they are read: those of a script that runs from right to left in that direction, and the
 * whole line at the right end where its paragraph does. They stay in the order in which they come.
 *
 * @param options.width pixels of the line
 */
export function placeAsRead(
  line: readonly PlacedItem[],
  order: ReadingOrder | undefined,
  { width, gap }: { readonly width: number; readonly gap: number },
): readonly PlacedItem[] {
  const [first] = line;
  if (order === undefined || first === undefined) return line;
  const base = order.paragraphs[first.index] ?? 0;
  const seen = inSeenOrder(line, ({ index }) => Math.max(base, order.levels[index] ?? 0));
  const total = line.reduce((sum, item) => sum + item.width + gap, -gap);
  let x = base % 2 === 1 ? width - total : 0;
  const places = new Map<number, number>();
  for (const item of seen) {
    places.set(item.index, x);
    x += item.width + gap;
  }
  return line.map((item) => ({ ...item, x: places.get(item.index) ?? item.x }));
}
