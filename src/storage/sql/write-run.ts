import { type Kysely, sql } from 'kysely';
import type { StoredRun } from '../held-runs.js';
import type { Tables } from './tables.js';
import type { Asking } from './together.js';

/**
 * Writes a run and who is in it. One that is written again because the answer of the first time was lost changes nothing;
 * later revisions do. One that goes on from a run that somebody had deleted is not written: their words are in it.
 */
export async function writeRun({ queries, together }: Asking, run: StoredRun): Promise<void> {
  const { from, people } = run;
  const written = insertRun(queries, run);
  if (from.length > 0) {
    await together([written, ...insertPeople(queries, run), forgetToo(queries, run)], { keep: from });
  } else if (people.size > 0) await together([written, ...insertPeople(queries, run)]);
  else await written.execute();
}

function insertRun(queries: Kysely<Tables>, run: StoredRun) {
  const { id, command, payload, revision, changedAt, askedBy = null, askedIn = null, askedAt, askedAlone, from } = run;
  const alone = askedAlone ? 1 : null;
  const values = {
    id,
    command,
    payload,
    revision,
    changed_at: changedAt,
    asked_by: askedBy,
    asked_in: askedIn,
    asked_at: askedAt,
    asked_alone: alone,
  };
  const into = queries.insertInto('runs');
  const inserted =
    from.length === 0
      ? into.values(values)
      : into
          .columns([
            'id',
            'command',
            'payload',
            'revision',
            'changed_at',
            'asked_by',
            'asked_in',
            'asked_at',
            'asked_alone',
          ])
          .expression(
            queries
              .selectNoFrom(({ val }) => [
                val(id).as('id'),
                val(command).as('command'),
                val(payload).as('payload'),
                val(revision).as('revision'),
                val(changedAt).as('changed_at'),
                val(askedBy).as('asked_by'),
                val(askedIn).as('asked_in'),
                val(askedAt).as('asked_at'),
                val(alone).as('asked_alone'),
              ])
              .where(({ exists, not, selectFrom }) =>
                not(
                  exists(
                    selectFrom('forgotten_runs')
                      .select('forgotten_runs.id')
                      .where('id', 'in', [id, ...from]),
                  ),
                ),
              ),
          );
  return inserted.onConflict((conflict) =>
    conflict
      .column('id')
      .doUpdateSet(({ ref }) => ({
        payload: ref('excluded.payload'),
        revision: ref('excluded.revision'),
        changed_at: ref('excluded.changed_at'),
      }))
      .whereRef('excluded.revision', '>', 'runs.revision'),
  );
}

/** What is not written because of the run before it is not written for those that go on from it either. */
function forgetToo(queries: Kysely<Tables>, { id, from }: StoredRun) {
  return queries
    .insertInto('forgotten_runs')
    .columns(['id', 'forgotten_at'])
    .expression(
      queries
        .selectFrom('forgotten_runs')
        .select(({ val }) => [val(id).as('id'), 'forgotten_at'])
        .where('id', 'in', from)
        .limit(1),
    )
    .onConflict((conflict) => conflict.column('id').doNothing());
}

/** Who is in a run beside who asked for it; nobody is where the run itself was not written. */
function insertPeople(queries: Kysely<Tables>, { id, askedBy = '', from, people }: StoredRun) {
  const into = queries.insertInto('run_people').columns(['person', 'run', 'part']);
  const isWritten = queries.selectFrom('runs as written').select('written.id').where('written.id', '=', id);
  const known = [...people].map(([person, part]) =>
    into
      .expression(
        queries
          .selectNoFrom(({ val }) => [val(person).as('person'), val(id).as('run'), val(part).as('part')])
          .where(({ exists }) => exists(isWritten)),
      )
      .onConflict((conflict) => conflict.columns(['person', 'run']).doNothing()),
  );
  if (from.length === 0) return known;
  const askers = into
    .expression(
      queries
        .selectFrom('runs')
        .distinct()
        .select(({ val }) => ['asked_by as person', val(id).as('run'), val('words').as('part')])
        .where('id', 'in', from)
        .where('asked_by', 'is not', null)
        .where('asked_by', '<>', askedBy)
        .where(({ exists }) => exists(isWritten)),
    )
    .onConflict((conflict) => conflict.columns(['person', 'run']).doUpdateSet({ part: 'words' }));
  const others = into
    .expression(
      queries
        .selectFrom('run_people')
        .select(({ val }) => [
          'person',
          val(id).as('run'),
          // Of two, “words” comes later in the alphabet.
          sql<string>`max(case when part = 'words' then 'words' else 'passed-on' end)`.as('part'),
        ])
        .where('run', 'in', from)
        .where('person', '<>', askedBy)
        .where(({ exists }) => exists(isWritten))
        .groupBy('person'),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['person', 'run'])
        .doUpdateSet(({ ref }) => ({ part: ref('excluded.part') }))
        .where('excluded.part', '=', 'words'),
    );
  return [...known, askers, others];
}
