import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import { DOT, placeLabels } from '../../../src/charts/kinds/scatter/place-labels.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { decodeOne, renderAll } from '../pixels.js';
import { scatterOf } from '../samples.js';

const AREA = { left: 50, top: 100, width: 1000, height: 420 };
type Box = typeof AREA;
const meet = (one: Box, other: Box) =>
  one.left < other.left + other.width &&
  other.left < one.left + one.width &&
  one.top < other.top + other.height &&
  other.top < one.top + one.height;

describe('the labels of a map', () => {
  // Dots in a few places, so that many lie on each other.
  const dot = fc.record({
    x: fc.oneof(fc.constantFrom(120, 500, 510), fc.integer({ min: 120, max: 980 })),
    y: fc.oneof(fc.constantFrom(160, 300, 306), fc.integer({ min: 150, max: 480 })),
    width: fc.integer({ min: 10, max: 120 }),
    height: fc.constant(38),
  });

  test('overlap no other label and no dot, and stay on the map, wherever the dots are', () => {
    fc.assert(
      fc.property(fc.array(dot, { maxLength: 14 }), (dots) => {
        const labels = placeLabels(dots, AREA) ?? [];
        expect(labels).toHaveLength(dots.length);
        for (const [at, label] of labels.entries()) {
          expect(label).toMatchObject({ width: dots[at]?.width, height: 38 });
          expect(label.left).toBeGreaterThanOrEqual(AREA.left);
          expect(label.left + label.width).toBeLessThanOrEqual(AREA.left + AREA.width);
          expect(label.top).toBeGreaterThanOrEqual(AREA.top);
          expect(label.top + label.height).toBeLessThanOrEqual(AREA.top + AREA.height);
          for (const other of labels.slice(at + 1)) expect(meet(label, other)).toBe(false);
          for (const { x, y } of dots) {
            expect(meet(label, { left: x - DOT, top: y - DOT, width: 2 * DOT, height: 2 * DOT })).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('have no place where there is no room', () => {
    const dots = Array.from({ length: 14 }, () => ({ x: 500, y: 300, width: 990, height: 38 }));
    expect(placeLabels(dots, AREA)).toBeUndefined();
  });
});

describe('a map', () => {
  test('has both directions on one scale', async () => {
    const dots = await decodeOne(scatterOf([0, 0], [2, 0], [0, 1]));
    const areas = regionsOf(dots.count.bind(dots));
    const [first, second] = areas;
    // The distance across is twice that upwards.
    expect(((second?.x ?? 0) - (first?.x ?? 0)) / 2).toBeGreaterThan(100);
    expect(((second?.x ?? 0) - (first?.x ?? 0)) / ((first?.low ?? 0) - (first?.high ?? 0))).toBeCloseTo(2, 1);
  });

  test('goes on on another page where there are many points, at the same scale', () => {
    const drawn = renderAll(scatterOf(...Array.from({ length: 20 }, (_, at) => [at, at % 5] as const)));
    expect(drawn.map(({ from, count }) => [from, count])).toEqual([
      [0, 10],
      [10, 10],
    ]);
  });

  test('is told point by point', () => {
    expect(altText(scatterOf([0.5, -0.25]))).toBe(
      'Map. A map. Each word with its place, across and up: ·0 0.50, −0.25; n',
    );
  });

  test('says at its title what is given for it', () => {
    const beside = { ...scatterOf([0, 0]), aside: 'shows 62%' };
    expect(altText(beside)).toMatch(/^Map\. A map \(shows 62%\)\. Each word/);
    expect(renderPicture(beside).image.equals(renderPicture(scatterOf([0, 0])).image)).toBe(false);
  });

  test('refuses a place that is no number', () => {
    expect(() => renderPicture(scatterOf([Number.NaN, 0]))).toThrow(RangeError);
  });
});

/** Columns of dots: the middle of each, and the middles of its highest and its lowest dot. */
function regionsOf(count: (colour: typeof darkTheme.bar, area: Record<string, number>) => number) {
  const columns: { from: number; to: number }[] = [];
  for (let x = 0; x < 1100; x += 1) {
    if (count(darkTheme.bar, { left: x, right: x + 1 }) === 0) continue;
    const last = columns.at(-1);
    if (last !== undefined && x - last.to <= 1) last.to = x;
    else columns.push({ from: x, to: x });
  }
  return columns.map(({ from, to }) => {
    const rows = Array.from({ length: 570 }, (_, y) => y).filter(
      (y) => count(darkTheme.bar, { left: from, right: to + 1, top: y, bottom: y + 1 }) > 0,
    );
    return { x: (from + to) / 2, high: rows[0] ?? 0, low: (rows.at(-1) ?? 0) - 2 * DOT };
  });
}
