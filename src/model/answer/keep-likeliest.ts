import { ModelError } from '../errors.js';
import { parseLogprob } from './parse-logprob.js';

/** A sum of probabilities above this is no rounding. */
const MAX_SUM = 1.001;

/**
 * The likeliest entries of a list that is longer than what was asked for, in the list's order.
 *
 * Of a list that is a top-k, what is kept is one too, and what is left out counts as not listed, so that nothing becomes
 * untrue. Entries without a value are left out. Takes time that grows with n log n.
 *
 * @param most more entries than were asked for, so that the drawn one has a place beside them
 * @param logprobOf the log-probability as the server wrote it
 * @param isDrawn tells the drawn token, which is kept instead of the least likely one
 * @throws ModelError `protocol` when the whole list sums to a probability above 1
 */
export function keepLikeliest<T>(
  entries: readonly T[],
  most: number,
  logprobOf: (entry: T) => unknown,
  isDrawn: (entry: T, logprob: number) => boolean,
): readonly T[] {
  const told = entries.flatMap((entry) => {
    const logprob = parseLogprob(logprobOf(entry));
    return logprob === undefined ? [] : [{ entry, logprob }];
  });
  checkSum(told.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0));
  if (told.length <= most) return told.map(({ entry }) => entry);
  const sorted = Float64Array.from(told, ({ logprob }) => logprob).sort();
  const drawn = told.find(({ entry, logprob }) => isDrawn(entry, logprob));
  const isAmong = drawn === undefined || drawn.logprob > (sorted[sorted.length - most] ?? 0);
  const places = isAmong ? most : most - 1;
  const least = sorted[sorted.length - places] ?? 0;
  // Of several as likely as the least one, the first in the list are kept.
  let ties = places - told.reduce((count, { logprob }) => count + (logprob > least ? 1 : 0), 0);
  const kept = told.filter((one) => {
    if (one.logprob > least || (one === drawn && !isAmong)) return true;
    if (one.logprob < least || ties === 0) return false;
    ties -= 1;
    return true;
  });
  return kept.map(({ entry }) => entry);
}

function checkSum(sum: number): void {
  if (sum <= MAX_SUM) return;
  throw new ModelError(
    'protocol',
    `The endpoint listed probabilities that sum to ${(sum * 100).toFixed(1)}%, so its numbers cannot be trusted. Try another model or endpoint.`,
  );
}
