import { isRecord } from '../wire/json.js';

/** More numbers than any model has for a text. */
const MAX_DIMENSIONS = 65_536;

/**
 * Reads the vectors of an answer of `/embeddings`: lists of numbers, or base64 of little-endian 32-bit floats.
 *
 * @param count how many texts were sent
 * @returns in the order of the texts; undefined where there is not one of the same length for each, of finite numbers
 */
export function readEmbeddings(json: unknown, count: number): Float32Array[] | undefined {
  if (!isRecord(json) || !Array.isArray(json.data) || json.data.length !== count) return undefined;
  const vectors: (Float32Array | undefined)[] = Array.from({ length: count }, () => undefined);
  for (const [at, one] of (json.data as readonly unknown[]).entries()) {
    if (!isRecord(one)) return undefined;
    const place = typeof one.index === 'number' ? one.index : at;
    if (!(place in vectors) || vectors[place] !== undefined) return undefined;
    vectors[place] = readVector(one.embedding);
  }
  const length = vectors[0]?.length ?? 0;
  const isWhole = length > 0 && vectors.every((vector) => vector?.length === length && vector.every(Number.isFinite));
  return isWhole ? vectors.flatMap((vector) => vector ?? []) : undefined;
}

function readVector(value: unknown): Float32Array | undefined {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'base64');
    if (bytes.length % 4 !== 0 || bytes.length / 4 > MAX_DIMENSIONS) return undefined;
    return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
  }
  if (!Array.isArray(value) || value.length > MAX_DIMENSIONS) return undefined;
  return value.every((number) => typeof number === 'number') ? Float32Array.from(value) : undefined;
}
