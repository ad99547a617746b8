import type { RunStore } from '../../storage/contract.js';

/** The stored runs as one task uses them, and whether somebody else has changed what its message shows. */
export interface WatchedRuns {
  readonly runs: RunStore;
  /** Whether what the task has read or written last is not the newest any more, as far as the storage tells. */
  hasMoved(): Promise<boolean>;
}

/** What a task knows of a run that its message shows. */
interface Known {
  readonly command: string;
  revision: number;
}

/**
 * Watches the runs of a task.
 *
 * @param options.isAlone no other process uses the database, so that turns in this one are enough
 * @param options.runId the run that a press is on whose message it changes; undefined where the task has a message of its own, which
 *   shows what it creates
 */
export function watchRuns(
  runs: RunStore,
  { isAlone, runId }: { readonly isAlone: boolean; readonly runId: string | undefined },
): WatchedRuns {
  if (isAlone) return { runs, hasMoved: async () => false };
  const known = new Map<string, Known>();
  return {
    runs: {
      ...runs,
      async create(command, ...run) {
        const id = await runs.create(command, ...run);
        if (runId === undefined) known.set(id, { command, revision: 1 });
        return id;
      },
      async find(id, command) {
        const row = await runs.find(id, command);
        if (row !== undefined && id === runId) known.set(id, { command, revision: row.revision });
        return row;
      },
      async save(id, command, ...change) {
        const revision = await runs.save(id, command, ...change);
        const one = known.get(id);
        if (revision !== undefined && one !== undefined) one.revision = revision;
        return revision;
      },
    },
    async hasMoved() {
      const moved = [...known].map(async ([id, { command, revision }]) => {
        const now = await runs.revisionOf(id, command);
        return now !== undefined && now !== revision;
      });
      const found = await Promise.allSettled(moved);
      return found.some((one) => one.status === 'fulfilled' && one.value);
    },
  };
}
