import { UNLISTED_LOGPROB } from '../../domain/token.js';
import { ModelError } from '../errors.js';

/** Rounding in single precision lifts the logarithm of a probability near 1 at most this far above 0. */
const rounding = 1e-3;

/**
 * A log-probability as a server writes it.
 *
 * @returns a value in (-9999, 0]; `UNLISTED_LOGPROB` for a probability of zero (-9999, -3.4e38, -Infinity); undefined for
 *   what is no value (null, NaN, a word)
 * @throws ModelError `protocol` for a probability over 1
 */
export function parseLogprob(value: unknown): number | undefined {
  if (typeof value !== 'number' || Number.isNaN(value)) return undefined;
  if (isAboveOne(value)) {
    throw new ModelError(
      'protocol',
      'The endpoint reported a probability above 100%, so its numbers cannot be trusted. Try another model or endpoint.',
    );
  }
  // Adding 0 turns -0, which some servers write, into 0.
  return value <= UNLISTED_LOGPROB ? UNLISTED_LOGPROB : Math.min(value, 0) + 0;
}

/** Whether a log-probability, as a server writes it, is of a probability over 1. */
export function isAboveOne(value: unknown): boolean {
  return typeof value === 'number' && value > rounding;
}
