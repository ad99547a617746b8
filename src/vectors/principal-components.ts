import { eigenPairs } from './eigen.js';
import { dotProduct, type Vector } from './likeness.js';

/** Points on a plane that stand for vectors of many more numbers. */
export interface FlatMap {
  /** One for each vector, in the vectors' own unit, with the middle at 0. */
  readonly points: readonly (readonly [across: number, up: number])[];
  /** Which share of the differences between the vectors (of their variance) each direction has, the largest first. */
  readonly shares: readonly number[];
}

/** Below it, a share is rounding and nothing else. */
const ROUNDING = 1e-12;

/**
 * Lays vectors flat so that as much as possible of the differences between them is left (principal component analysis): along
 * the two directions in which they differ most.
 *
 * With fewer vectors than numbers, the eigenvectors of the small matrix of their dot products say the same as those of the
 * large covariance matrix.
 *
 * @returns all points at 0, and no shares, where the vectors are all the same
 * @see K. Pearson 1901, "On lines and planes of closest fit"; J. C. Gower 1966 for the matrix of dot products
 */
export function layFlat(vectors: readonly Vector[]): FlatMap {
  const centred = centre(vectors);
  const products = centred.map((one) => centred.map((other) => dotProduct(one, other)));
  const pairs = eigenPairs(products).map(({ value, vector }) => ({
    value: Math.max(0, value),
    vector: pointed(vector),
  }));
  const total = pairs.reduce((sum, { value }) => sum + value, 0);
  const scale = vectors.reduce((sum, vector) => sum + dotProduct(vector, vector), 0);
  if (total <= scale * ROUNDING) return { points: vectors.map(() => [0, 0]), shares: [] };
  const along = (pair: (typeof pairs)[number] | undefined, at: number) =>
    pair === undefined || pair.value <= total * ROUNDING ? 0 : Math.sqrt(pair.value) * (pair.vector[at] ?? 0);
  return {
    points: vectors.map((_, at) => [along(pairs[0], at), along(pairs[1], at)]),
    shares: pairs.map(({ value }) => value / total).filter((share) => share > ROUNDING),
  };
}

function centre(vectors: readonly Vector[]): readonly Float64Array[] {
  const length = vectors[0]?.length ?? 0;
  const mean = Float64Array.from({ length }, (_, at) => {
    return vectors.reduce((sum, vector) => sum + (vector[at] ?? 0), 0) / vectors.length;
  });
  return vectors.map((vector) => Float64Array.from({ length }, (_, at) => (vector[at] ?? 0) - (mean[at] ?? 0)));
}

/** Either sign is right; the same vectors shall always lie in the same way. */
function pointed(vector: readonly number[]): readonly number[] {
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) + ROUNDING ? value : best), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}
