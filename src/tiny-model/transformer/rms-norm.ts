/** Keeps the root of a row of zeros above 0. */
const EPSILON = 1e-5;

/**
 * Brings each row to a root mean square of 1 and multiplies it by a gain: y = x / √(mean(x²) + ε) · g.
 *
 * @param to room for the rows; may be `from`
 * @param inverses room for 1 / √(…) of each row, which the way back needs
 * @see Zhang and Sennrich 2019, "Root mean square layer normalization"
 */
export function normalise(
  from: Float32Array,
  gain: Float32Array,
  to: Float32Array,
  inverses: Float32Array,
  rows: number,
): void {
  const width = gain.length;
  for (let row = 0, start = 0; row < rows; row++, start += width) {
    let squares = 0;
    for (let each = 0; each < width; each++) {
      const value = from[start + each] as number;
      squares += value * value;
    }
    const inverse = 1 / Math.sqrt(squares / width + EPSILON);
    inverses[row] = inverse;
    for (let each = 0; each < width; each++) {
      to[start + each] = (from[start + each] as number) * inverse * (gain[each] as number);
    }
  }
}

/**
 * The way back of `normalise`: adds to the gradients of its input and gain, given that of its output.
 *
 * With r = 1 / √(mean(x²) + ε) and h = g · dy: dx = r · h − x · r³ · mean(h · x), dg = Σ dy · x · r.
 */
export function normaliseBack(
  { from, gain, inverses }: { from: Float32Array; gain: Float32Array; inverses: Float32Array },
  output: Float32Array,
  { input, gainGradient }: { input: Float32Array; gainGradient: Float32Array },
  rows: number,
): void {
  const width = gain.length;
  for (let row = 0, start = 0; row < rows; row++, start += width) {
    const inverse = inverses[row] as number;
    let along = 0;
    for (let each = 0; each < width; each++) {
      along += (output[start + each] as number) * (gain[each] as number) * (from[start + each] as number);
    }
    const pull = (along * inverse * inverse * inverse) / width;
    for (let each = 0; each < width; each++) {
      const at = start + each;
      const value = from[at] as number;
      const slope = output[at] as number;
      input[at] = (input[at] as number) + slope * (gain[each] as number) * inverse - value * pull;
      gainGradient[each] = (gainGradient[each] as number) + slope * value * inverse;
    }
  }
}
