/** A token to place: its size and where it must break. */
export interface FlowItem {
  readonly width: number;
  readonly breakAfter: boolean;
  /** Items with one number stay on one line where they fit. */
  readonly group: number | undefined;
}

/** A token in its place, in pixels from the left end of the line. */
export interface PlacedItem {
  readonly index: number;
  readonly x: number;
  readonly width: number;
}

/**
 * Wraps items into lines the way a text wraps, left to right in their order.
 *
 * @param maxLines lines to make at most; what is left over is not placed
 */
export function flowLines(
  items: Iterable<FlowItem>,
  options: { readonly width: number; readonly gap: number; readonly maxLines: number },
): PlacedItem[][] {
  const lines: PlacedItem[][] = [];
  let line: PlacedItem[] = [];
  let x = 0;
  const endLine = () => {
    if (line.length > 0) lines.push(line);
    [line, x] = [[], 0];
  };
  for (const unit of units(items)) {
    const total = unit.reduce((sum, item) => sum + item.width, 0) + options.gap * (unit.length - 1);
    if (x > 0 && total <= options.width && x + total > options.width) endLine();
    for (const item of unit) {
      if (x > 0 && x + item.width > options.width) endLine();
      if (lines.length >= options.maxLines) return lines;
      line.push({ index: item.index, x, width: item.width });
      x += item.width + options.gap;
      if (item.breakAfter) endLine();
    }
  }
  if (lines.length < options.maxLines) endLine();
  return lines;
}

type Indexed = FlowItem & { readonly index: number };

/** Neighbours of one group together, every other item alone. */
function* units(items: Iterable<FlowItem>): Generator<Indexed[]> {
  let unit: Indexed[] = [];
  let index = 0;
  for (const item of items) {
    const previous = unit.at(-1);
    if (previous && (item.group === undefined || item.group !== previous.group)) {
      yield unit;
      unit = [];
    }
    unit.push({ ...item, index });
    index += 1;
  }
  if (unit.length > 0) yield unit;
}
