import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { workerFile } from '../worker-file.js';
import type { AnimateTask, DrawTask } from './draw-worker.js';
import type { Charts, DrawnAnimation, DrawnPicture } from './picture.js';
import { darkTheme, type Theme } from './theme.js';

/** Longer than any picture or animation takes, even behind a full queue on a slow machine. */
const longestDraw = 60_000;
/** Waiting pictures; whoever comes on top of these had better hear it at once. */
const longestQueue = 500;
/** An animation takes seconds, so few may wait; its thread ends when for so long nobody asked for one. */
const longestAnimationQueue = 20;
const animatorRest = 60_000;

/**
 * Starts worker threads that draw pictures; they load in the background, and the first picture waits for one.
 *
 * `draw` and `animate` reject with a `RangeError` for what cannot be, such as a probability above 1, with an `AbortError` when its signal
 * aborts, and with an `Error` when its thread dies, the queue is full, it takes over a minute, or after `close`.
 *
 * @param options.threads 1 by default on a machine with two processors or fewer, else 2
 * @param options.theme dark by default
 * @param options.worker another built worker file, for tests of what happens when one dies
 * @param options.log is told when a thread dies
 */
export function openCharts({
  threads = availableParallelism() > 2 ? 2 : 1,
  theme = darkTheme,
  worker = workerFile(import.meta.url, './draw-worker.js'),
  log,
}: {
  threads?: number;
  theme?: Theme;
  worker?: string;
  log?: { warn(details: { err: unknown }, message: string): void };
} = {}): Charts {
  const pool = new Piscina<DrawTask, DrawnPicture>({
    filename: worker,
    name: 'draw',
    minThreads: threads,
    maxThreads: threads,
    maxQueue: longestQueue,
  });
  // A thread of its own, started when it is needed: pictures never wait behind an animation.
  const animator = new Piscina<AnimateTask, DrawnAnimation>({
    filename: worker,
    name: 'animate',
    minThreads: 0,
    maxThreads: 1,
    maxQueue: longestAnimationQueue,
    idleTimeout: animatorRest,
  });
  // A thread that dies between two tasks is replaced; without a listener its error would end the process.
  for (const each of [pool, animator]) {
    each.on('error', (error) => log?.warn({ err: error }, 'a thread that draws died, and another takes its place'));
  }
  let closed = false;
  /** The signal that ends a task. */
  const begin = (signal: AbortSignal | undefined): AbortSignal => {
    if (closed) throw new Error('The charts are closed: no picture can be drawn any more.');
    signal?.throwIfAborted();
    const limit = AbortSignal.timeout(longestDraw);
    return signal ? AbortSignal.any([signal, limit]) : limit;
  };
  return {
    async draw(picture, { maxPages, signal } = {}) {
      const drawn = await pool.run({ picture, maxPages, theme }, { signal: begin(signal) });
      return {
        pages: drawn.pages.map(asBuffer),
        shown: drawn.shown,
        perPage: drawn.perPage,
      };
    },
    async animate(frames, { signal } = {}) {
      const { gif } = await animator.run({ frames, theme }, { signal: begin(signal) });
      return { gif: asBuffer(gif) };
    },
    async close() {
      closed = true;
      await Promise.all([pool.destroy(), animator.destroy()]);
    },
  };
}

/** Bytes arrive from a thread as plain arrays. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
