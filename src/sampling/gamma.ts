/** Lanczos coefficients for g = 7 and nine terms, after Godfrey 2001; right to about 1e-15. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/**
 * Natural logarithm of the gamma function: (n − 1)! for a whole n.
 *
 * @param x at least 0.5
 * @see Lanczos 1964, "A precision approximation of the gamma function"
 */
export function logGamma(x: number): number {
  const shifted = x - 1;
  const base = shifted + 7.5;
  const series = LANCZOS.reduce(
    (sum, coefficient, term) => sum + (term === 0 ? coefficient : coefficient / (shifted + term)),
    0,
  );
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}

/**
 * The regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a), from 1 at x = 0 to 0.
 *
 * @param shape a, at least 0.5
 * @param x at least 0
 * @throws RangeError on any other number
 * @see Press et al. 2007, "Numerical recipes", section 6.2: the series below a + 1, the continued fraction above it
 */
export function upperGamma(shape: number, x: number): number {
  if (!(shape >= 0.5) || shape === Number.POSITIVE_INFINITY)
    throw new RangeError(`The shape must be at least 0.5, not ${shape}.`);
  if (!(x >= 0)) throw new RangeError(`The incomplete gamma function needs a number of at least 0, not ${x}.`);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const scale = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  const upper = x < shape + 1 ? 1 - scale * lowerSeries(shape, x) : scale * upperFraction(shape, x);
  return Math.min(1, Math.max(0, upper));
}

/** Σ xⁿ / (a (a + 1) … (a + n)), until a term no longer counts. */
function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let next = shape + 1; term > sum * Number.EPSILON; next++) {
    term *= x / next;
    sum += term;
  }
  return sum;
}

/** 1 / (x + 1 − a − 1·(1 − a) / (x + 3 − a − …)) by Lentz's method. */
function upperFraction(shape: number, x: number): number {
  let base = x + 1 - shape;
  let numerator = Number.POSITIVE_INFINITY;
  let denominator = 1 / base;
  let fraction = denominator;
  for (let step = 1, change = 0; Math.abs(change - 1) > 4 * Number.EPSILON; step++) {
    const part = -step * (step - shape);
    base += 2;
    denominator = 1 / (part * denominator + base);
    numerator = base + part / numerator;
    change = numerator * denominator;
    fraction *= change;
  }
  return fraction;
}
