/** A bucket takes one IDENTIFY in this time. Source: the rate limiting of the gateway in Discord's documentation. */
const WINDOW_MS = 5000;

/**
 * Says whether a shard may identify now: shards whose number divided by `maxConcurrency` leaves the same are in one bucket.
 *
 * @param now Unix time in milliseconds
 */
export function createIdentifyLimit(maxConcurrency: number, now: () => number): (shardId: number) => boolean {
  const last = new Map<number, number>();
  return (shardId) => {
    const bucket = shardId % maxConcurrency;
    const before = last.get(bucket);
    if (before !== undefined && now() - before < WINDOW_MS) return false;
    last.set(bucket, now());
    return true;
  };
}
