/** As many rows as a picture of texts has room for. */
export const MAX_ROWS = 5;

/** From one entry to the next, on a scale of logarithms; a log of any length then has some forty entries. */
const RATIO = 1.25;

/**
 * Of entries of a log those at steps that grow as on a scale of logarithms: the first, the last, and between them in each
 * part of the scale the last one that is as complete as any.
 *
 * @param isComplete whether an entry has all figures
 */
export function thinOut<T extends { readonly step: number }>(
  entries: readonly T[],
  isComplete: (entry: T) => boolean = () => true,
): T[] {
  const parts = new Map<number, T>();
  for (const entry of entries) {
    const part = Math.floor(Math.log(Math.max(1, entry.step)) / Math.log(RATIO));
    const there = parts.get(part);
    if (there === undefined || isComplete(entry) || !isComplete(there)) parts.set(part, entry);
  }
  const kept = new Set([entries[0], ...parts.values(), entries.at(-1)]);
  return entries.filter((entry) => kept.has(entry));
}

/** Of many checkpoints as many as have room: the first, the last, and others as evenly between as on a scale of logarithms. */
export function chooseCheckpoints<T extends { readonly step: number }>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  const placeOf = ({ step }: T) => Math.log(Math.max(1, step));
  const [first = 0, last = 0] = [all[0], all.at(-1)].map((one) => one && placeOf(one));
  const wanted = Array.from({ length: most }, (_, at) => first + ((last - first) * at) / (most - 1));
  const chosen = new Set<T>();
  for (const place of wanted) {
    const left = all.filter((one) => !chosen.has(one));
    const nearest = left.toSorted((one, other) => Math.abs(placeOf(one) - place) - Math.abs(placeOf(other) - place))[0];
    if (nearest !== undefined) chosen.add(nearest);
  }
  return all.filter((one) => chosen.has(one));
}
