import { Worker } from 'node:worker_threads';
import { UserError } from '../errors.js';
import type { Row, SqlDatabase, Statement } from './sql.js';
import { StorageError, troubleOf } from './storage-error.js';
import type { WorkerAnswer, WorkerFailure, WorkerRequest, WorkerSettings } from './worker-messages.js';

/** A thread that has the database open. */
export interface Connection extends SqlDatabase {
  /** Fulfilled once the thread has ended, with the error that it died of, if one is known. */
  readonly ended: Promise<unknown>;
}

/** The thread has nothing left to do but to bring the log into the file. */
const MAX_CLOSING_MS = 10_000;

interface Waiting {
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts a thread that opens the database, and waits until it has.
 *
 * @param worker the thread's JavaScript file
 * @throws StorageError when the file cannot be used now, UserError when it is of a newer Tokenscope, and else Error
 */
export async function openConnection(worker: string, settings: WorkerSettings): Promise<Connection> {
  const { patienceMs: usual } = settings;
  const thread = new Worker(worker, { workerData: settings });
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
      if (answer.kind === 'not open') return reject(errorOf(answer.failure));
      const one = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.kind === 'failed') one?.reject(errorOf(answer.failure));
      else one?.resolve(answer);
    });
    void ended.then((cause) => {
      gone = new StorageError('ended', { cause });
      reject(gone);
      for (const one of waiting.values()) one.reject(gone);
      waiting.clear();
    });
  });
  await opened;

  const ask = (request: (id: number) => WorkerRequest): Promise<WorkerAnswer> =>
    new Promise((resolve, reject) => {
      if (gone !== undefined) return reject(gone);
      lastId++;
      waiting.set(lastId, { resolve, reject });
      thread.postMessage(request(lastId));
    });

  return {
    ended,
    async read(statement: Statement): Promise<readonly Row[]> {
      const answer = await ask((id) => ({ kind: 'read', id, statement, patienceMs: usual }));
      return answer.kind === 'rows' ? answer.rows : [];
    },
    async write(statements, { patienceMs = usual } = {}) {
      const answer = await ask((id) => ({ kind: 'write', id, statements, patienceMs }));
      return answer.kind === 'changes' ? answer.changes : [];
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

function errorOf({ message, resultCode, isForPeople }: WorkerFailure): Error {
  const trouble = troubleOf(resultCode);
  const cause = new Error(message);
  if (trouble !== undefined) return new StorageError(trouble, { cause });
  return isForPeople ? new UserError('said', { sentence: message }) : cause;
}
