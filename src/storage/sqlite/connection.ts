import { Worker } from 'node:worker_threads';
import { StorageError } from '../storage-error.js';
import { troubleOf } from './result-codes.js';
import type { Outcome, SqlDatabase } from './sql-database.js';
import type { WorkerAnswer, WorkerFailure, WorkerRequest, WorkerSettings, WorkerTask } from './worker-messages.js';

/** A thread that has the database open. */
export interface Connection extends SqlDatabase {
  /** Fulfilled once the thread has ended, with the error that it died of, if one is known. */
  readonly ended: Promise<unknown>;
}

/** The thread has nothing left to do but to bring the log into the file. */
const MAX_CLOSING_MS = 10_000;

/** JavaScript memory of the thread, in megabytes, many times what the longest run takes: one that needs more dies, and is started again. */
const MAX_HEAP_MB = 512;

interface Waiting {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts a thread that opens the database, and waits until it has.
 *
 * @param worker the thread's JavaScript file
 * @throws StorageError when the file cannot be used now, and else Error
 */
export async function openConnection(worker: string, settings: WorkerSettings): Promise<Connection> {
  const thread = new Worker(worker, { workerData: settings, resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let gone: StorageError | undefined;

  const ended = new Promise<unknown>((resolve) => {
    let cause: unknown;
    thread.on('error', (error) => {
      cause = error;
    });
    thread.on('exit', () => resolve(cause));
  });
  const opened = new Promise<void>((resolve, reject) => {
    thread.on('message', (answer: WorkerAnswer) => {
      if (answer.kind === 'open') return resolve();
      if (answer.kind === 'not-open') return reject(errorOf(answer.failure));
      const one = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.kind === 'failed') one?.reject(errorOf(answer.failure));
      else one?.resolve(answer.outcome);
    });
    void ended.then((cause) => {
      gone = new StorageError('ended', { cause });
      reject(gone);
      for (const one of waiting.values()) one.reject(gone);
      waiting.clear();
    });
  });
  try {
    await opened;
  } catch (error) {
    // Until it has ended it has the file open.
    await ended;
    throw error;
  }

  const ask = (task: WorkerTask): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      if (gone !== undefined) return reject(gone);
      const id = ++lastId;
      const request: WorkerRequest = { kind: 'task', id, task };
      thread.postMessage(request);
      waiting.set(id, { resolve, reject });
    });

  return {
    ended,
    read: (statement, patienceMs) => ask({ kind: 'read', statement, patienceMs }),
    write: (statement, patienceMs) => ask({ kind: 'write', statement, patienceMs }),
    async together(statements, patienceMs) {
      const { rows } = await ask({ kind: 'together', statements, patienceMs });
      return rows.map(({ changes }) => Number(changes));
    },
    rescue: async (from, patienceMs) => (await ask({ kind: 'rescue', from, patienceMs })).changes,
    upkeep: async (sql, patienceMs) => void (await ask({ kind: 'upkeep', sql, patienceMs })),
    async begin(patienceMs) {
      await ask({ kind: 'begin', patienceMs });
      return {
        execute: (statement) => ask({ kind: 'within', statement }),
        commit: async () => void (await ask({ kind: 'commit' })),
        rollback: async () => void (await ask({ kind: 'rollback' })),
      };
    },
    async close() {
      const request: WorkerRequest = { kind: 'close' };
      thread.postMessage(request);
      const bound = setTimeout(() => void thread.terminate(), MAX_CLOSING_MS);
      await ended;
      clearTimeout(bound);
    },
  };
}

function errorOf({ message, resultCode }: WorkerFailure): Error {
  const trouble = troubleOf(resultCode);
  const cause = Object.assign(new Error(message), { rawCode: resultCode });
  return trouble === undefined ? cause : new StorageError(trouble, { cause });
}
