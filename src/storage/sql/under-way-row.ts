import type { Selectable } from 'kysely';
import type { UnderWayRun } from '../contract.js';
import type { Tables } from './tables.js';

/** A row of the list of what is under way. */
export type UnderWayRow = Selectable<Tables['under_way']>;

/** Discord takes the key for so long, in milliseconds. */
export const MAX_KEY_MS = 15 * 60_000;

/** A run as it is told of. @param now milliseconds since 1970 */
export function runOf(row: UnderWayRow, now: number): UnderWayRun {
  const isFresh = now - Number(row.begun_at) < MAX_KEY_MS;
  return {
    id: row.id,
    botId: row.bot,
    origin: { personId: row.person, placeId: row.place },
    begunAt: Number(row.begun_at),
    key: isFresh ? (row.key ?? undefined) : undefined,
    payload: payloadOf(row.payload),
  };
}

/** A payload that is no JSON, as of a damaged file, is one that nobody can run again. */
function payloadOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
