import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Pictures between two collections: each leaves some megabytes, and a collection takes less than a millisecond. */
const EVERY = 4;

let left = 0;
let collect: (() => void) | undefined;

/**
 * Gives back the pixels that were read of the last pictures. They look small to JavaScript, which lets a hundred megabytes of them
 * pile up on each thread, and new memory for each picture takes longer than what is used again.
 */
export function collectPixels(): void {
  left += 1;
  if (left < EVERY) return;
  left = 0;
  collect ??= findCollector();
  collect();
}

/** V8's own collector of what is young; nothing else of the process gets to see it. */
function findCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return typeof gc === 'function' ? () => void gc({ type: 'minor' }) : () => {};
}
