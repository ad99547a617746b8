import { readFile } from 'node:fs/promises';

/** A matrix in the kernels' memory. Exchange the two distances, and it is transposed. */
export interface Matrix {
  /** Of its first number, in bytes. */
  readonly pointer: number;
  /** From one row to the next, in numbers. */
  readonly row: number;
  /** From one column to the next, in numbers. */
  readonly column: number;
}

/** Fast matrix products on one block of memory: WebAssembly with vectors of four 32-bit floats. */
export interface Kernels {
  /**
   * Takes a part of the memory for good, filled with 0.
   *
   * @throws RangeError when there is not so much left
   */
  allocate(numbers: number): Float32Array;
  /** C = A · B, or C += A · B: A has m rows and k columns, B has k and n. C lies row by row. */
  multiply(m: number, n: number, k: number, a: Matrix, b: Matrix, c: Matrix, accumulate?: boolean): void;
  /** y = x · B for one row x: B has k rows of n numbers in one piece. @param n a multiple of 4 */
  multiplyVector(n: number, k: number, x: Float32Array, b: Float32Array, y: Float32Array): void;
  /** y = x · Bᵀ for one row x: B has n rows of k numbers in one piece. @param k a multiple of 4 */
  dotRows(n: number, k: number, x: Float32Array, b: Float32Array, y: Float32Array): void;
  /** Turns so many numbers from a place on into probabilities: e to the power of each times `factor`, by the sum of these. */
  softmax(numbers: Float32Array, from: number, count: number, factor?: number): void;
}

/** What the compiled kernels export; pointers are in bytes. */
interface KernelExports {
  readonly multiply: (...parameters: number[]) => void;
  readonly multiplyVector: (n: number, k: number, x: number, b: number, y: number) => void;
  readonly dotRows: (n: number, k: number, x: number, b: number, y: number) => void;
  readonly softmax: (row: number, n: number, factor: number) => void;
}

const PAGE_BYTES = 65_536;

/** Most numbers in a sum of products. */
const MAX_DEPTH = 24_000;

/** What the kernels copy goes here: a panel of a matrix, or a smaller one and a block of 512 · 256. */
const SCRATCH = 8 * MAX_DEPTH + 32;

/** Vectors of four are read fastest where they begin at a multiple of this. */
const ALIGNMENT = 16;

/** Numbers in one piece as a matrix with rows of so many. */
export function matrixOf(numbers: Float32Array, columns: number): Matrix {
  return { pointer: numbers.byteOffset, row: columns, column: 1 };
}

/** The part of a matrix that begins at a row and column. */
export function partOf(matrix: Matrix, row: number, column: number): Matrix {
  return { ...matrix, pointer: matrix.pointer + 4 * (row * matrix.row + column * matrix.column) };
}

/** A matrix with its rows and columns exchanged; no number moves. */
export function transposed({ pointer, row, column }: Matrix): Matrix {
  return { pointer, row: column, column: row };
}

const compiled = new Map<string, Promise<WebAssembly.Module>>();

function compileOnce(file: string): Promise<WebAssembly.Module> {
  let module = compiled.get(file);
  if (module === undefined) {
    module = readFile(file).then((bytes) => WebAssembly.compile(bytes));
    compiled.set(file, module);
  }
  return module;
}

/**
 * Loads the kernels.
 *
 * @param file the compiled kernels, `assets/model/kernels.wasm`
 * @param numbers how many numbers are going to be allocated at most
 * @throws Error when the file cannot be read, or the machine has not so much memory
 */
export async function openKernels(file: string, numbers: number): Promise<Kernels> {
  const bytes = 4 * (numbers + SCRATCH) + PAGE_BYTES;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
  const instance = await WebAssembly.instantiate(await compileOnce(file), { env: { memory } });
  const kernels = instance.exports as unknown as KernelExports;
  // The kernels keep nothing in the memory themselves; a pointer of 0 would look like none.
  let free = ALIGNMENT;
  const allocate = (count: number): Float32Array => {
    const start = free;
    const end = Math.ceil((start + 4 * count) / ALIGNMENT) * ALIGNMENT;
    if (end > memory.buffer.byteLength) throw new RangeError(`No room for ${count} more numbers.`);
    free = end;
    return new Float32Array(memory.buffer, start, count);
  };
  const panel = allocate(SCRATCH).byteOffset;
  return {
    allocate,
    multiply(m, n, k, a, b, c, accumulate = false) {
      if (k > MAX_DEPTH) throw new RangeError(`A product over ${k} numbers; ${MAX_DEPTH} are the most.`);
      kernels.multiply(
        ...[m, n, k, a.pointer, a.row, a.column, b.pointer, b.row, b.column, c.pointer, c.row],
        ...[accumulate ? 1 : 0, panel],
      );
    },
    multiplyVector: (n, k, x, b, y) => kernels.multiplyVector(n, k, x.byteOffset, b.byteOffset, y.byteOffset),
    dotRows: (n, k, x, b, y) => kernels.dotRows(n, k, x.byteOffset, b.byteOffset, y.byteOffset),
    softmax: (numbers, from, count, factor = 1) => kernels.softmax(numbers.byteOffset + 4 * from, count, factor),
  };
}
