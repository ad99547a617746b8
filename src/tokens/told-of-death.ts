import { UserError } from '../errors.js';
import { isThreadDeath, type WorkerPoolLog } from '../worker-pool.js';

/** The result of a task; where its thread died, that is logged, and whoever asked is told to try again. */
export async function toldOfDeath<Result>(task: Promise<Result>, log: WorkerPoolLog | undefined): Promise<Result> {
  try {
    return await task;
  } catch (error) {
    if (!isThreadDeath(error)) throw error;
    log?.warn({ err: error }, 'a thread died while it cut a text');
    throw new UserError('cutting-broken-off', {}, { cause: error });
  }
}
