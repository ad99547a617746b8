import type { Interval } from '../../domain/interval.js';
import { formatBits } from '../../words/format.js';

/** Entropy in a sentence: `1.23 bits`, `between 1.23 bits and 4.56 bits`, or `at least 1.23 bits`. */
export function describeEntropy({ low, high }: Interval): string {
  const [from, to] = [formatBits(low), formatBits(high)];
  if (from === to) return from;
  return Number.isFinite(high) ? `between ${from} and ${to}` : `at least ${from}`;
}

/** Entropy in bits where there is little room: `1.23`, `1.23–4.56`, or `≥ 1.23`. */
export function entropyFigure({ low, high }: Interval): string {
  const [from, to] = [low.toFixed(2), high.toFixed(2)];
  if (from === to) return from;
  return Number.isFinite(high) ? `${from}–${to}` : `≥ ${from}`;
}
