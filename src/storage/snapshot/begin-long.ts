import type { Client } from 'pg';

/** Begins a transaction that may take as long as all rows need. @param how it begins, in SQL */
export async function beginLong(client: Client, how: string): Promise<void> {
  await client.query(how);
  await client.query(
    "SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)",
  );
}
