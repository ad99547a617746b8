/** A seed that nobody chose is shown, so few digits are enough. */
const SEEDS = 10_000;

/** A seed where nobody chose one. */
export function freshSeed(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn % SEEDS;
}
