/** Work holds the thread for so long before others get their turn, in milliseconds. */
const SLICE_MS = 8;

const waiting: (() => void)[] = [];
let since = Number.NEGATIVE_INFINITY;

/**
 * Gives everything else on this thread its turn, where work has held it for some milliseconds.
 *
 * To be awaited between the steps of long work. All such work shares the slices: of several that wait, one goes on at each
 * turn of the event loop, so that many at once hold the thread no longer than one.
 */
export async function takeTurn(): Promise<void> {
  if (performance.now() - since < SLICE_MS) return;
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(goOn);
  });
}

function goOn(): void {
  since = performance.now();
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(goOn);
}
