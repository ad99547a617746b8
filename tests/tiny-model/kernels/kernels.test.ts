import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileKernels, KERNELS_FILE } from '../../../scripts/kernels.mjs';
import { matrixOf, openKernels, partOf, transposed } from '../../../src/tiny-model/kernels/open-kernels.js';

const ROOM = 200_000;

test('the compiled kernels are those of their source', async () => {
  const committed = await readFile(KERNELS_FILE);
  expect(Buffer.from(await compileKernels()).equals(committed), 'run `npm run kernels`').toBe(true);
});

describe('matrix products', () => {
  const size = fc.integer({ min: 1, max: 21 });

  test('equal those of plain loops, whichever matrix is transposed', async () => {
    const kernels = await openKernels(KERNELS_FILE, ROOM);
    const [a, b, c] = [kernels.allocate(21 * 21), kernels.allocate(21 * 21), kernels.allocate(21 * 24)];
    for (let each = 0; each < a.length; each++) {
      a[each] = Math.sin(each);
      b[each] = Math.cos(3 * each);
    }
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (m, n, k, isATurned, isBTurned, isAdded) => {
          c.fill(0.5);
          const left = isATurned ? transposed(matrixOf(a, m)) : matrixOf(a, k);
          const right = isBTurned ? transposed(matrixOf(b, k)) : matrixOf(b, n);
          kernels.multiply(m, n, k, left, right, matrixOf(c, 24), isAdded);
          for (let row = 0; row < m; row++) {
            for (let column = 0; column < n; column++) {
              let sum = isAdded ? 0.5 : 0;
              for (let each = 0; each < k; each++) {
                const first = (isATurned ? a[each * m + row] : a[row * k + each]) ?? 0;
                sum += first * ((isBTurned ? b[column * k + each] : b[each * n + column]) ?? 0);
              }
              expect(c[row * 24 + column]).toBeCloseTo(sum, 4);
            }
            expect(c[row * 24 + n] ?? 0.5, 'nothing is written beside the product').toBe(0.5);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('equal those of plain loops where a matrix is larger than the blocks that are copied', async () => {
    const [m, n, k] = [530, 3, 270];
    const kernels = await openKernels(KERNELS_FILE, 2 * m * k);
    const [a, b, c] = [kernels.allocate(m * k), kernels.allocate(k * n), kernels.allocate(m * n)];
    for (let each = 0; each < a.length; each++) a[each] = Math.sin(each);
    for (let each = 0; each < b.length; each++) b[each] = Math.cos(each);
    kernels.multiply(m, n, k, transposed(matrixOf(a, m)), matrixOf(b, n), matrixOf(c, n));
    for (const row of [0, 1, 511, 512, 513, 528, 529]) {
      for (let column = 0; column < n; column++) {
        let sum = 0;
        for (let each = 0; each < k; each++) sum += (a[each * m + row] ?? 0) * (b[each * n + column] ?? 0);
        expect(c[row * n + column]).toBeCloseTo(sum, 3);
      }
    }
  });

  test('of one row equal those of a matrix', async () => {
    const kernels = await openKernels(KERNELS_FILE, ROOM);
    const [n, k] = [36, 20];
    const [x, b, y, z] = [kernels.allocate(k), kernels.allocate(k * n), kernels.allocate(n), kernels.allocate(n)];
    for (let each = 0; each < x.length; each++) x[each] = Math.sin(each);
    for (let each = 0; each < b.length; each++) b[each] = Math.cos(each);
    kernels.multiply(1, n, k, matrixOf(x, k), matrixOf(b, n), matrixOf(z, n));
    kernels.multiplyVector(n, k, x, b, y);
    for (let each = 0; each < n; each++) expect(y[each]).toBeCloseTo(z[each] ?? 0, 4);
    kernels.multiply(1, n, k, matrixOf(x, k), transposed(matrixOf(b, k)), matrixOf(z, n));
    kernels.dotRows(n, k, x, b, y);
    for (let each = 0; each < n; each++) expect(y[each]).toBeCloseTo(z[each] ?? 0, 4);
  });

  test('of a part are written into a part', async () => {
    const kernels = await openKernels(KERNELS_FILE, ROOM);
    const [a, c] = [kernels.allocate(16), kernels.allocate(16)];
    a.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    const square = matrixOf(a, 4);
    kernels.multiply(2, 2, 2, partOf(square, 1, 1), partOf(square, 2, 2), partOf(matrixOf(c, 4), 1, 2));
    expect([...c]).toEqual([
      0,
      0,
      0,
      0,
      0,
      0,
      6 * 11 + 7 * 15,
      6 * 12 + 7 * 16,
      0,
      0,
      10 * 11 + 11 * 15,
      10 * 12 + 11 * 16,
      0,
      0,
      0,
      0,
    ]);
  });
});

describe('softmax', () => {
  test('gives probabilities as accurate as 32 bits are, however far apart the numbers', async () => {
    const kernels = await openKernels(KERNELS_FILE, ROOM);
    const row = kernels.allocate(64);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -4000, max: 4000 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 3 }),
        (tenths, from) => {
          const numbers = tenths.map((tenth) => tenth / 100);
          row.fill(9);
          row.set(numbers, from);
          kernels.softmax(row, from, numbers.length, 0.5);
          const most = Math.max(...numbers);
          const powers = numbers.map((number) => Math.exp(0.5 * (number - most)));
          const total = powers.reduce((sum, power) => sum + power, 0);
          powers.forEach((power, each) => {
            const probability = row[from + each] ?? 0;
            expect(Math.abs(probability / (power / total) - 1)).toBeLessThan(1e-5);
          });
          expect(row[from + numbers.length]).toBe(9);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('more than there is room for is refused', async () => {
  const kernels = await openKernels(KERNELS_FILE, 1000);
  expect(() => kernels.allocate(100_000)).toThrow(RangeError);
  const one = matrixOf(kernels.allocate(8), 1);
  expect(() => kernels.multiply(1, 1, 30_000, one, one, one)).toThrow('30000 numbers');
});
