/** An eigenvalue of a symmetric matrix, and the direction that it stretches. */
export interface EigenPair {
  readonly value: number;
  /** Of length 1. */
  readonly vector: readonly number[];
}

const MAX_SWEEPS = 60;

/**
 * All eigenvalues of a symmetric matrix with their vectors, the largest value first, by Jacobi's rotations: each makes one
 * entry off the diagonal zero, until all are.
 *
 * @param matrix rows of the same length as there are rows; a dozen of them take well under a millisecond
 * @see C. G. J. Jacobi 1846; G. H. Golub, C. F. Van Loan, "Matrix Computations", 4th edition, 8.5
 */
export function eigenPairs(matrix: readonly (readonly number[])[]): readonly EigenPair[] {
  const size = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const vectors = matrix.map((_, row) => Float64Array.from({ length: size }, (__, column) => Number(row === column)));
  const scale = Math.max(...a.flatMap((row) => Array.from(row, Math.abs)), 0);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep += 1) {
    let isDone = true;
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        if (Math.abs(entry(a, p, q)) <= scale * Number.EPSILON) continue;
        isDone = false;
        rotate(a, vectors, p, q);
      }
    }
    if (isDone) break;
  }
  const pairs = a.map((_, at) => ({ value: entry(a, at, at), vector: vectors.map((row) => row[at] ?? 0) }));
  return pairs.toSorted((one, other) => other.value - one.value);
}

function entry(matrix: readonly Float64Array[], row: number, column: number): number {
  return matrix[row]?.[column] ?? 0;
}

/** Turns two axes so that the entry that joins them becomes zero. */
function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const theta = (entry(a, q, q) - entry(a, p, p)) / (2 * entry(a, p, q));
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const rows of [a, vectors]) {
    for (const row of rows) turn(row, p, q, c, s);
  }
  const [rowP, rowQ] = [a[p], a[q]];
  if (rowP === undefined || rowQ === undefined) return;
  for (let at = 0; at < rowP.length; at += 1) {
    const [inP, inQ] = [rowP[at] ?? 0, rowQ[at] ?? 0];
    rowP[at] = c * inP - s * inQ;
    rowQ[at] = s * inP + c * inQ;
  }
}

function turn(row: Float64Array, p: number, q: number, c: number, s: number): void {
  const [inP, inQ] = [row[p] ?? 0, row[q] ?? 0];
  row[p] = c * inP - s * inQ;
  row[q] = s * inP + c * inQ;
}
