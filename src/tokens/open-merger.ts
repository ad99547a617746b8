import { UserError } from '../errors.js';
import { createFact } from '../facts.js';
import { workerFile } from '../worker-file.js';
import { openWorkerPool, type PoolState, type WorkerPoolLog } from '../worker-pool.js';
import type { MergeTask } from './merge-worker.js';
import type { LearnedText, MergedText } from './merged-text.js';
import type { Merger } from './token.js';
import { toldOfDeath } from './told-of-death.js';

/** Texts longer than this are refused, in UTF-16 code units: to be merged, and to be learned from. */
const MAX_MERGED = 1000;
const MAX_LEARNED = 20_000;

/** Whoever comes on top of these had better hear it at once. */
const MAX_WAITING = 200;

/** Longer than the worst text takes, also on a slow machine. */
const MAX_WORK_MS = 30_000;

/** The ranks of all encodings have room in it twice. */
const MAX_HEAP_MB = 1024;

/** The thread ends when for so long there was no text, in milliseconds, because the ranks it keeps take much memory. */
const REST_MS = 60_000;

/**
 * Opens what merges texts on a worker thread, which starts with the first text and loads ranks when they are needed.
 *
 * @param worker the thread's JavaScript file, for tests of what happens when it dies
 */
export function openMerger(
  log?: WorkerPoolLog,
  worker = workerFile(import.meta.url, './merge-worker.js'),
): Merger & { readonly pool: PoolState; close(): Promise<void> } {
  const pool = openWorkerPool<MergeTask, MergedText | LearnedText>({
    file: worker,
    name: 'merge',
    threads: 1,
    restMs: REST_MS,
    maxWaiting: MAX_WAITING,
    limitMs: MAX_WORK_MS,
    told: { full: createFact('too-many-texts-wait'), slow: createFact('cutting-too-slow') },
    maxHeapMb: MAX_HEAP_MB,
    log,
  });
  async function run(task: MergeTask, most: number, signal: AbortSignal | undefined) {
    signal?.throwIfAborted();
    const { length } = task.text;
    if (length > most) throw new UserError('text-too-long-to-cut', { characters: length, most });
    const wellFormed = { ...task, text: Buffer.from(task.text, 'utf8').toString('utf8') };
    return toldOfDeath(pool.run(wellFormed, { signal }), log);
  }
  return {
    pool,
    mergeText: async (text, encoding, signal) => (await run({ text, encoding }, MAX_MERGED, signal)) as MergedText,
    learnMerges: async (text, most, signal) => (await run({ text, most }, MAX_LEARNED, signal)) as LearnedText,
    close: () => pool.close(),
  };
}
