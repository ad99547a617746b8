import { parentPort, workerData } from 'node:worker_threads';
import { openDatabaseFile } from './database-file.js';
import { persist } from './persist.js';
import { resultCodeOf } from './result-codes.js';
import { createTasks } from './tasks.js';
import type { WorkerAnswer, WorkerFailure, WorkerRequest, WorkerSettings } from './worker-messages.js';

const answer = (message: WorkerAnswer) => parentPort?.postMessage(message);

function failureOf(error: unknown): WorkerFailure {
  const message = error instanceof Error ? error.message : String(error);
  return { message, resultCode: resultCodeOf(error) };
}

const { path, patienceMs } = workerData as WorkerSettings;
persist(patienceMs, () => openDatabaseFile(path)).then(
  (database) => {
    const tasks = createTasks(database);
    parentPort?.on('message', (request: WorkerRequest) => {
      if (request.kind === 'close') {
        void tasks.close().then(() => parentPort?.close());
      } else {
        const { id, task } = request;
        tasks.run(task).then(
          (outcome) => answer({ kind: 'done', id, outcome }),
          (error) => answer({ kind: 'failed', id, failure: failureOf(error) }),
        );
      }
    });
    answer({ kind: 'open' });
  },
  (error) => {
    answer({ kind: 'not-open', failure: failureOf(error) });
    parentPort?.close();
  },
);
