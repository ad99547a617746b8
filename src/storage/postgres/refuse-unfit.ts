import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { UserError } from '../../errors.js';
import type { PostgresAddress } from './address.js';

/** Of those that few encodings have. */
const A_RARE_CHARACTER = '🎓';

/**
 * Refuses a database that would work by halves.
 *
 * @param connect opens another connection to it
 * @throws UserError where a connection is not its own, as LISTEN needs it; Error where the encoding lacks characters
 */
export async function refuseUnfit(
  client: Client,
  address: PostgresAddress,
  connect: () => Promise<Client>,
): Promise<void> {
  await client.query('SELECT $1::text', [A_RARE_CHARACTER]);
  if (!(await hasOwnSession(client, connect))) throw new UserError('database-pooled', { address: address.shown });
}

/**
 * Whether a connection is a session of the server for as long as it lasts. A pooler may give one session to many connections in
 * turn: then what is set for one holds for others, and what is told to one that listens goes to whoever has it then.
 */
export async function hasOwnSession(client: Client, connect: () => Promise<Client>): Promise<boolean> {
  const processOf = async () => (await client.query<{ id: number }>('SELECT pg_backend_pid() AS id')).rows[0]?.id;
  const id = await processOf();
  // Who answers is who was connected to, so nothing is in between.
  if ('processID' in client && client.processID === id) return true;
  const channel = `tokenscope_${randomBytes(6).toString('hex')}`;
  let wasHeard = false;
  client.on('notification', (told) => {
    wasHeard ||= told.channel === channel;
  });
  await client.query(`LISTEN ${channel}`);
  const other = await connect();
  try {
    await other.query('SELECT pg_notify($1, $2)', [channel, '']);
  } finally {
    await other.end().catch(() => {});
  }
  // A server says what was told before it answers the next question.
  return (await processOf()) === id && wasHeard;
}
