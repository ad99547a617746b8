import { Counter, Histogram, type Registry } from 'prom-client';
import { described } from './described.js';

/** Counts and times what the bot asks of Discord and of the database. */
export interface PartMetrics {
  /** Discord answered a request. @param status HTTP's */
  discordAnswered(status: number): void;
  /** A call to the database is over. @param failure why it came to nothing, one of few words */
  databaseCalled(call: string, seconds: number, failure: string | undefined): void;
}

const CALLED = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Creates them in a registry. */
export function createPartMetrics(registry: Registry): PartMetrics {
  const answers = new Counter({
    ...described(registry, 'tokenscope_discord_answers_total'),
    labelNames: ['status'],
  });
  const limited = new Counter({
    ...described(registry, 'tokenscope_discord_rate_limited_total'),
  });
  const calls = new Histogram({
    ...described(registry, 'tokenscope_database_call_seconds'),
    labelNames: ['call'],
    buckets: CALLED,
  });
  const failures = new Counter({
    ...described(registry, 'tokenscope_database_failures_total'),
    labelNames: ['call', 'why'],
  });
  return {
    discordAnswered(status) {
      const kind = Math.floor(status / 100);
      answers.inc({ status: kind >= 1 && kind <= 5 ? `${kind}xx` : 'other' });
      if (status === 429) limited.inc();
    },
    databaseCalled(call, seconds, failure) {
      calls.observe({ call }, seconds);
      if (failure !== undefined) failures.inc({ call, why: failure });
    },
  };
}
