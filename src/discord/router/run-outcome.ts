import { UserError } from '../../errors.js';
import type { RunOutcome } from '../../run-watch.js';
import { SendError } from './send-error.js';

/** Where it is not the asker's fault, nor the bot's: others ask as well. */
const LIMITS: readonly string[] = [
  'limit-reached',
  'too-many-under-way',
  'all-too-many-under-way',
  'line-full',
  'line-full-for-one',
];

/** What is said of an interaction that ends with an error. @param otherwise where the error says nothing of it */
export function runOutcome(error: unknown, otherwise: 'refused' | 'failed'): RunOutcome {
  if (error instanceof SendError) {
    if (error.outcome === 'answered') return 'repeated';
    return error.outcome === 'gone' || error.outcome === 'expired' ? error.outcome : 'unsent';
  }
  return error instanceof UserError && LIMITS.includes(error.fact.code) ? 'limited' : otherwise;
}
