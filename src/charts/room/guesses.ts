import { checkFinite } from '../../domain/check-figure.js';
import type { RoomNumbers } from './room-strip.js';

/** A number that so many people said. */
export interface Guess {
  readonly value: number;
  readonly people: number;
}

/**
 * What people said, each number once, the lowest first.
 *
 * @throws RangeError when one is not a number
 */
export function guessesOf(values: RoomNumbers['values']): readonly Guess[] {
  const people = new Map<number, number>();
  for (const value of values) people.set(checkFinite(value), (people.get(value) ?? 0) + 1);
  return [...people]
    .map(([value, count]) => ({ value, people: count }))
    .toSorted((one, other) => one.value - other.value);
}

/** The number that half of the people are not above and half not below; between the middle two where they are even. */
export function middleValue(values: RoomNumbers['values']): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
