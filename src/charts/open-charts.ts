import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { workerFile } from '../worker-file.js';
import type { DrawTask } from './draw-worker.js';
import type { Charts, DrawnPicture } from './picture.js';
import { darkTheme, type Theme } from './theme.js';

/** Longer than any picture takes, even behind a full queue on a slow machine. */
const longestDraw = 60_000;
/** Waiting pictures; whoever comes on top of these had better hear it at once. */
const longestQueue = 500;

/**
 * Starts worker threads that draw pictures; they load in the background, and the first picture waits for one.
 *
 * `draw` rejects with a `RangeError` for an impossible probability or count, with an `AbortError` when its signal
 * aborts, and with an `Error` when its thread dies, the queue is full, it takes over a minute, or after `close`.
 *
 * @param options.threads 1 by default on a machine with two processors or fewer, else 2
 * @param options.theme dark by default
 * @param options.worker another built worker file, for tests of what happens when one dies
 */
export function openCharts({
  threads = availableParallelism() > 2 ? 2 : 1,
  theme = darkTheme,
  worker = workerFile(import.meta.url, './draw-worker.js'),
}: {
  threads?: number;
  theme?: Theme;
  worker?: string;
} = {}): Charts {
  const pool = new Piscina<DrawTask, DrawnPicture>({
    filename: worker,
    name: 'draw',
    minThreads: threads,
    maxThreads: threads,
    maxQueue: longestQueue,
  });
  // A thread that dies between two pictures is replaced; without a listener its error would end the process.
  pool.on('error', () => {});
  let closed = false;
  return {
    async draw(picture, { maxPages, signal } = {}) {
      if (closed) throw new Error('The charts are closed: no picture can be drawn any more.');
      signal?.throwIfAborted();
      const limit = AbortSignal.timeout(longestDraw);
      const either = signal ? AbortSignal.any([signal, limit]) : limit;
      const drawn = await pool.run({ picture, maxPages, theme }, { signal: either });
      // Bytes arrive from a thread as plain arrays.
      return {
        pages: drawn.pages.map((page) => Buffer.from(page.buffer, page.byteOffset, page.byteLength)),
        shown: drawn.shown,
        perPage: drawn.perPage,
      };
    },
    async animate() {
      throw new Error('Animations cannot be drawn yet.');
    },
    async close() {
      closed = true;
      await pool.destroy();
    },
  };
}
