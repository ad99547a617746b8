import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import type { BarColumns } from '../../../src/charts/kinds/bar-columns/bar-columns.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { picturePart } from '../../../src/charts/picture-part.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { barLengths, decodeOne } from '../pixels.js';
import { cell, columnsOf } from '../samples.js';

/** Between the two columns. */
const middle = 575;

describe('bar columns', () => {
  test('draw one scale in every column', async () => {
    const page = await decodeOne(columnsOf([cell(1), cell(0.5)], [cell(0.5), cell(0.25)]));
    const [all = 0, half = 0] = barLengths(page, darkTheme.bar, { right: middle });
    expect(half / all).toBeCloseTo(0.5, 2);
    const [other = 0, quarter = 0] = barLengths(page, darkTheme.bar, { left: middle });
    expect(other).toBe(half);
    expect(quarter / all).toBeCloseTo(0.25, 2);
  });

  test('keep everything in its place whatever the figures are, so that an animation can be read', async () => {
    const [low, high] = await Promise.all(
      [columnsOf([cell(0.3), cell(0.2)]), columnsOf([cell(0.01, { high: 0.99 }), cell(0.2)])].map((picture) =>
        decodeOne(picture),
      ),
    );
    expect(barLengths(low as never, darkTheme.bar)[1]).toBe(barLengths(high as never, darkTheme.bar)[1]);
    expect(high?.height).toBe(low?.height);
  });

  test('mark what is chosen, and outline and hatch what is cut', async () => {
    const ink = async (picture: BarColumns) => (await decodeOne(picture)).count(darkTheme.ink);
    const [plain, chosen] = [
      columnsOf([cell(0.5)], [cell(0.5)]),
      columnsOf([cell(0.5, { chosen: true })], [cell(0.5)]),
    ];
    expect(await ink(chosen)).toBeGreaterThan((await ink(plain)) + 60);
    const cut = await decodeOne(columnsOf([cell(0.5, { state: 'cut' })], [cell(0.5, { state: 'cut' })]));
    expect(cut.count(darkTheme.bar)).toBe(0);
    expect(cut.count(darkTheme.line)).toBeGreaterThan(300);
  });

  test('draw running sums in the quieter colour, with a line where they reach top-p', async () => {
    const picture = columnsOf([cell(0.6), cell(0.95)]);
    const sums = { ...picture, columns: picture.columns.map((column) => ({ ...column, threshold: 0.9 })) };
    const page = await decodeOne(sums);
    expect(page.count(darkTheme.bar)).toBe(0);
    const [first = 0, second = 0] = barLengths(page, darkTheme.quietBar);
    expect(first).toBeGreaterThan(0);
    // The line and its edges cover 7 pixels of the longer bar.
    expect(first / (second + 7)).toBeCloseTo(0.6 / 0.95, 2);
  });

  test('say every figure, note and choice in words, column by column', () => {
    const picture = columnsOf([cell(0.62, { chosen: true }), cell(0.1, { high: 0.2 })], [cell(0.3), undefined]);
    expect(altText(picture)).toBe(
      'Side by side. Chances of the next token, in the columns T = 0, T = 1: ·0 62% (chosen), 30%; ·1 10%–20%, no figure',
    );
    expect(altText(picturePart(picture, 1, 1))).toContain(': ·1 10%–20%, no figure');
  });

  test.each([
    ['six columns', columnsOf([], [], [], [], [], [])],
    ['a probability above 1', columnsOf([cell(1.2)])],
    ['ends the wrong way round', columnsOf([cell(0.5, { high: 0.2 })])],
  ])('refuse %s', (_, picture) => {
    expect(() => renderPicture(picture)).toThrow(RangeError);
  });
});
