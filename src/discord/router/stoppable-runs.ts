import { UserError } from '../../errors.js';
import type { RunContext } from '../command.js';

/** A run that a **Stop** button can end. */
export interface StoppableRun {
  /** Aborts when somebody stops the run. */
  readonly signal: AbortSignal;
  /** Takes the run off the list once it is over. */
  close(): void;
}

/** Knows the runs under way that can be stopped; after a restart there are none. */
export interface StoppableRuns {
  /** @param key what the button's custom id carries */
  open(key: string, user: RunContext['user']): StoppableRun;
  has(key: string): boolean;
  /**
   * Stops a run for a press on **Stop**: whoever started the run may, and whoever manages the channel.
   *
   * @throws UserError for anybody else, and where the run is over
   */
  stop(key: string, by: Pick<RunContext, 'user' | 'channel'>): void;
}

/** Creates an empty list. */
export function createStoppableRuns(): StoppableRuns {
  const runs = new Map<string, { readonly user: RunContext['user']; readonly controller: AbortController }>();
  return {
    has: (key) => runs.has(key),
    open(key, user) {
      const controller = new AbortController();
      runs.set(key, { user, controller });
      return { signal: controller.signal, close: () => void runs.delete(key) };
    },
    stop(key, { user, channel }) {
      const run = runs.get(key);
      if (run === undefined) throw new UserError('nothing-to-stop');
      if (user.id !== run.user.id && !channel.mayManage) {
        throw new UserError('not-theirs-to-stop', { owner: run.user.name });
      }
      run.controller.abort(new UserError('stopped-by', { name: user.name }));
    },
  };
}
