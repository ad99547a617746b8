/** Stands for every value beyond those that have a series of their own. */
const OTHER = 'other';

/**
 * Bounds the values of a label, because each of them is a series that is kept for as long as the process lives: the first
 * that come have their own, all others share one.
 */
export function createLabelValues(most: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= most) return OTHER;
    known.add(value);
    return value;
  };
}

/** Leaves the values of a label that are known, and puts one in the place of all others. */
export function onlyKnown(known: ReadonlySet<string>): (value: string) => string {
  return (value) => (known.has(value) ? value : OTHER);
}
