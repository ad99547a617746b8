import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import type { Curve } from '../../../src/charts/kinds/curve/curve.js';
import { findAxes, ticksOf } from '../../../src/charts/kinds/curve/curve-axes.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { decodeOne, marginIsClean } from '../pixels.js';
import { readImageMap } from '../png-chunks.js';

const curveOf = (...points: readonly (readonly [at: number, ...values: (number | undefined)[]])[]): Curve => ({
  kind: 'curve',
  title: 'How much is left to learn?',
  unit: 'bits per byte',
  axis: 'steps',
  lines: ['its own texts', 'new texts'],
  points: points.map(([at, ...values]) => ({ label: `step ${at}`, at, values })),
  marks: [10, 1000],
  marked: 'kept after',
});
const falling = curveOf([1, 4, 4.1], [10, 3, undefined], [100, 2, 2.2], [1000, 1, 1.5]);

describe('a curve', () => {
  test('stands on an axis of logarithms, from 0 to a whole number', () => {
    const axes = findAxes(falling, { left: 100, top: 0, width: 300, height: 500 });
    expect([1, 10, 100, 1000].map((at) => Math.round(axes.x(at)))).toEqual([100, 200, 300, 400]);
    expect([0, 2.5, 5].map(axes.y)).toEqual([500, 250, 0]);
    expect(ticksOf(axes)).toEqual([0, 2, 4]);
  });

  test('of counts stands on an even axis from 0 on, and its figures are whole', () => {
    const counts: Curve = {
      ...curveOf([0, 1240, 256], [50, 700, 306], [100, 600, 356]),
      marks: [50, 100],
      isCounts: true,
    };
    const axes = findAxes(counts, { left: 100, top: 0, width: 300, height: 620 });
    expect([0, 50, 100].map(axes.x)).toEqual([100, 250, 400]);
    expect([0, 750, 1500].map(axes.y)).toEqual([620, 310, 0]);
    expect(ticksOf(axes)).toEqual([0, 500, 1000, 1500]);
    expect(altText(counts)).toMatch(/step 0 1,240, 256; step 50 700, 306; step 100 600, 356$/);
  });

  test('is told with each of its figures, and where each point is', () => {
    expect(altText(falling)).toBe(
      'How much is left to learn? Curve of bits per byte over steps, kept after: 10, 1,000. its own texts, new texts: ' +
        'step 1 4.00, 4.10; step 10 3.00; step 100 2.00, 2.20; step 1000 1.00, 1.50',
    );
    const { regions } = readImageMap(renderPicture(falling).image);
    expect(regions.map(({ label, text }) => [label, text])).toEqual([
      ['step 1', '4.00, 4.10'],
      ['step 10', '3.00'],
      ['step 100', '2.00, 2.20'],
      ['step 1000', '1.00, 1.50'],
    ]);
    for (const [at, { x, width }] of regions.slice(0, -1).entries()) expect(regions[at + 1]?.x).toBe(x + width);
  });

  test('draws its lines in two colours, inside the card', async () => {
    const page = await decodeOne(falling);
    expect(marginIsClean(page)).toBe(true);
    const plot = { left: 150, right: 600, top: 170, bottom: 480 };
    expect(page.count(darkTheme.bar, plot)).toBeGreaterThan(500);
    expect(page.count(darkTheme.ink, plot)).toBeGreaterThan(200);
    expect(page.count(darkTheme.ink, plot)).toBeLessThan(page.count(darkTheme.bar, plot));
  });

  test.each([
    ['one point', curveOf([5, 1])],
    ['a line at 0', curveOf([1, 0], [9, 0])],
    ['points at one place', curveOf([3, 1, 2], [3, 2, 1])],
    ['a line without a point', curveOf([1, undefined, 2], [8, undefined, 1])],
  ])('of %s keeps to its card', async (_, picture) => {
    expect(marginIsClean(await decodeOne(picture))).toBe(true);
  });

  test.each([
    ['a value below 0', curveOf([1, -1])],
    ['no number', curveOf([1, Number.NaN])],
    ['a place below 1', curveOf([0, 1])],
  ])('is refused with %s', (_, picture) => {
    expect(() => renderPicture(picture)).toThrow(RangeError);
  });
});
