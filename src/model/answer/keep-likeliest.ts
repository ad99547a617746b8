import { checkSum, isAboveOne, MAX_SUM, parseLogprob } from './parse-token.js';

/** A list with numbers that cannot be is left whole up to so many entries, to be judged by who reads it. */
const MAX_LEFT = 1000;

/**
 * The likeliest entries of a list that is longer than what was asked for, in the list's order.
 *
 * Of a list that is a top-k, what is kept is one too, and what is left out counts as not listed, so that nothing becomes
 * untrue. Entries without a value are left out. A list that sums to more than 1, or that holds a probability above 1, is
 * left as it is where it is not too long, because cutting it could make it look right, and a text that came with it can be
 * read all the same. Takes time that grows with n log n.
 *
 * @param most more entries than were asked for, so that the drawn one has a place beside them
 * @param logprobOf the log-probability as the server wrote it
 * @param isDrawn tells the drawn token, which is kept instead of the least likely one
 * @throws ModelError `protocol` when a list of more than `MAX_LEFT` entries holds such numbers
 */
export function keepLikeliest<T>(
  entries: readonly T[],
  most: number,
  logprobOf: (entry: T) => unknown,
  isDrawn: (entry: T, logprob: number) => boolean,
): readonly T[] {
  const isLeft = entries.length <= MAX_LEFT;
  if (isLeft && entries.some((entry) => isAboveOne(logprobOf(entry)))) return entries;
  const told = entries.flatMap((entry) => {
    const logprob = parseLogprob(logprobOf(entry));
    return logprob === undefined ? [] : [{ entry, logprob }];
  });
  const sum = told.reduce((total, { logprob }) => total + Math.exp(logprob), 0);
  if (isLeft && sum > MAX_SUM) return entries;
  checkSum(sum);
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
