import { createFact } from '../../facts.js';
import { workerFile } from '../../worker-file.js';
import { openWorkerPool } from '../../worker-pool.js';
import type { Wanted } from '../answer/answer-bounds.js';
import { ModelError } from '../errors.js';
import { joinParts } from './json-parts.js';
import type { ParseResult, ParseTask } from './json-worker.js';
import type { ModelLog } from './model-log.js';

/** Parses long answers on a thread of its own, so that nobody else waits for them. */
export interface JsonThread {
  /**
   * Parses an answer and cuts it to what was asked for.
   *
   * @param segments its UTF-8, cut anywhere, each in a buffer of its own; given away
   * @param signal ends it, also in the middle
   * @throws SyntaxError when it is no JSON, ModelError when it is more than can be read, or `cancelled`
   */
  parse(
    segments: readonly Uint8Array<ArrayBuffer>[],
    wanted: Wanted,
    signal: AbortSignal | undefined,
  ): Promise<unknown>;
  /** Ends the thread. */
  close(): void;
}

/** Longer than the longest answer takes on a slow machine. */
const MAX_PARSE_MS = 30_000;
/** Each waiting answer takes up its length in memory. */
const MAX_WAITING = 8;
const REST_MS = 60_000;
/** Enough for the longest answer; a thread that needs more is ended, and only its own answer is lost. */
const MAX_HEAP_MB = 1024;

/** Opens the thread for long answers, which starts when the first one comes and ends when none has come for a minute. */
export function openJsonThread(log?: ModelLog): JsonThread {
  const notInTime = createFact('long-answer-too-slow');
  const pool = openWorkerPool<ParseTask, ParseResult>({
    file: workerFile(import.meta.url, './json-worker.js'),
    name: 'parse',
    threads: 1,
    restMs: REST_MS,
    maxWaiting: MAX_WAITING,
    limitMs: MAX_PARSE_MS,
    told: { full: notInTime, slow: notInTime },
    maxHeapMb: MAX_HEAP_MB,
    log,
  });
  let closed = false;

  async function run(
    segments: readonly Uint8Array<ArrayBuffer>[],
    wanted: Wanted,
    signal: AbortSignal | undefined,
  ): Promise<ParseResult> {
    try {
      return await pool.run({ segments, wanted }, { signal, transfer: segments.map(({ buffer }) => buffer) });
    } catch (error) {
      if (signal?.aborted) throw new ModelError('cancelled', 'cancelled');
      if (closed) throw new ModelError('cancelled', 'model-closed');
      throw new ModelError('protocol', notInTime, { cause: error });
    }
  }

  return {
    async parse(segments, wanted, signal) {
      const result = await run(segments, wanted, signal);
      if ('parts' in result) return joinParts(result.parts);
      if (result.wrong === 'no-json') throw new SyntaxError('The answer is no JSON');
      throw new ModelError('protocol', result.wrong);
    },
    close() {
      closed = true;
      void pool.close();
    },
  };
}
