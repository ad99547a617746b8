/**
 * Some temperatures with a chosen one among them, in the place of the nearest.
 *
 * @param fixed stays, whatever is chosen
 * @returns as many, the lowest first
 */
export function withTemperature(temperatures: readonly number[], chosen: number, fixed?: number): number[] {
  if (temperatures.includes(chosen)) return [...temperatures];
  const distanceOf = (one: number) => (one === fixed ? Infinity : Math.abs(one - chosen));
  const nearest = temperatures.toSorted((one, other) => distanceOf(one) - distanceOf(other))[0];
  return temperatures.map((one) => (one === nearest ? chosen : one)).toSorted((one, other) => one - other);
}
