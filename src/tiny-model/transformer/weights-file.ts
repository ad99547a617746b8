import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { parameterCount, parameterPlaces, type TransformerShape } from './shape.js';

/** The first line of a file of weights. */
interface Header {
  readonly format: typeof FORMAT;
  readonly shape: TransformerShape;
}

const FORMAT = 'transformer weights 1';

/** The most that a weight of a matrix is stored as; the larger, the closer. */
export type Levels = 31 | 127;

/**
 * The weights of a transformer as bytes: a line of JSON, then the gains as they are and of each row of a matrix its largest
 * weight, then the weights of the matrices as whole numbers from `-levels` to `levels` times that; all compressed.
 */
export function encodeWeights(shape: TransformerShape, weights: Float32Array, levels: Levels): Buffer {
  const header: Header = { format: FORMAT, shape };
  const exact: number[] = [];
  const rounded = new Int8Array(weights.length);
  let used = 0;
  for (const { rows, columns, from } of parameterPlaces(shape)) {
    for (let row = 0; row < rows; row++) {
      const numbers = weights.subarray(from + row * columns, from + (row + 1) * columns);
      if (rows === 1) {
        exact.push(...numbers);
        continue;
      }
      const step = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0) / levels;
      exact.push(step);
      for (const number of numbers) rounded[used++] = step === 0 ? 0 : Math.round(number / step);
    }
  }
  const bytes = Buffer.concat([
    Buffer.from(`${JSON.stringify(header)}\n`),
    Buffer.from(Float32Array.from(exact).buffer),
    Buffer.from(rounded.buffer, 0, used),
  ]);
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
}

/** A transformer's weights as they are used. */
export interface StoredWeights {
  readonly shape: TransformerShape;
  readonly weights: Float32Array;
}

/**
 * Reads what `encodeWeights` wrote.
 *
 * @throws Error when the file is damaged or of another format
 */
export function decodeWeights(file: Uint8Array): StoredWeights {
  const bytes = brotliDecompressSync(file);
  const lineEnd = bytes.indexOf('\n');
  const header: Header = JSON.parse(bytes.toString('utf8', 0, Math.max(0, lineEnd)));
  if (header.format !== FORMAT) throw new Error(`The file of weights is not in the format “${FORMAT}”.`);
  const { shape } = header;
  const places = parameterPlaces(shape);
  const exactCount = places.reduce((sum, { rows, columns }) => sum + (rows === 1 ? columns : rows), 0);
  const exact = new Float32Array(exactCount);
  const exactBytes = Buffer.from(exact.buffer);
  bytes.copy(exactBytes, 0, lineEnd + 1);
  let rounded = lineEnd + 1 + exactBytes.length;
  const weights = new Float32Array(parameterCount(shape));
  let used = 0;
  for (const { rows, columns, from } of places) {
    for (let row = 0; row < rows; row++) {
      const to = from + row * columns;
      if (rows === 1) {
        weights.set(exact.subarray(used, used + columns), to);
        used += columns;
        continue;
      }
      const step = exact[used++] as number;
      for (let column = 0; column < columns; column++) weights[to + column] = step * bytes.readInt8(rounded++);
    }
  }
  if (rounded !== bytes.length) throw new Error('The file of weights is not as long as its shape says.');
  return { shape, weights };
}
