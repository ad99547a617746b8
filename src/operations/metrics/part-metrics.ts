import { Counter, Histogram, type Registry } from 'prom-client';

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
  const registers = [registry];
  const answers = new Counter({
    name: 'tokenscope_discord_answers_total',
    help: 'Answers of Discord to requests, by the class of their status.',
    labelNames: ['status'],
    registers,
  });
  const limited = new Counter({
    name: 'tokenscope_discord_rate_limited_total',
    help: 'Answers of Discord that say the bot asks too often (429).',
    registers,
  });
  const calls = new Histogram({
    name: 'tokenscope_database_call_seconds',
    help: 'How long calls to the database take.',
    labelNames: ['call'],
    buckets: CALLED,
    registers,
  });
  const failures = new Counter({
    name: 'tokenscope_database_failures_total',
    help: 'Calls to the database that came to nothing, by why.',
    labelNames: ['call', 'why'],
    registers,
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
