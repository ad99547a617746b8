import { Worker } from 'node:worker_threads';
import { workerFile } from '../../worker-file.js';
import type { HomeThreadSettings } from './home-training-worker.js';
import type { HomeLesson, HomeNews } from './learn-text.js';

/** Trains small models on texts, one at a time, each in a thread of its own that ends with it. */
export interface HomeTrainer {
  /** Whether as many wait as may. */
  isFull(): boolean;
  /**
   * Waits for its turn, and trains. Rejects with the signal's reason once it aborts, when the thread ends; and with an
   * `Error` when the thread dies.
   *
   * @param tell told what comes of it, and while it waits, how many trainings come first
   */
  train(lesson: HomeLesson, tell: (news: HomeNews | Waiting) => void, signal: AbortSignal): Promise<void>;
}

/** How many trainings come first. */
export interface Waiting {
  readonly waiting: number;
}

export interface HomeTrainerOptions {
  /** The file of compiled kernels. */
  readonly kernels: string;
  /** The thread's JavaScript file, for tests of what happens when it dies. */
  readonly worker?: string | undefined;
}

/** Whoever comes last waits less than a minute. */
const MAX_WAITING = 4;

/** JavaScript memory of the thread, in megabytes: one that needs more dies. What is learnt stands outside of it. */
const MAX_HEAP_MB = 128;

/** One that has its turn, or waits for it. */
interface InLine {
  readonly tell: (news: Waiting) => void;
  readonly start: () => void;
}

/** Creates a trainer; a thread is started only for a training. */
export function createHomeTrainer(options: HomeTrainerOptions): HomeTrainer {
  const file = options.worker ?? workerFile(import.meta.url, './home-training-worker.js');
  const line: InLine[] = [];

  /** @returns what to call when the turn is over */
  async function turn(tell: InLine['tell'], signal: AbortSignal): Promise<() => void> {
    let place: InLine | undefined;
    const leave = () => {
      const at = place === undefined ? -1 : line.indexOf(place);
      if (at === -1) return;
      line.splice(at, 1);
      if (at === 0) line[0]?.start();
      for (const [ahead, waiting] of line.entries()) if (ahead >= Math.max(at, 1)) waiting.tell({ waiting: ahead });
    };
    await new Promise<void>((resolve, reject) => {
      const leaveLine = () => {
        leave();
        reject(signal.reason);
      };
      signal.addEventListener('abort', leaveLine, { once: true });
      const start = () => {
        signal.removeEventListener('abort', leaveLine);
        resolve();
      };
      place = { tell, start };
      line.push(place);
      if (line.length === 1) start();
      else tell({ waiting: line.length - 1 });
    });
    return leave;
  }

  return {
    isFull: () => line.length > MAX_WAITING,
    async train(lesson, tell, signal) {
      signal.throwIfAborted();
      const over = await turn(tell, signal);
      try {
        await runThread(file, { kernels: options.kernels, lesson }, tell, signal);
      } finally {
        over();
      }
    },
  };
}

async function runThread(
  file: string,
  settings: HomeThreadSettings,
  tell: (news: HomeNews) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const thread = new Worker(file, {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      thread.on('message', (news: HomeNews) => {
        tell(news);
        if ('done' in news) resolve();
      });
      thread.on('error', reject);
      thread.on('exit', (code) => reject(new Error(`The thread of a training ended with code ${code}.`)));
    });
  } finally {
    await thread.terminate();
  }
}
