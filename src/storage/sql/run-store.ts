import { randomBytes } from 'node:crypto';
import type { RunOrigin } from '../../domain/run-origin.js';
import type { RunStore, StoredRow } from '../contract.js';
import { type HeldRuns, type Part, peopleAfter, type StoredRun } from '../held-runs.js';
import { StorageError } from '../storage-error.js';
import { oldestKept, RETENTION_SETTING, retentionIn } from './retention.js';
import type { Asking } from './together.js';

/** The store, and when nobody is about to write. */
export interface OpenRunStore extends RunStore {
  /** Fulfilled when the runs that are being created now are in the database, or held. */
  created(): Promise<void>;
}

/**
 * Creates the store over an open database.
 *
 * @param patient waits as long as a change may
 * @param write brings a new run into the database, and waits as long as one may before it is held in memory
 * @param options.now milliseconds since 1970
 * @param options.isShared other processes may have a run that is held here, which then takes no changes
 */
export function createRunStore(
  { queries, together }: Asking,
  write: (run: StoredRun) => Promise<void>,
  held: HeldRuns,
  options: { readonly retentionDays: number; readonly now: () => number; readonly isShared: boolean },
): OpenRunStore {
  const { retentionDays, now, isShared } = options;
  const creating = new Set<Promise<unknown>>();

  const keep = async (run: StoredRun): Promise<string> => {
    // Where others are held already, it is known that the database takes none.
    if (held.size() > 0) held.hold(run);
    else {
      await write(run).catch((error: unknown) => {
        if (!(error instanceof StorageError)) throw error;
        held.hold(run, error);
      });
    }
    return run.id;
  };

  return {
    retentionDays,
    async create(command, payload, origin) {
      const at = now();
      const kept = keep({
        id: randomBytes(12).toString('base64url'),
        command,
        payload: jsonOf(payload),
        revision: 1,
        changedAt: at,
        askedAt: at,
        ...belonging(origin, held),
      });
      creating.add(kept);
      try {
        return await kept;
      } finally {
        creating.delete(kept);
      }
    },
    async find(id, command) {
      // PostgreSQL refuses such a text, and it is the id of no run.
      if (id.includes('\0')) return undefined;
      const own = held.get(id);
      if (own !== undefined) {
        const isKept = own.command === command && own.changedAt >= oldestKept(retentionDays, now());
        return isKept ? rowOf(own) : undefined;
      }
      const row = await queries
        .selectFrom('runs')
        .leftJoin('settings', (join) => join.onRef('place', '=', 'asked_in').on('name', '=', RETENTION_SETTING))
        .select(['payload', 'revision', 'runs.changed_at', 'value', 'asked_by', 'asked_in', 'asked_alone'])
        .where('id', '=', id)
        .where('command', '=', command)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const days = retentionIn(row.value, retentionDays);
      if (Number(row.changed_at) < oldestKept(days, now())) return undefined;
      const { payload, revision, asked_by: askedBy, asked_in: askedIn, asked_alone: alone } = row;
      return rowOf({ payload, revision, askedBy, askedIn, askedAlone: Number(alone) === 1 });
    },
    async revisionOf(id, command) {
      const own = held.get(id);
      if (own !== undefined) return own.command === command ? own.revision : undefined;
      const row = await queries
        .selectFrom('runs')
        .select('revision')
        .where('id', '=', id)
        .where('command', '=', command)
        .executeTakeFirst();
      return row && Number(row.revision);
    },
    async save(id, command, payload, revision, by, withWords = false) {
      const changed = jsonOf(payload);
      const own = held.get(id);
      if (own !== undefined) {
        if (own.command !== command || own.revision !== revision) return undefined;
        // Its first writing may have come to the database although no answer came: then other processes change it there.
        if (isShared) throw new StorageError(held.why(id) ?? 'away');
        const people = by === undefined ? own.people : withChange(own, by, withWords);
        held.hold({ ...own, payload: changed, revision: revision + 1, changedAt: now(), people });
        return revision + 1;
      }
      const saved = queries
        .updateTable('runs')
        .set({ payload: changed, revision: revision + 1, changed_at: now() })
        .where('id', '=', id)
        .where('command', '=', command)
        .where('revision', '=', revision);
      if (by === undefined) {
        const { numUpdatedRows } = await saved.executeTakeFirst();
        return numUpdatedRows === 1n ? revision + 1 : undefined;
      }
      const part: Part = withWords ? 'words' : 'changed';
      const takesPart = queries
        .insertInto('run_people')
        .columns(['person', 'run', 'part'])
        .expression(
          queries
            .selectFrom('runs')
            .select(({ val }) => [val(by).as('person'), 'id as run', val(part).as('part')])
            .where('id', '=', id)
            .where('command', '=', command)
            .where('revision', '=', revision)
            .where(({ eb, or }) => or([eb('asked_by', 'is', null), eb('asked_by', '<>', by)])),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['person', 'run'])
            .doUpdateSet({ part })
            .where('run_people.part', 'in', withWords ? ['passed-on', 'changed'] : ['passed-on']),
        );
      const [, updated] = await together([takesPart, saved], { change: [id] });
      return updated === 1 ? revision + 1 : undefined;
    },
    whyHeld: (id) => held.why(id),
    async created() {
      await Promise.allSettled(creating);
    },
  };
}

/** Whose a new run is, and who else is in it as far as that is in memory. */
function belonging(
  origin: RunOrigin | undefined,
  held: HeldRuns,
): Pick<StoredRun, 'askedBy' | 'askedIn' | 'askedAlone' | 'from' | 'people'> {
  if (origin === undefined) return { from: [], people: new Map() };
  const { personId, placeId, isPrivate, from } = origin;
  const before = from === undefined ? undefined : held.get(from);
  return {
    askedBy: personId,
    askedIn: placeId,
    askedAlone: isPrivate,
    from: from === undefined ? [] : [from, ...(before?.from ?? [])],
    people: before === undefined ? new Map() : peopleAfter(personId, before),
  };
}

function withChange({ askedBy, people }: StoredRun, by: string, withWords: boolean): StoredRun['people'] {
  const part = people.get(by);
  if (by === askedBy || part === 'words' || (part === 'changed' && !withWords)) return people;
  return new Map([...people, [by, withWords ? 'words' : 'changed']]);
}

/** The query builder would leave out a column that is undefined, and change all others. */
function jsonOf(payload: unknown): string {
  const json: string | undefined = JSON.stringify(payload);
  if (json === undefined) throw new TypeError('The payload of a run cannot be said in JSON');
  return json;
}

/** What is told of a stored run. A payload that is no JSON, as of a damaged file, is one that no command knows. */
function rowOf(run: {
  readonly payload: string;
  readonly revision: number;
  readonly askedBy?: string | null | undefined;
  readonly askedIn?: string | null | undefined;
  readonly askedAlone?: boolean | undefined;
}): StoredRow {
  const { revision, askedBy, askedIn, askedAlone: isPrivate } = run;
  const origin =
    askedBy && askedIn ? { personId: askedBy, placeId: askedIn, isPrivate: isPrivate ?? false } : undefined;
  try {
    return { payload: JSON.parse(run.payload), revision, origin };
  } catch {
    return { payload: undefined, revision, origin };
  }
}
