import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { RunStore, StorageLog, StoredRow } from '../contract.js';
import { createHeldRuns, type StoredRun } from '../held-runs.js';
import { StorageError } from '../storage-error.js';
import { oldestKept } from './purge.js';
import type { Tables } from './tables.js';

/** The store, and how to close it. */
export interface OpenRunStore extends RunStore {
  /** Tries once more to write what is held. */
  close(): Promise<void>;
}

/**
 * Creates the store over an open database.
 *
 * @param database.patient waits as long as a change may
 * @param database.hasty waits as long as a new run may before it is held in memory
 * @param options.now milliseconds since 1970
 */
export function createRunStore(
  database: { readonly patient: Kysely<Tables>; readonly hasty: Kysely<Tables> },
  options: { readonly retentionDays: number; readonly now: () => number; readonly log: StorageLog | undefined },
): OpenRunStore {
  const { patient, hasty } = database;
  const { retentionDays, now, log } = options;
  const oldest = (): number => oldestKept(retentionDays, now);
  const write = (run: StoredRun) => writeRun(hasty, run);
  const held = createHeldRuns(write, log);

  return {
    retentionDays,
    async create(command, payload) {
      const id = randomBytes(12).toString('base64url');
      const run: StoredRun = { id, command, payload: jsonOf(payload), revision: 1, changedAt: now() };
      // Where others are held already, it is known that the database takes none.
      if (held.size() > 0) held.hold(run);
      else {
        await write(run).catch((error: unknown) => {
          if (!(error instanceof StorageError)) throw error;
          held.hold(run, error);
        });
      }
      return id;
    },
    async find(id, command) {
      const own = held.get(id);
      if (own !== undefined) {
        return own.command === command && own.changedAt >= oldest() ? rowOf(own.payload, own.revision) : undefined;
      }
      const row = await patient
        .selectFrom('runs')
        .select(['payload', 'revision'])
        .where('id', '=', id)
        .where('command', '=', command)
        .where('changed_at', '>=', oldest())
        .executeTakeFirst();
      return row && rowOf(row.payload, row.revision);
    },
    async save(id, command, payload, revision) {
      const changed = jsonOf(payload);
      const own = held.get(id);
      if (own !== undefined) {
        if (own.command !== command || own.revision !== revision) return undefined;
        held.hold({ ...own, payload: changed, revision: revision + 1, changedAt: now() });
        return revision + 1;
      }
      const { numUpdatedRows } = await patient
        .updateTable('runs')
        .set({ payload: changed, revision: revision + 1, changed_at: now() })
        .where('id', '=', id)
        .where('command', '=', command)
        .where('revision', '=', revision)
        .executeTakeFirst();
      return numUpdatedRows === 1n ? revision + 1 : undefined;
    },
    whyHeld: (id) => held.why(id),
    close: () => held.close(),
  };
}

/** One that is written again because the answer of the first time was lost changes nothing; later revisions do. */
async function writeRun(
  database: Kysely<Tables>,
  { id, command, payload, revision, changedAt }: StoredRun,
): Promise<void> {
  await database
    .insertInto('runs')
    .values({ id, command, payload, revision, changed_at: changedAt })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(({ ref }) => ({
          payload: ref('excluded.payload'),
          revision: ref('excluded.revision'),
          changed_at: ref('excluded.changed_at'),
        }))
        .whereRef('excluded.revision', '>', 'runs.revision'),
    )
    .execute();
}

/** The query builder would leave out a column that is undefined, and change all others. */
function jsonOf(payload: unknown): string {
  const json: string | undefined = JSON.stringify(payload);
  if (json === undefined) throw new TypeError('The payload of a run cannot be said in JSON');
  return json;
}

/** A payload that is no JSON, as of a damaged file, is one that no command knows. */
function rowOf(payload: string, revision: number): StoredRow {
  try {
    return { payload: JSON.parse(payload), revision };
  } catch {
    return { payload: undefined, revision };
  }
}
