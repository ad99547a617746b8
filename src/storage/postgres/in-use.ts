import type { ClientBase } from 'pg';

/** Marks a schema as one that a bot uses, for as long as the connection lasts. */
export async function markInUse(client: ClientBase, schema: string): Promise<void> {
  // It does not wait: whoever restores a backup at this moment is about to end, and holds up nobody.
  await client.query('SELECT pg_try_advisory_lock_shared(hashtextextended($1, 0))', [nameOf(schema)]);
}

/** Whether a bot uses a schema; where none does, none is taken to until the connection ends. */
export async function isInUse(client: ClientBase, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>(
    'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS free',
    [nameOf(schema)],
  );
  return rows[0]?.free !== true;
}

function nameOf(schema: string): string {
  return `tokenscope-in-use/${schema}`;
}
