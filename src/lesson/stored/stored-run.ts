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
 * @param isTyped whether people know the command by its name, which they are told when a run is gone
 */
export function defineStoredRun<S extends z.ZodType>(command: string, schema: S, isTyped = true): StoredRun<S> {
  const load: StoredRun<S>['load'] = async ({ runs }, runId) => {
    const row = await runs.find(runId, command);
    if (row === undefined) {
      throw new UserError('run-not-kept', { days: runs.retentionDays, command: isTyped ? command : undefined });
    }
    const parsed = schema.safeParse(row.payload);
    if (!parsed.success) {
      throw new UserError('run-of-another-version', { command: isTyped ? command : undefined });
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
