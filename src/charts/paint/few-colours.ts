/** Colours that a frame of a GIF holds. */
const PALETTE = 256;
/** Of all pixels, how many may change their colour by a little. */
const MAX_CHANGED = 0.02;

/**
 * Gives pixels of rare colours the nearest of the 256 most frequent ones, so that a GIF of flat areas and text keeps the
 * colours of its areas and needs no other palette, which would take a second a frame.
 *
 * @param pixels red, green, blue and alpha of each in turn, opaque
 * @returns the same pixels, unchanged where too many would have to change, as those of a photograph
 */
export function fewColours(pixels: Uint8ClampedArray): Uint8Array {
  const result = Uint8Array.from(pixels);
  const whole = new Uint32Array(result.buffer);
  const counts = new Map<number, number>();
  for (const pixel of whole) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  if (counts.size <= PALETTE) return result;
  const byCount = [...counts].toSorted((one, other) => other[1] - one[1]);
  const rare = byCount.slice(PALETTE);
  if (rare.reduce((sum, [, count]) => sum + count, 0) > whole.length * MAX_CHANGED) return result;
  const kept = byCount.slice(0, PALETTE).map(([pixel]) => pixel);
  const nearest = new Map(rare.map(([pixel]) => [pixel, nearestOf(pixel, kept)]));
  for (const [at, pixel] of whole.entries()) whole[at] = nearest.get(pixel) ?? pixel;
  return result;
}

function nearestOf(pixel: number, kept: readonly number[]): number {
  return kept.reduce((best, one) => (distance(one, pixel) < distance(best, pixel) ? one : best));
}

function distance(one: number, other: number): number {
  let sum = 0;
  for (let shift = 0; shift < 24; shift += 8) sum += (((one >> shift) & 0xff) - ((other >> shift) & 0xff)) ** 2;
  return sum;
}
