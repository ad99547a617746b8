import { Piscina } from 'piscina';
import { workerFile } from '../worker-file.js';
import type { Wanted } from './answer-bounds.js';
import { ModelError } from './errors.js';
import { joinParts } from './json-parts.js';
import type { ParseResult, ParseTask } from './json-worker.js';

/** Parses long answers on a thread of its own, so that nobody else waits for them. */
export interface JsonThread {
  /**
   * Parses an answer and cuts it to what was asked for.
   *
   * @param segments its UTF-8, cut anywhere, each in a buffer of its own; given away
   * @throws SyntaxError when it is no JSON, ModelError when it is more than can be read
   */
  parse(segments: readonly Uint8Array<ArrayBuffer>[], wanted: Wanted): Promise<unknown>;
  /** Ends the thread. */
  close(): void;
}

/** Longer than the longest answer takes on a slow machine, behind a full queue. */
const MAX_PARSE_MS = 30_000;
/** Each waiting answer takes up its length in memory. */
const MAX_QUEUE = 8;
const REST_MS = 60_000;
/** Enough for the longest answer; a thread that needs more is ended, and only its own answer is lost. */
const MAX_HEAP_MB = 1024;

/** Opens the thread for long answers, which starts when the first one comes and ends when none has come for a minute. */
export function openJsonThread(): JsonThread {
  let pool: Piscina<ParseTask, ParseResult> | undefined;
  let closed = false;

  function start(): Piscina<ParseTask, ParseResult> {
    const started = new Piscina<ParseTask, ParseResult>({
      filename: workerFile(import.meta.url, './json-worker.js'),
      name: 'parse',
      minThreads: 0,
      maxThreads: 1,
      maxQueue: MAX_QUEUE,
      idleTimeout: REST_MS,
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    // A thread that dies between two answers is replaced; without a listener its error would end the process.
    started.on('error', () => {});
    return started;
  }

  async function run(segments: readonly Uint8Array<ArrayBuffer>[], wanted: Wanted): Promise<ParseResult> {
    if (closed) throw new ModelError('cancelled', 'The bot is shutting down. Ask again in a moment.');
    pool ??= start();
    try {
      const signal = AbortSignal.timeout(MAX_PARSE_MS);
      return await pool.run({ segments, wanted }, { signal, transferList: segments.map(({ buffer }) => buffer) });
    } catch (error) {
      if (closed) throw new ModelError('cancelled', 'The bot is shutting down. Ask again in a moment.');
      throw new ModelError(
        'protocol',
        'The endpoint sent a long answer that could not be read in time. Ask for less, or try again in a moment.',
        { cause: error },
      );
    }
  }

  return {
    async parse(segments, wanted) {
      const result = await run(segments, wanted);
      if ('parts' in result) return joinParts(result.parts);
      if (result.sentence === undefined) throw new SyntaxError('The answer is no JSON');
      throw new ModelError('protocol', result.sentence);
    },
    close() {
      closed = true;
      void pool?.destroy();
    },
  };
}
