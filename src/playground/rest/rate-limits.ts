import { createHash } from 'node:crypto';

/** So many requests in so many milliseconds, per value of the route's major parameter. */
export interface RateRule {
  requests: number;
  windowMs: number;
  /** The path parameters that have a bucket of their own, such as the channel. */
  per: readonly string[];
}

/** What a request may do, and the headers that say so. */
interface RateVerdict {
  headers: Record<string, string>;
  /** Set when the request is refused. */
  refused?: { retryAfterS: number; global: boolean };
}

/**
 * The rates of the playground. Discord publishes the global 50 per second and its headers, no number per route: these
 * are of the size that its headers commonly show, so a bot that ignores the headers meets 429 here as it would there.
 */
export const RATES = {
  channelMessages: { requests: 5, windowMs: 5000, per: ['channel'] },
  messageEdits: { requests: 5, windowMs: 5000, per: ['channel'] },
  typing: { requests: 5, windowMs: 5000, per: ['channel'] },
  webhook: { requests: 5, windowMs: 2000, per: ['application', 'token'] },
  commands: { requests: 20, windowMs: 5000, per: ['application', 'guild'] },
  other: { requests: 50, windowMs: 1000, per: [] },
} as const satisfies Record<string, RateRule>;

const MAX_GLOBAL_REQUESTS = 50;
const GLOBAL_WINDOW_MS = 1000;

/** Counts requests per bucket and over all. */
export interface RateLimits {
  take(
    route: { method: string; path: string; rule: RateRule; global: boolean },
    params: Record<string, string>,
  ): RateVerdict;
}

interface Window {
  used: number;
  resetAt: number;
}

/** Limits over fixed windows. `now` is Unix time in milliseconds and must move, or a full bucket never empties. */
export function createRateLimits(now: () => number): RateLimits {
  const buckets = new Map<string, Window>();
  let everything: Window = { used: 0, resetAt: 0 };

  const windowOf = (key: string, windowMs: number, at: number): Window => {
    const present = buckets.get(key);
    if (present && present.resetAt > at) return present;
    // Buckets are per interaction token too, so the empty ones must go now and then.
    if (buckets.size > 1000) for (const [old, one] of buckets) if (one.resetAt <= at) buckets.delete(old);
    const fresh = { used: 0, resetAt: at + windowMs };
    buckets.set(key, fresh);
    return fresh;
  };

  return {
    take({ method, path, rule, global }, params) {
      const at = now();
      const hash = createHash('sha256').update(`${method} ${path}`).digest('hex').slice(0, 32);
      const major = rule.per.map((name) => params[name] ?? '').join(':');
      const bucket = windowOf(`${hash}:${major}`, rule.windowMs, at);
      if (everything.resetAt <= at) everything = { used: 0, resetAt: at + GLOBAL_WINDOW_MS };

      const overGlobal = global && everything.used >= MAX_GLOBAL_REQUESTS;
      const overBucket = bucket.used >= rule.requests;
      if (!overGlobal && !overBucket) {
        bucket.used += 1;
        if (global) everything.used += 1;
      }
      const headers: Record<string, string> = {
        'X-RateLimit-Limit': String(rule.requests),
        'X-RateLimit-Remaining': String(rule.requests - bucket.used),
        'X-RateLimit-Reset': (bucket.resetAt / 1000).toFixed(3),
        'X-RateLimit-Reset-After': seconds(bucket.resetAt - at).toFixed(3),
        'X-RateLimit-Bucket': hash,
      };
      if (!overGlobal && !overBucket) return { headers };

      const retryAfterS = seconds((overGlobal ? everything.resetAt : bucket.resetAt) - at);
      headers['Retry-After'] = String(Math.ceil(retryAfterS));
      headers['X-RateLimit-Scope'] = overGlobal ? 'global' : 'user';
      if (overGlobal) headers['X-RateLimit-Global'] = 'true';
      return { headers, refused: { retryAfterS, global: overGlobal } };
    },
  };
}

function seconds(ms: number): number {
  return Math.max(0, ms) / 1000;
}
