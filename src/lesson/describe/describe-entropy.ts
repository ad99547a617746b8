import type { Interval } from '../../domain/interval.js';
import { lessonWords } from '../words.js';

export function describeEntropy(entropy: Interval): string {
  return lessonWords('en').entropy(entropy);
}

/** Entropy in bits where there is little room: `1.23`, `1.23–4.56`, or `≥ 1.23`. */
export function entropyFigure({ low, high }: Interval): string {
  const [from, to] = [low.toFixed(2), high.toFixed(2)];
  if (from === to) return from;
  return Number.isFinite(high) ? `${from}–${to}` : `≥ ${from}`;
}
