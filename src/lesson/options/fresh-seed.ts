import { randomInt } from 'node:crypto';

/** A seed that nobody chose is shown, so few digits are enough. */
const SEEDS = 10_000;

/** A seed where nobody chose one. */
export function freshSeed(): number {
  return randomInt(SEEDS);
}
