import type { z } from 'zod';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';

/** What one command keeps behind its buttons. */
export interface StoredRun<S extends z.ZodType> {
  readonly schema: S;
  /** @returns the id that custom ids carry */
  create(services: Services, payload: z.infer<S>): Promise<string>;
  /** Rejects with a `UserError` when the run is no longer kept. */
  load(services: Services, runId: string): Promise<{ readonly payload: z.infer<S>; readonly revision: number }>;
  /** @returns the new revision, or undefined when somebody else has changed the run since `revision` */
  save(services: Services, runId: string, payload: z.infer<S>, revision: number): Promise<number | undefined>;
  /** Changes the run as it is now, whoever else changes it. @returns the new payload */
  change(services: Services, runId: string, change: (payload: z.infer<S>) => z.infer<S>): Promise<z.infer<S>>;
}

/**
 * Defines what a command keeps; a payload is checked when it is read, since another version may have written it.
 *
 * @param wayOut what to do when a run is gone
 */
export function defineStoredRun<S extends z.ZodType>(
  command: string,
  schema: S,
  wayOut = `Run /${command} again.`,
): StoredRun<S> {
  const load: StoredRun<S>['load'] = async ({ runs }, runId) => {
    const row = await runs.find(runId, command);
    if (row === undefined) {
      throw new UserError(
        `The run behind this button is no longer kept (runs are kept for ${runs.retentionDays} days). ${wayOut}`,
      );
    }
    const parsed = schema.safeParse(row.payload);
    if (!parsed.success) {
      throw new UserError(`This button belongs to another version of Tokenscope. ${wayOut}`);
    }
    return { payload: parsed.data, revision: row.revision };
  };
  const save: StoredRun<S>['save'] = ({ runs }, runId, payload, revision) =>
    runs.save(runId, command, payload, revision);

  return {
    schema,
    create: ({ runs }, payload) => runs.create(command, payload),
    load,
    save,
    async change(services, runId, change) {
      for (;;) {
        const { payload, revision } = await load(services, runId);
        const changed = change(payload);
        if ((await save(services, runId, changed, revision)) !== undefined) return changed;
      }
    },
  };
}
