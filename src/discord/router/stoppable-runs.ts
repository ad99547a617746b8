import { UserError } from '../../errors.js';
import type { RunContext } from '../command.js';

/** A run that a **Stop** button can end. */
export interface StoppableRun {
  /** Aborts when somebody stops the run. */
  readonly signal: AbortSignal;
  /** Takes the run off the list once it is over. */
  close(): void;
}

/** Who presses **Stop**, and where. */
export type Stopper = Pick<RunContext, 'user' | 'channel' | 'server'>;

/** Knows the runs that this process is at work on and that can be stopped; after a restart there are none. */
export interface StoppableRuns {
  /**
   * @param key what the button's custom id carries
   * @param placeId where the run was asked for
   */
  open(key: string, user: RunContext['user'], placeId: string): StoppableRun;
  has(key: string): boolean;
  /**
   * Stops a run on the list for a press on **Stop**: whoever started the run may, and whoever manages the channel.
   *
   * @returns the name of who started it, where somebody else presses who may not; undefined where it stops
   */
  stopFrom(
    key: string,
    by: { readonly user: RunContext['user']; readonly mayManage: boolean; readonly placeId: string },
  ): string | undefined;
}

/** Creates an empty list. */
export function createStoppableRuns(): StoppableRuns {
  interface Listed {
    readonly user: RunContext['user'];
    readonly placeId: string;
    readonly controller: AbortController;
  }
  const runs = new Map<string, Listed>();
  return {
    has: (key) => runs.has(key),
    open(key, user, placeId) {
      const controller = new AbortController();
      runs.set(key, { user, placeId, controller });
      return { signal: controller.signal, close: () => void runs.delete(key) };
    },
    stopFrom(key, { user, mayManage, placeId }) {
      const run = runs.get(key);
      if (run === undefined) return undefined;
      // Who manages another place manages nothing here.
      const manages = mayManage && placeId === run.placeId;
      if (user.id !== run.user.id && !manages) return run.user.name;
      run.controller.abort(new UserError('stopped-by', { name: user.name }));
      return undefined;
    },
  };
}
