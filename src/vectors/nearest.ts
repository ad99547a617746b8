import { alike, direction, dotProduct, type Vector } from './likeness.js';

/** One of many vectors, and how alike it is to what was looked for. */
export interface Near {
  /** Its place among them. */
  readonly index: number;
  readonly likeness: number;
}

/** All vectors by how alike they are to one, the most alike first; of equals in their order. */
export function nearestTo(target: Vector, vectors: readonly Vector[]): readonly Near[] {
  const wanted = direction(target);
  return vectors
    .map((vector, index) => ({ index, likeness: alike(wanted, direction(vector)) }))
    .toSorted((one, other) => other.likeness - one.likeness);
}

/**
 * Where “a is to b as c is to …” leads: from the direction of c the step from a to b, `b − a + c`.
 *
 * @throws RangeError where one of them has no length, or nothing is left of the sum
 * @see T. Mikolov, W. Yih, G. Zweig 2013, "Linguistic regularities in continuous space word representations"
 */
export function analogyTarget(a: Vector, b: Vector, c: Vector): Float64Array {
  const [from, to, start] = [direction(a), direction(b), direction(c)];
  const sum = start.map((value, at) => value + (to[at] ?? 0) - (from[at] ?? 0));
  // As good as nothing: what rounding leaves has a direction that means nothing.
  if (dotProduct(sum, sum) < 1e-12) throw new RangeError('Nothing is left of the sum.');
  return sum;
}
