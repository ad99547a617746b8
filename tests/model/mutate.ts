/**
 * A copy of a JSON value with one part of it replaced.
 *
 * @param picks choose the way down: at each step one of the parts, and now and then to stop there
 */
export function mutate(value: unknown, picks: Iterable<number>, put: unknown): unknown {
  const copy = structuredClone({ value });
  let node: object = copy;
  for (const pick of picks) {
    const keys = Object.keys(node);
    const key = keys[pick % Math.max(1, keys.length)];
    if (key === undefined) break;
    const next: unknown = Reflect.get(node, key);
    if (typeof next !== 'object' || next === null || pick % 5 === 0) {
      Reflect.set(node, key, put);
      break;
    }
    node = next;
  }
  return copy.value;
}
