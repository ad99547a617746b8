import { availableParallelism } from 'node:os';
import { UserError } from '../errors.js';
import { createFact } from '../facts.js';
import { inStep } from '../run-watch.js';
import { workerFile } from '../worker-file.js';
import { openWorkerPool, type PoolState, type WorkerPoolLog } from '../worker-pool.js';
import { boundedPicture } from './bounded-picture.js';
import { createKeptDrawings } from './kept-drawings.js';
import type { Charts, DrawnAnimation, DrawnPicture } from './picture.js';
import type { AnimateTask, DrawTask } from './worker/draw-worker.js';

/** Longer than any picture or animation takes, also on a slow machine. */
const MAX_DRAWING_MS = 60_000;
/** Whoever comes on top of these had better hear it at once. */
const MAX_WAITING_PICTURES = 1000;
/** An animation takes seconds: three classes at once wait some minutes for theirs. */
const MAX_WAITING_ANIMATIONS = 100;
/** The animations' thread ends when for so long nobody asked for one, in milliseconds. */
const ANIMATOR_REST_MS = 60_000;

/** Of the files that are kept to be shown again, in bytes: hundreds of pictures, and some animations. */
const MAX_KEPT_PICTURES = 32 * 2 ** 20;
const MAX_KEPT_ANIMATIONS = 16 * 2 ** 20;

/**
 * Starts worker threads that draw pictures; they load in the background, and the first picture waits for one.
 * What is asked for again is drawn once: the newest files are kept, and those who ask for one that is under way share it.
 *
 * `draw` and `animate` reject with a `RangeError` for what cannot be, such as a probability above 1; with the signal's
 * reason when it aborts; with an `Error` after `close`; and with a `UserError` when too many wait, when the drawing itself
 * takes over a minute, and when its thread dies or anything else goes wrong there, which is logged.
 *
 * @param options.threads 1 by default on a machine with two processors or fewer, else 2
 * @param options.worker another built worker file, for tests of what happens when one dies
 * @param options.maxWaitingAnimations 100 by default
 * @param options.log told of threads that die and are replaced
 */
export function openCharts({
  threads = availableParallelism() > 2 ? 2 : 1,
  worker = workerFile(import.meta.url, './worker/draw-worker.js'),
  maxWaitingAnimations = MAX_WAITING_ANIMATIONS,
  log,
}: {
  threads?: number;
  worker?: string;
  maxWaitingAnimations?: number;
  log?: WorkerPoolLog;
} = {}): Charts & { readonly pools: readonly PoolState[] } {
  const shared = { file: worker, limitMs: MAX_DRAWING_MS, log };
  const pictures = openWorkerPool<DrawTask, DrawnPicture>({
    ...shared,
    name: 'draw',
    threads,
    maxWaiting: MAX_WAITING_PICTURES,
    told: { full: createFact('too-many-pictures-wait'), slow: createFact('picture-too-slow') },
  });
  // A thread of its own, started when it is needed: pictures never wait behind an animation.
  const animations = openWorkerPool<AnimateTask, DrawnAnimation>({
    ...shared,
    name: 'animate',
    threads: 1,
    restMs: ANIMATOR_REST_MS,
    maxWaiting: maxWaitingAnimations,
    told: { full: createFact('too-many-animations-wait'), slow: createFact('animation-too-slow') },
  });
  const keptPictures = createKeptDrawings<DrawnPicture>(MAX_KEPT_PICTURES, ({ image }) => image.buffer.byteLength);
  const keptAnimations = createKeptDrawings<DrawnAnimation>(MAX_KEPT_ANIMATIONS, ({ gif }) => gif.buffer.byteLength);
  let closed = false;
  /** A fault in drawing must cost no more than the picture. */
  const sparing = async <Drawn>(drawing: Promise<Drawn>, signal: AbortSignal): Promise<Drawn> => {
    try {
      return await drawing;
    } catch (error) {
      if (signal.aborted || closed || error instanceof UserError || error instanceof RangeError) throw error;
      log?.warn({ err: error }, 'a picture could not be drawn');
      throw new UserError('drawing-failed', {}, { cause: error });
    }
  };
  return {
    pools: [pictures, animations],
    async draw(picture, { page = 0, theme = 'dark', locale = 'en', signal } = {}) {
      const task = { picture: boundedPicture(picture), page, theme, locale };
      const drawn = async (ending: AbortSignal): Promise<DrawnPicture> => {
        const { image, ...place } = await sparing(pictures.run(task, { signal: ending }), ending);
        return { ...place, image: asBuffer(image) };
      };
      return inStep('draw', () => keptPictures.get(task, drawn, signal), 'picture');
    },
    async animate(frames, { theme = 'dark', locale = 'en', signal } = {}) {
      const bounded = frames.map((frame) => ({ ...frame, picture: boundedPicture(frame.picture) }));
      const task = { frames: bounded, theme, locale };
      const drawn = async (ending: AbortSignal): Promise<DrawnAnimation> => {
        const { gif } = await sparing(animations.run(task, { signal: ending }), ending);
        return { gif: asBuffer(gif) };
      };
      return inStep('draw', () => keptAnimations.get(task, drawn, signal), 'animation');
    },
    async close() {
      closed = true;
      keptPictures.clear();
      keptAnimations.clear();
      await Promise.all([pictures.close(), animations.close()]);
    },
  };
}

/** Bytes arrive from a thread as plain arrays. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
