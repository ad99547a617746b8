import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import { layOutFigures, layOutHeat, rowsPerPage } from '../../../src/charts/kinds/heat-map/heat-layout.js';
import type { HeatMap } from '../../../src/charts/kinds/heat-map/heat-map.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { decodeOne, renderAll } from '../pixels.js';
import { heatOf } from '../samples.js';

const context = createCanvas(1, 1).getContext('2d');
const frame = { start: 94, empty: '(empty)' };
const layOut = (picture: HeatMap) => {
  const total = picture.rows.length;
  return layOutHeat(context, picture, { from: 0, count: total, slots: total, total }, frame);
};
const named = (picture: HeatMap, label: string): HeatMap => ({
  ...picture,
  columns: picture.columns.map(() => ({ label })),
});
/** The half of a grid, without the places where a row meets itself. */
const half = (size: number) =>
  heatOf(
    'likenesses',
    Array.from({ length: size }, (_, row) => Array(row).fill(0.5)),
  );
const full = (rows: number, columns: number) => heatOf('shares', Array(rows).fill(Array(columns).fill(0.25)));
const textOf = ({ runs }: { readonly runs: readonly { readonly text: string }[] }) =>
  runs.map(({ text }) => text).join('');

describe('a grid', () => {
  test('has the labels of its columns over them, in the middle', () => {
    const { columnStyle, columnLabels } = layOut(full(3, 4));
    expect(columnStyle).toBe('centred');
    expect(columnLabels.map(({ over }) => over)).toEqual([0, 0, 0, 0]);
  });

  test('has labels that lean where they are longer than their columns, and then takes no more of them than fit', () => {
    expect(layOut(named(full(3, 10), 'banana')).columnStyle).toBe('leaning');
    expect(() => renderPicture(named(full(3, 40), 'banana'))).toThrow(RangeError);
  });

  test('that is a half of one has each label over its column, in steps, and none twice', () => {
    const { columnStyle, columnLabels, rowLabels } = layOut(half(5));
    expect(columnStyle).toBe('stairs');
    expect(columnLabels.map(({ column, over }) => [column, over])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    expect([...rowLabels.keys()]).toEqual([1, 2, 3, 4]);
  });

  test.each(['cat', 'Monday', 'strawberry'])('of twelve words is one page, also where each is %s', (label) => {
    expect(rowsPerPage(context, named(half(12), label), frame)).toBe(12);
  });

  test('of twelve words by each other fits on one page, and all of its figures into their cells', () => {
    const words = named(half(12), 'strawberry');
    expect(rowsPerPage(context, words, frame)).toBe(12);
    const labels = layOutFigures(context, ['−0.12', '0.71'], layOut(words));
    expect(labels?.map(textOf)).toEqual(['−.12', '.71']);
    expect(layOutFigures(context, ['−0.12', '1.00'], { column: 200, row: 60 })?.map(textOf)).toEqual(['−0.12', '1.00']);
    expect(layOutFigures(context, ['−0.12'], { column: 40, row: 60 })).toBeUndefined();
  });

  test('goes on on further pages, each of which counts its own cells', () => {
    const pages = renderAll(
      heatOf(
        'shares',
        Array.from({ length: 30 }, (_, row) => Array(Math.min(row + 1, 20)).fill(0)),
      ),
    );
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.map(({ from }) => from)).toEqual(
      pages.map((_, at) => pages.slice(0, at).reduce((sum, { count }) => sum + count, 0)),
    );
    expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(210 + 10 * 20);
  });

  test('colours a value of one as a bar, and one below zero in another colour', async () => {
    const plain = { ...heatOf('likenesses', [[1, -1]]), figures: false };
    const drawn = await decodeOne(plain);
    expect(drawn.count(darkTheme.bar)).toBeGreaterThan(1000);
    expect(drawn.count(darkTheme.below)).toBeGreaterThan(1000);
  });

  test('is told cell by cell, each with its row and column', () => {
    expect(altText(heatOf('likenesses', [[], [-0.456], [0.5, 1]]))).toBe(
      'Grid. A grid, row by row: ·1 – 0 −0.46; ·2 – 0 0.50; ·2 – 1 1.00',
    );
    expect(altText({ ...heatOf('shares', [[0.0004]]), joint: '→' })).toBe('Grid. A grid, row by row: ·0 → 0 < 0.1%');
  });

  test.each([
    ['a share below zero', heatOf('shares', [[-0.1]])],
    ['a share above one', heatOf('shares', [[1.1]])],
    ['a likeness above one', heatOf('likenesses', [[1.1]])],
    ['a likeness that is no number', heatOf('likenesses', [[Number.NaN]])],
  ])('refuses %s', (_, picture) => {
    expect(() => renderPicture(picture)).toThrow(RangeError);
  });
});
