/** Sets numbers to 0 by chance while a model is trained, and remembers which. */
export interface Dropout {
  /** Adds a row of numbers to others, with a part of them left out and the rest made larger by as much. */
  add(from: Float32Array, to: Float32Array, mask: Uint8Array): void;
  /** The way back: each number times what it counted. */
  back(from: Float32Array, to: Float32Array, mask: Uint8Array): void;
}

/**
 * @param rate the part that is left out, in [0, 1)
 * @param random whole numbers from 0 to 2³² − 1
 * @see Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from overfitting"
 */
export function createDropout(rate: number, random: () => number): Dropout {
  const scale = 1 / (1 - rate);
  const limit = Math.round(rate * 256);
  return {
    add(from, to, mask) {
      if (rate === 0) {
        for (let each = 0; each < from.length; each++) to[each] = (to[each] as number) + (from[each] as number);
        return;
      }
      for (let each = 0; each < from.length; each += 4) {
        // Four bytes of one number decide on four numbers.
        let bits = random();
        for (let at = each; at < each + 4 && at < from.length; at++) {
          const kept = (bits & 0xff) >= limit ? 1 : 0;
          bits >>>= 8;
          mask[at] = kept;
          if (kept === 1) to[at] = (to[at] as number) + scale * (from[at] as number);
        }
      }
    },
    back(from, to, mask) {
      if (rate === 0) to.set(from);
      else
        for (let each = 0; each < from.length; each++) to[each] = mask[each] === 1 ? scale * (from[each] as number) : 0;
    },
  };
}
