import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Events, StorageLog } from '../contract.js';
import { createLocalEvents } from '../local-events.js';
import type { PostgresAddress } from './address.js';
import type { PostgresAsking } from './asking.js';
import { markInUse } from './in-use.js';
import { clientConfig } from './pool.js';
import { bareError, readOnlyError } from './sql-states.js';

/** Events over LISTEN and NOTIFY, which have a connection of their own. */
export interface PostgresEvents extends Events {
  close(): Promise<void>;
}

/** So many that wait to be told are kept: what is lost is only that somebody looks. */
const MAX_WAITING = 1_000;

/** Events in one statement. */
const MAX_AT_ONCE = 50;

/** Between two tries to listen again: at first, and at most. */
const RETRY_MS = 100;
const MAX_RETRY_MS = 5_000;

/** So often the connection is tried, and so long its answer is waited for: one that is silent may be dead. */
const SIGN_MS = 10_000;
const MAX_SIGN_MS = 5_000;

/**
 * Opens the events of a database; it listens soon, and again whenever the connection has ended.
 *
 * @param onClock told the database's time and this computer's, in milliseconds since 1970, now and then
 */
export function openEvents(options: {
  readonly address: PostgresAddress;
  readonly asking: PostgresAsking;
  readonly patienceMs: number;
  readonly log: StorageLog | undefined;
  readonly onClock: (theirs: number, ours: number) => void;
}): PostgresEvents {
  const { address, asking, patienceMs, log, onClock } = options;
  const local = createLocalEvents(log);
  const channel = address.schema;
  const self = randomBytes(6).toString('hex');
  let number = 0;
  let waiting: string[] = [];
  let telling: Promise<void> | undefined;
  let isClosed = false;
  let listening: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let wasLost = false;

  const tellOthers = async (): Promise<void> => {
    while (waiting.length > 0) {
      const some = waiting.slice(0, MAX_AT_ONCE);
      waiting = waiting.slice(MAX_AT_ONCE);
      try {
        const sql = 'SELECT pg_notify($1, told) FROM unnest($2::text[]) AS told';
        await asking.write({ sql, parameters: [channel, some] }, patienceMs);
      } catch (error) {
        if (!isClosed) log?.warn({ err: error, events: some.length }, 'other processes could not be told');
      }
    }
    telling = undefined;
  };

  const hear = ({ payload = '' }: pg.Notification): void => {
    const [, sender, topic, json] = /^(\w+) \d+ ([^ ]+) (.*)$/s.exec(payload) ?? [];
    if (sender === undefined || sender === self || topic === undefined || json === undefined) return;
    local.hand(topic, json);
  };

  const lookAtClock = async (client: pg.Client): Promise<void> => {
    const query = {
      text: `SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now, current_setting('transaction_read_only') AS "readOnly"`,
      query_timeout: MAX_SIGN_MS,
    };
    const { rows } = await client.query<{ now: string; readOnly: string }>(query);
    // Another server has taken over, and what the others tell is told there.
    if (rows[0]?.readOnly === 'on') throw readOnlyError();
    onClock(Number(rows[0]?.now), Date.now());
  };

  const listen = async (tries: number): Promise<void> => {
    const client = new pg.Client(clientConfig(address));
    let sign: NodeJS.Timeout | undefined;
    let isOver = false;
    const over = (error: unknown): void => {
      if (isOver) return;
      isOver = true;
      clearInterval(sign);
      void client.end().catch(() => {});
      if (listening === client) listening = undefined;
      if (isClosed) return;
      if (tries === 0)
        log?.warn({ err: bareError(error) }, 'what other processes tell cannot be heard; this is tried again');
      wasLost = true;
      retry = setTimeout(() => void listen(tries + 1), Math.min(RETRY_MS * 2 ** tries, MAX_RETRY_MS)).unref();
    };
    client.on('error', over);
    client.on('end', () => over(new Error('the connection has ended')));
    client.on('notification', hear);
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      await markInUse(client, address.schema);
      await lookAtClock(client);
    } catch (error) {
      return over(error);
    }
    if (isClosed) return over(undefined);
    listening = client;
    tries = 0;
    sign = setInterval(() => lookAtClock(client).catch(over), SIGN_MS).unref();
    if (wasLost) log?.warn({}, 'what other processes tell is heard again');
    wasLost = false;
    // Also what was told while this process began to listen.
    local.missed();
  };

  void listen(0);
  return {
    tell(topic, message) {
      const json = local.encode(topic, message);
      if (json === undefined) return;
      queueMicrotask(() => local.hand(topic, json));
      if (isClosed) return;
      number += 1;
      waiting.push(`${self} ${number} ${topic} ${json}`);
      if (waiting.length > MAX_WAITING) waiting.shift();
      // What comes in the same turn goes along.
      telling ??= new Promise((resolve) => setImmediate(resolve)).then(tellOthers);
    },
    listen: local.listen,
    async close() {
      isClosed = true;
      clearTimeout(retry);
      await telling;
      await listening?.end().catch(() => {});
    },
  };
}
