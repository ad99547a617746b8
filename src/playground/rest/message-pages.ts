import type { StoredMessage } from '../state/messages.js';

/** A page of messages, newest first, around the ids that `before`, `after` or `around` of a query name. */
export function pageOf(all: readonly StoredMessage[], query: URLSearchParams, limit: number): StoredMessage[] {
  const id = (stored: StoredMessage) => BigInt(stored.message.id);
  const named = (key: string): bigint | undefined => {
    const value = query.get(key);
    return value !== null && /^\d{1,20}$/.test(value) ? BigInt(value) : undefined;
  };
  const newestFirst = (some: readonly StoredMessage[]) => [...some].reverse();
  const before = named('before');
  if (before !== undefined) return newestFirst(all.filter((one) => id(one) < before).slice(-limit));
  const after = named('after');
  if (after !== undefined) return newestFirst(all.filter((one) => id(one) > after).slice(0, limit));
  const around = named('around');
  if (around !== undefined) {
    const half = Math.floor(limit / 2);
    const older = all.filter((one) => id(one) <= around).slice(-(half + 1));
    const newer = all.filter((one) => id(one) > around).slice(0, limit - older.length);
    return newestFirst([...older, ...newer]);
  }
  return newestFirst(all.slice(-limit));
}
