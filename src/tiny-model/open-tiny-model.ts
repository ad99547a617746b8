import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { workerFile } from '../worker-file.js';
import { type ModelThread, startModelThread, type TinyModelLog } from './model-thread.js';

/** A thread that died is started again at once; one that dies again after this, then twice, four times this, in milliseconds. */
const RESTART_WAIT_MS = 1000;

/** So often in a row; one that cannot live then stays dead. */
const MAX_RESTARTS = 8;

/** A thread that has lived for so long did not die of its start, in milliseconds: the restarts are counted anew. */
const HEALTHY_MS = 60_000;

export interface TinyModelOptions {
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** Directory with the training texts; the repository's `assets/corpus` by default. */
  readonly corpusDirectory?: string | URL;
  /** Directory with the transformers' weights; the repository's `assets/model` by default. */
  readonly modelDirectory?: string | URL;
  /** Makes what requests without a seed of their own draw repeat, in the order in which they come; by default nobody can foretell it. */
  readonly seed?: number | undefined;
  readonly log?: TinyModelLog;
  /** The worker's JavaScript file, for tests of what happens when it dies. */
  readonly worker?: string;
  /** The wait before the second restart in a row, doubled with each further one, in milliseconds; 1 s by default. */
  readonly restartWaitMs?: number;
}

/** Whether the model answers: `stopped` when it was closed, or could not be started again. */
export type TinyModelState = 'answering' | 'restarting' | 'stopped';

/** The embedded language model, answering. */
export interface TinyModel {
  /** For an OpenAI client, such as `http://127.0.0.1:49152/v1`; it stays the same when the model is started again. */
  readonly baseURL: string;
  state(): TinyModelState;
  /** Breaks off what is being generated and frees the port. */
  close(): Promise<void>;
}

function assetsDirectory(name: 'corpus' | 'model'): string {
  const root = import.meta.url.endsWith('.js') ? '../../../' : '../../';
  return fileURLToPath(new URL(`${root}assets/${name}`, import.meta.url));
}

/**
 * Trains the tiny model and starts its OpenAI-compatible server, both in a thread of their own, so that neither training
 * nor generation holds up the caller's event loop. A thread that dies is logged and started again at the same address.
 *
 * @throws Error when the corpus cannot be read or the port is taken
 */
export async function openTinyModel(options: TinyModelOptions = {}): Promise<TinyModel> {
  const {
    corpusDirectory = assetsDirectory('corpus'),
    modelDirectory = assetsDirectory('model'),
    seed,
    log,
    restartWaitMs = RESTART_WAIT_MS,
  } = options;
  const pathOf = (directory: string | URL) => (typeof directory === 'string' ? directory : fileURLToPath(directory));
  const directories = { corpusDirectory: pathOf(corpusDirectory), modelDirectory: pathOf(modelDirectory) };
  const file = options.worker ?? workerFile(import.meta.url, './tiny-model-worker.js');
  const closing = new AbortController();
  const start = (port: number): Promise<ModelThread> =>
    startModelThread(file, { port, ...directories, seed }, { log, signal: closing.signal });

  const first = await start(options.port ?? 0);
  const { port } = first;
  let thread = first;
  let state: TinyModelState = 'answering';

  async function startAgain(restarts: number): Promise<ModelThread | undefined> {
    try {
      const wait = restarts === 0 ? 0 : restartWaitMs * 2 ** (restarts - 1);
      await sleep(wait, undefined, { signal: closing.signal, ref: false });
      return await start(port);
    } catch (error) {
      if (!closing.signal.aborted) log?.error({ err: error, restarts }, 'The tiny model could not be started again.');
      return undefined;
    }
  }

  async function keepAnswering(): Promise<void> {
    for (let restarts = 0; ; ) {
      const since = performance.now();
      const { code, error } = await thread.ended;
      if (closing.signal.aborted) return;
      state = 'restarting';
      if (performance.now() - since >= HEALTHY_MS) restarts = 0;
      log?.error({ err: error, code, restarts }, 'The thread of the tiny model died.');
      let next: ModelThread | undefined;
      while (next === undefined && restarts < MAX_RESTARTS && !closing.signal.aborted) {
        next = await startAgain(restarts);
        restarts += 1;
      }
      if (closing.signal.aborted) return next?.close();
      if (next === undefined) {
        state = 'stopped';
        log?.error({ restarts }, 'The tiny model died too often; it stays stopped until the bot is started again.');
        return;
      }
      thread = next;
      state = 'answering';
    }
  }
  const kept = keepAnswering();

  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    state: () => state,
    async close() {
      closing.abort();
      state = 'stopped';
      await thread.close();
      await kept;
    },
  };
}
