import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eigenPairs } from '../../src/vectors/eigen.js';
import { groupOrder } from '../../src/vectors/group-order.js';
import { direction, lengthOf, likeness, likenessGrid } from '../../src/vectors/likeness.js';
import { analogyTarget, nearestTo } from '../../src/vectors/nearest.js';
import { layFlat } from '../../src/vectors/principal-components.js';

const number = fc.double({ min: -10, max: 10, noNaN: true });
const vectorsOf = (count: fc.Arbitrary<number>, length: fc.Arbitrary<number>) =>
  fc
    .tuple(count, length)
    .chain(([most, size]) =>
      fc.array(fc.array(number, { minLength: size, maxLength: size }), { minLength: most, maxLength: most }),
    );
const some = vectorsOf(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 20 }));
const distance = (one: readonly number[], other: readonly number[]) =>
  Math.hypot(...one.map((value, at) => value - (other[at] ?? 0)));

describe('likeness', () => {
  test('is the cosine of the angle: of vectors in a plane it is that of the difference of their angles', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (one, other, scale) => {
          const at = (angle: number) => [scale * Math.cos(angle), scale * Math.sin(angle)];
          expect(likeness(at(one), at(other))).toBeCloseTo(Math.cos(one - other), 9);
        },
      ),
    );
  });

  test('by hand: (1, 2, 2) and (2, 1, −2) are at a right angle, (3, 4) and (4, 3) have 24 of 25', () => {
    expect(likeness([1, 2, 2], [2, 1, -2])).toBe(0);
    expect(likeness([3, 4], [4, 3])).toBeCloseTo(0.96, 12);
    expect(lengthOf([3, 4])).toBe(5);
    expect(likeness([1, 1], [-2, -2])).toBeCloseTo(-1, 12);
  });

  test('is the same both ways, and 1 with itself', () => {
    fc.assert(
      fc.property(some, (vectors) => {
        fc.pre(vectors.every((vector) => lengthOf(vector) > 1e-6));
        const grid = likenessGrid(vectors);
        for (const [row, values] of grid.entries()) {
          expect(values[row]).toBe(1);
          for (const [column, value] of values.entries()) {
            expect(value).toBeCloseTo(grid[column]?.[row] ?? 0, 12);
            expect(Math.abs(value)).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  test('has no answer for a vector without length', () => {
    expect(() => direction([0, 0])).toThrow(RangeError);
    expect(() => likeness([1, 0], [0, 0])).toThrow(RangeError);
  });
});

describe('eigenvalues', () => {
  test('with their vectors make the matrix again', () => {
    fc.assert(
      fc.property(vectorsOf(fc.integer({ min: 1, max: 10 }), fc.constant(10)), (rows) => {
        const size = rows.length;
        const matrix = rows.map((_, p) => rows.map((__, q) => (rows[p]?.[q] ?? 0) + (rows[q]?.[p] ?? 0)));
        const pairs = eigenPairs(matrix);
        expect(pairs).toHaveLength(size);
        for (let p = 0; p < size; p += 1) {
          for (let q = 0; q < size; q += 1) {
            const again = pairs.reduce(
              (sum, { value, vector }) => sum + value * (vector[p] ?? 0) * (vector[q] ?? 0),
              0,
            );
            expect(again).toBeCloseTo(matrix[p]?.[q] ?? 0, 6);
          }
        }
        expect(pairs.map(({ value }) => value)).toEqual(pairs.map(({ value }) => value).toSorted((a, b) => b - a));
      }),
    );
  });
});

describe('a flat map', () => {
  test('of points that lie in a plane leaves every distance as it is', () => {
    const planar = fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(planar, (points) => {
        // The plane lies askew in five dimensions.
        const axes = [
          [0.6, 0, 0.8, 0, 0],
          [0, 0.28, 0, 0.96, 0],
        ] as const;
        const vectors = points.map(([x, y]) => axes[0].map((value, at) => x * value + y * (axes[1][at] ?? 0) + 3));
        const flat = layFlat(vectors);
        for (const [one, from] of flat.points.entries()) {
          for (const [other, to] of flat.points.entries()) {
            expect(distance(from, to)).toBeCloseTo(distance(points[one] ?? [], points[other] ?? []), 4);
          }
        }
      }),
    );
  });

  test('keeps the share of the squared distances that it says, and no plane through two of the axes keeps more', () => {
    fc.assert(
      fc.property(some, (vectors) => {
        const { points, shares } = layFlat(vectors);
        fc.pre(shares.length > 0);
        const spread = (all: readonly (readonly number[])[]) =>
          all.reduce((sum, one) => sum + all.reduce((inner, other) => inner + distance(one, other) ** 2, 0), 0);
        const whole = spread(vectors);
        const kept = spread(points) / whole;
        expect(kept).toBeCloseTo((shares[0] ?? 0) + (shares[1] ?? 0), 6);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        const length = vectors[0]?.length ?? 0;
        for (let p = 0; p < length; p += 1) {
          for (let q = p; q < length; q += 1) {
            const plane = vectors.map((vector) => (p === q ? [vector[p] ?? 0] : [vector[p] ?? 0, vector[q] ?? 0]));
            expect(spread(plane) / whole).toBeLessThanOrEqual(kept + 1e-9);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('of vectors that are all the same has them at one place', () => {
    expect(
      layFlat([
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
    ).toEqual({
      points: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      shares: [],
    });
  });

  test('of two has all in one direction', () => {
    const { points, shares } = layFlat([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(shares).toHaveLength(1);
    expect(points.map(([, up]) => up)).toEqual([0, 0]);
    expect(Math.abs((points[0]?.[0] ?? 0) - (points[1]?.[0] ?? 0))).toBeCloseTo(Math.SQRT2, 9);
  });
});

describe('an order by groups', () => {
  test('has each of what was given once', () => {
    fc.assert(
      fc.property(some, (vectors) => {
        fc.pre(vectors.every((vector) => lengthOf(vector) > 1e-6));
        expect(groupOrder(likenessGrid(vectors)).toSorted((a, b) => a - b)).toEqual([...vectors.keys()]);
      }),
    );
    expect(groupOrder([])).toEqual([]);
    expect(groupOrder([[1]])).toEqual([0]);
  });

  test('has those together that are alike, however they are mixed', () => {
    const group = [0, 1, 2, 0, 1, 2, 0, 1, 2];
    const grid = group.map((one, row) =>
      group.map((other, column) => (row === column ? 1 : one === other ? 0.8 : 0.1)),
    );
    const groups = groupOrder(grid).map((at) => group[at]);
    expect(
      new Set([groups.slice(0, 3), groups.slice(3, 6), groups.slice(6)].map(([...three]) => new Set(three).size)),
    ).toEqual(new Set([1]));
  });
});

describe('what is nearest', () => {
  test('comes first, of equals in their order', () => {
    expect(
      nearestTo(
        [1, 0],
        [
          [0, 1],
          [2, 0],
          [1, 1],
          [5, 0],
        ],
      ).map(({ index }) => index),
    ).toEqual([1, 3, 2, 0]);
  });

  test('to an analogy is where the step leads: what differs in the same way', () => {
    const [king, queen, man, woman] = [
      [1, 1, 0],
      [1, 0, 1],
      [0.1, 1, 0],
      [0.1, 0, 1],
    ] as const;
    expect(nearestTo(analogyTarget(king, queen, man), [woman, [1, 0, 0], [0, 1, 0]])[0]?.index).toBe(0);
    expect(() =>
      analogyTarget(
        [1, 0],
        [0, 1],
        [1, 0].map((value) => -value),
      ),
    ).not.toThrow();
    expect(() => analogyTarget([0, 0], [0, 1], [1, 0])).toThrow(RangeError);
  });
});
