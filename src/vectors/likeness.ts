/** A vector of any numbers. */
export type Vector = ArrayLike<number>;

/** The sum of the products, number by number. */
export function dotProduct(one: Vector, other: Vector): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

/** The length of a vector (its Euclidean norm). */
export function lengthOf(vector: Vector): number {
  return Math.sqrt(dotProduct(vector, vector));
}

/**
 * A vector of length 1 in the same direction.
 *
 * @throws RangeError for one of length 0, which has none
 */
export function direction(vector: Vector): Float64Array {
  const length = lengthOf(vector);
  if (!(length > 0 && Number.isFinite(length))) throw new RangeError('A vector of no length has no direction.');
  return Float64Array.from(vector, (value) => value / length);
}

/**
 * How alike the directions of two vectors are: their cosine similarity, `a·b / (|a| |b|)`, from −1 for opposite over 0 for
 * at a right angle to 1 for the same.
 *
 * @throws RangeError where one of them has no length
 */
export function likeness(one: Vector, other: Vector): number {
  return alike(direction(one), direction(other));
}

/** The likeness of each of some vectors with each, row by row; a half would do, but a whole grid is easier to read. */
export function likenessGrid(vectors: readonly Vector[]): readonly (readonly number[])[] {
  const directions = vectors.map(direction);
  return directions.map((one, row) => directions.map((other, column) => (row === column ? 1 : alike(one, other))));
}

/** The same for vectors of length 1, which is their dot product. */
export function alike(one: Vector, other: Vector): number {
  return Math.min(1, Math.max(-1, dotProduct(one, other)));
}
