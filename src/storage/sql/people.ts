import { sql } from 'kysely';
import type { KeptRun, People, StorageLog } from '../contract.js';
import type { HeldRuns, StoredRun } from '../held-runs.js';
import type { Asking } from './together.js';

/** Runs deleted in one turn. */
const MAX_DELETED_AT_ONCE = 100;

/** Runs that somebody is taken out of in one turn: each is read, and written. */
const MAX_CHANGED_AT_ONCE = 10;

type Without = Parameters<People['forget']>[1];

/** What it takes to answer for the people in a storage. */
export interface PeopleOptions {
  readonly asking: Asking;
  readonly held: HeldRuns;
  /** Fulfilled when the runs and changes that were asked for until now are in the database, or held, or have failed. */
  readonly settled: () => Promise<void>;
  /** Makes what was deleted unreadable in the files. */
  readonly scrub: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: StorageLog | undefined;
}

/** Creates what is kept of people, over an open database. */
export function createPeople({ asking, held, settled, scrub, now, log }: PeopleOptions): People {
  const { queries, together } = asking;

  /** The runs that somebody asked for or has words in, of those where there are too many for one turn. */
  const withWords = async (personId: string, most: number, among?: readonly string[]): Promise<readonly string[]> => {
    const rows = await queries
      .selectFrom('runs')
      .select('id')
      .where('asked_by', '=', personId)
      .$if(among !== undefined, (query) => query.where('id', 'in', among ?? []))
      .union(
        queries
          .selectFrom('run_people')
          .select('run as id')
          .where('person', '=', personId)
          .where('part', '=', 'words')
          .$if(among !== undefined, (query) => query.where('run', 'in', among ?? [])),
      )
      .limit(most)
      .execute();
    return rows.map(({ id }) => id);
  };

  const deleteRuns = async (ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return;
    await together(
      [
        queries
          .insertInto('forgotten_runs')
          .values([...ids].sort().map((id) => ({ id, forgotten_at: now() })))
          .onConflict((conflict) => conflict.column('id').doNothing()),
        queries.deleteFrom('run_people').where('run', 'in', ids),
        queries.deleteFrom('runs').where('id', 'in', ids),
      ],
      { change: ids },
    );
  };

  /** Forgets the runs that somebody asked for or has words in. @param deleted is told which */
  const forgetTheirs = async (personId: string, deleted: Set<string>): Promise<void> => {
    for (;;) {
      const ids = await withWords(personId, MAX_DELETED_AT_ONCE);
      for (const id of ids) deleted.add(id);
      const fromMemory = held.all().filter((run) => hasWords(run, personId, deleted));
      for (const { id } of fromMemory) {
        held.drop(id);
        deleted.add(id);
      }
      await deleteRuns([...ids, ...fromMemory.map(({ id }) => id)]);
      if (ids.length === 0) return;
    }
  };

  /** Takes somebody out of the runs that they took part in; the next turn comes to those that were changed meanwhile. */
  const takeOut = async (personId: string, without: Without, counts: Counts): Promise<void> => {
    const met = new Set<string>();
    for (;;) {
      const rows = await queries
        .selectFrom('run_people')
        .innerJoin('runs', 'id', 'run')
        .select(['id', 'command', 'payload', 'revision'])
        .where('person', '=', personId)
        .limit(MAX_CHANGED_AT_ONCE)
        .execute();
      for (const row of rows) {
        met.add(row.id);
        const { id, payload, revision } = row;
        const changed = await payloadWithout(row);
        if (changed === undefined) {
          await deleteRuns([id]);
          counts.deleted.add(id);
          continue;
        }
        const isChanged = changed !== payload;
        const after = isChanged ? revision + 1 : revision;
        const taken = queries
          .updateTable('runs')
          .set({ payload: changed, revision: after })
          .where('id', '=', id)
          .where('revision', '=', revision);
        const partTaken = queries
          .deleteFrom('run_people')
          .where('person', '=', personId)
          .where('run', '=', id)
          .where(({ exists, selectFrom }) =>
            exists(
              selectFrom('runs')
                .select('id')
                .where('id', '=', id)
                .where('revision', '=', after)
                .where('payload', '=', changed),
            ),
          );
        const [updated] = await together([taken, partTaken], { change: [id] });
        if (isChanged && updated === 1) counts.changed.add(id);
      }
      if (rows.length === 0) break;
    }
    for (const run of held.all()) {
      if (!run.people.has(personId) && !run.from.some((id) => met.has(id))) continue;
      const payload = await payloadWithout(run);
      // It may have been written or changed in between; what is in the database by now comes in the next turn.
      if (held.get(run.id) !== run) return takeOut(personId, without, counts);
      if (payload === undefined) {
        held.drop(run.id);
        await deleteRuns([run.id]);
        counts.deleted.add(run.id);
        continue;
      }
      const people = new Map([...run.people].filter(([person]) => person !== personId));
      const isChanged = payload !== run.payload;
      held.hold({ ...run, payload, revision: isChanged ? run.revision + 1 : run.revision, people });
      if (isChanged) counts.changed.add(run.id);
    }

    /** What cannot be read cannot be kept either: nobody could say what is in it. */
    async function payloadWithout(run: { readonly command: string; readonly payload: string }) {
      try {
        const left = without({ command: run.command, payload: JSON.parse(run.payload) as unknown });
        return left === undefined ? undefined : JSON.stringify(left);
      } catch (error) {
        log?.error({ err: error, command: run.command }, 'somebody could not be taken out of a run; it is deleted');
        return undefined;
      }
    }
  };

  return {
    async keptOf(personId, most) {
      const memory = held.all();
      const rows = await queries
        .selectFrom('runs')
        .select(['id', 'command', 'asked_in', 'asked_at', 'changed_at'])
        .select(sql<number>`octet_length(payload)`.as('bytes'))
        .where('asked_by', '=', personId)
        .orderBy('asked_at', 'desc')
        .orderBy('id')
        .limit(most)
        .execute();
      const inDatabase = rows.map(
        (row): KeptRun => ({
          id: row.id,
          command: row.command,
          placeId: row.asked_in ?? '',
          askedAt: Number(row.asked_at),
          changedAt: Number(row.changed_at),
          bytes: Number(row.bytes),
        }),
      );
      const { asked } = await queries
        .selectFrom('runs')
        .select(({ fn }) => fn.countAll().as('asked'))
        .where('asked_by', '=', personId)
        .executeTakeFirstOrThrow();
      const parts = await queries
        .selectFrom('run_people')
        .select(['part', ({ fn }) => fn.countAll().as('runs')])
        .where('person', '=', personId)
        .groupBy('part')
        .execute();
      const runsBy = (part: string) => Number(parts.find((one) => one.part === part)?.runs ?? 0);

      const own = memory.filter(({ askedBy }) => askedBy === personId);
      const before = memory.flatMap(({ from }) => from);
      const theirs = new Set(before.length === 0 ? [] : await withWords(personId, before.length, before));
      const others = memory.filter(({ askedBy }) => askedBy !== personId);
      const withTheirs = others.filter((run) => hasWords(run, personId, theirs));
      const changed = others.filter((run) => !withTheirs.includes(run) && run.people.get(personId) === 'changed');
      return {
        runs: [...own.map(keptInMemory), ...inDatabase].sort((a, b) => b.askedAt - a.askedAt).slice(0, most),
        asked: Number(asked) + own.length,
        withTheirWords: runsBy('words') + withTheirs.length,
        takenPartIn: runsBy('changed') + changed.length,
      };
    },
    async forget(personId, without) {
      await settled();
      const counts: Counts = { deleted: new Set(), changed: new Set() };
      await forgetTheirs(personId, counts.deleted);
      await takeOut(personId, without, counts);
      await queries.deleteFrom('under_way').where('person', '=', personId).execute();
      await queries.deleteFrom('settings').where('place', '=', personId).execute();
      await queries.deleteFrom('channels').where('id', '=', personId).execute();
      await scrub();
      return { deleted: counts.deleted.size, changed: counts.changed.size };
    },
  };
}

/** The ids of runs, by what came of them. */
interface Counts {
  readonly deleted: Set<string>;
  readonly changed: Set<string>;
}

/** Whether somebody's words are in a run that is held. @param theirs the ids of runs in the database that have them */
function hasWords({ askedBy, people, from }: StoredRun, personId: string, theirs: ReadonlySet<string>): boolean {
  return askedBy === personId || people.get(personId) === 'words' || from.some((id) => theirs.has(id));
}

function keptInMemory(run: StoredRun): KeptRun {
  const { id, command, askedIn = '', askedAt, changedAt, payload } = run;
  return { id, command, placeId: askedIn, askedAt, changedAt, bytes: Buffer.byteLength(payload) };
}
