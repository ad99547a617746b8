import { ModelError } from '../errors.js';

/** A sum of listed probabilities above this is no rounding: the server's numbers are wrong. */
export const MAX_SUM = 1.001;

/**
 * Checks what the probabilities of a list sum to.
 *
 * @throws ModelError `protocol` when it is more than 1
 */
export function checkSum(sum: number): void {
  if (sum <= MAX_SUM) return;
  throw new ModelError(
    'protocol',
    `The endpoint listed probabilities that sum to ${(sum * 100).toFixed(1)}%, so its numbers cannot be trusted. Try another model or endpoint.`,
  );
}
