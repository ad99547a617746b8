import PQueue from 'p-queue';
import { Piscina } from 'piscina';
import type { Fact } from './domain/fact.js';
import { UserError } from './errors.js';
import { faultOf } from './fault.js';

/** Where a pool says what it does; pino's loggers fit. */
export interface WorkerPoolLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export interface WorkerPoolOptions {
  /** The worker's JavaScript file. */
  readonly file: string;
  /** The function that it exports for the pool's tasks. */
  readonly name: string;
  /** Tasks at once, each on a thread of its own. */
  readonly threads: number;
  /** Given: a thread starts when it is needed, and ends when for so many milliseconds it was not. */
  readonly restMs?: number | undefined;
  /** Tasks that may wait for a thread. */
  readonly maxWaiting: number;
  /** How long one task may take on its thread, in milliseconds; waiting does not count. */
  readonly limitMs: number;
  /** What a person is told: that too many wait, and that a task took too long. */
  readonly told: { readonly full: Fact; readonly slow: Fact };
  /** JavaScript memory of a thread, in megabytes: one that needs more dies, and not the process. 512 by default. */
  readonly maxHeapMb?: number | undefined;
  /** Bytes by which the process may grow before its threads are replaced. */
  readonly maxGrowth?: number | undefined;
  readonly log?: WorkerPoolLog | undefined;
}

/** How much work worker threads have. */
export interface PoolState {
  /** What they do; several pools may do the same. */
  readonly name: string;
  /** Tasks that wait for a thread. */
  waiting(): number;
  /** Tasks that threads work at. */
  running(): number;
}

/** Threads that run the tasks of one kind, in the order in which they came. */
export interface WorkerPool<Task, Result> extends PoolState {
  /**
   * Rejects with the signal's reason once it aborts, when the task leaves the queue or its thread ends; with a
   * `UserError` when too many wait or the task takes too long; with what the task threw; and with an `Error` when its
   * thread dies or the pool closes.
   *
   * @param options.transfer buffers of the task that are given away instead of copied
   */
  run(
    task: Task,
    options?: { readonly signal?: AbortSignal | undefined; readonly transfer?: readonly ArrayBuffer[] },
  ): Promise<Result>;
  /** Ends all threads; whatever waits or runs is rejected. */
  close(): Promise<void>;
}

/** Several times what ranks, fonts and a long text take. */
const MAX_HEAP_MB = 512;

/** Of what a thread has just made, in megabytes: V8's own bound goes by the memory of the machine, and is for one thread. */
const MAX_YOUNG_HEAP_MB = 16;

/**
 * Where all processors are busy, the thread that answers Discord comes first: it has three seconds, a picture has minutes.
 * Linux alone knows this of a thread; elsewhere the whole process would be meant.
 */
const NICE_INCREMENT = process.platform === 'linux' ? 10 : 0;

/** Threads that were started together. */
interface Crew<Task, Result> {
  readonly piscina: Piscina<Task, Result>;
  running: number;
  /** Resident memory of the process, in bytes, where it was lowest after a task of theirs. */
  lowest: number;
}

/**
 * Makes a thread load its file by `import()` and not by `require()`, which aborts the whole process where the thread is
 * ended in the middle of it: when a pool closes, or a task is given up, while a thread still starts.
 */
const NO_REQUIRE_OF_ESM = '--no-experimental-require-module';

/** Several times what the threads keep for good, such as fonts, and little beside the memory of a small machine. */
const MAX_GROWTH = 256 * 2 ** 20;

/**
 * Opens a pool of worker threads that keep to their memory.
 *
 * A thread waits for its next task in its event loop, since that is where memory outside of JavaScript is given back.
 * For whatever is kept all the same, threads are replaced between two tasks: how much memory is a thread's own nobody
 * tells, so it is done when the process has grown by more than it may since they started, and at most once for so much.
 */
export function openWorkerPool<Task, Result>(options: WorkerPoolOptions): WorkerPool<Task, Result> {
  const { file, name, threads, restMs, maxWaiting, limitMs, told, log } = options;
  const { maxGrowth = MAX_GROWTH, maxHeapMb = MAX_HEAP_MB } = options;
  const queue = new PQueue({ concurrency: threads });
  const crews = new Set<Crew<Task, Result>>();
  let closed = false;

  const start = (): Crew<Task, Result> => {
    const piscina = new Piscina<Task, Result>({
      filename: file,
      name,
      minThreads: restMs === undefined ? threads : 0,
      maxThreads: threads,
      idleTimeout: restMs ?? Number.POSITIVE_INFINITY,
      // The default holds the thread between two tasks, and native finalizers never run.
      atomics: 'disabled',
      execArgv: [NO_REQUIRE_OF_ESM],
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: MAX_YOUNG_HEAP_MB },
      niceIncrement: NICE_INCREMENT,
    });
    // Such a thread is replaced; without a listener its error would end the process.
    piscina.on('error', (error) =>
      log?.warn({ fault: faultOf(error), name }, 'a worker thread died between two tasks'),
    );
    const crew = { piscina, running: 0, lowest: Number.POSITIVE_INFINITY };
    crews.add(crew);
    return crew;
  };
  let current = start();

  const end = async (crew: Crew<Task, Result>): Promise<void> => {
    await crew.piscina.destroy();
    crews.delete(crew);
  };

  const leave = (crew: Crew<Task, Result>): void => {
    crew.running -= 1;
    if (closed) return;
    const resident = process.memoryUsage.rss();
    crew.lowest = Math.min(crew.lowest, resident);
    if (crew === current && resident - crew.lowest > maxGrowth) {
      log?.info({ name, resident, grown: resident - crew.lowest }, 'the worker threads are replaced: memory grew');
      current = start();
    }
    // A thread beside it may still be at work.
    if (crew !== current && crew.running === 0) void end(crew);
  };

  const work: WorkerPool<Task, Result>['run'] = async (task, { signal, transfer = [] } = {}) => {
    if (closed) throw closedError(name);
    const crew = current;
    crew.running += 1;
    const slow = new AbortController();
    const timer = setTimeout(() => slow.abort(new UserError(told.slow)), limitMs);
    const either = signal === undefined ? slow.signal : AbortSignal.any([signal, slow.signal]);
    try {
      return await crew.piscina.run(task, { signal: either, transferList: [...transfer] });
    } catch (error) {
      either.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(timer);
      leave(crew);
    }
  };

  return {
    name,
    waiting: () => queue.size,
    running: () => queue.pending,
    async run(task, how = {}) {
      if (closed) throw closedError(name);
      how.signal?.throwIfAborted();
      if (queue.size >= maxWaiting) throw new UserError(told.full);
      return queue.add(() => work(task, how), { signal: how.signal });
    },
    async close() {
      closed = true;
      await Promise.all([...crews].map(end));
    },
  };
}

/** Whether a task was lost because its thread died: it ended itself, or it needed more memory than it may. */
export function isThreadDeath(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_WORKER_OUT_OF_MEMORY' || /^worker exited\b/.test(error.message);
}

function closedError(name: string): Error {
  return new Error(`The threads for "${name}" are closed.`);
}
