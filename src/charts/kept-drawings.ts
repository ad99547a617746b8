import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Drawings that were asked for lately: each is made once, however many ask for it. */
export interface KeptDrawings<Drawn extends object> {
  /**
   * Gives the drawing that is kept or under way, or has it made; what fails is not kept.
   *
   * @param description what is drawn, and all else that the drawing depends on, as JSON can hold it
   * @param draw its signal aborts when nobody waits for the drawing any more
   * @param signal of who asks: where it aborts, the others go on waiting
   */
  get(
    description: unknown,
    draw: (signal: AbortSignal) => Promise<Drawn>,
    signal: AbortSignal | undefined,
  ): Promise<Drawn>;
  /** Forgets what is kept. */
  clear(): void;
}

/** A drawing that is being made. */
interface UnderWay<Drawn> {
  readonly drawing: Promise<Drawn>;
  readonly ending: AbortController;
  waiting: number;
}

/**
 * Creates an empty store.
 *
 * @param maxBytes of all that is kept: what was not asked for the longest goes first
 * @param bytesOf of one drawing, more than 0
 */
export function createKeptDrawings<Drawn extends object>(
  maxBytes: number,
  bytesOf: (drawn: Drawn) => number,
): KeptDrawings<Drawn> {
  const kept = new LRUCache<string, Drawn>({ maxSize: maxBytes, sizeCalculation: bytesOf });
  const underWay = new Map<string, UnderWay<Drawn>>();

  const begin = (key: string, draw: (signal: AbortSignal) => Promise<Drawn>): UnderWay<Drawn> => {
    const ending = new AbortController();
    const drawing = draw(ending.signal)
      .then((drawn) => {
        kept.set(key, drawn);
        return drawn;
      })
      .finally(() => end(key, one));
    const one: UnderWay<Drawn> = { drawing, ending, waiting: 0 };
    underWay.set(key, one);
    return one;
  };

  const end = (key: string, one: UnderWay<Drawn>): void => {
    if (underWay.get(key) === one) underWay.delete(key);
  };

  return {
    async get(description, draw, signal) {
      signal?.throwIfAborted();
      const key = keyOf(description);
      const there = kept.get(key);
      if (there !== undefined) return there;
      const one = underWay.get(key) ?? begin(key, draw);
      one.waiting += 1;
      try {
        return await unlessAborted(one.drawing, signal);
      } finally {
        one.waiting -= 1;
        if (one.waiting === 0) {
          // Whoever asks from now on must not get what ends.
          end(key, one);
          one.ending.abort(signal?.reason);
        }
      }
    },
    clear: () => kept.clear(),
  };
}

/** A digest, because what people wrote is not to be kept for longer than it is needed. */
function keyOf(description: unknown): string {
  return createHash('sha256').update(JSON.stringify(description, withAllNumbers)).digest('base64');
}

/** JSON makes null of numbers that are not finite, and 0 of -0. */
function withAllNumbers(_: string, value: unknown): unknown {
  const isLost = typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0));
  return isLost ? { number: Object.is(value, -0) ? '-0' : String(value) } : value;
}

async function unlessAborted<T>(waited: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return waited;
  let leave = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave);
  });
  try {
    return await Promise.race([waited, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
