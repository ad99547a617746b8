import { expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import type { GainRows } from '../../../src/charts/kinds/gain-rows/gain-rows.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { decode, decodeAll, decodeOne, marginIsClean, renderAll } from '../pixels.js';

type Row = GainRows['rows'][number];

function gains(...rows: readonly Row[]): GainRows {
  return { kind: 'gain-rows', title: 'What did the class learn?', rows };
}

function row(before: number, after: number, more: Partial<Row> = {}): Row {
  return { label: 'Tokens', people: 23, shares: { before, after, difference: { low: -0.1, high: 0.5 } }, ...more };
}

const labels = [
  '你好世界'.repeat(30),
  'مرحبا بالعالم '.repeat(20),
  '🍕👩‍👩‍👧‍👦'.repeat(30),
  'x'.repeat(4000),
  '',
  'a b '.repeat(50),
];

test('is told in words with both shares, the gain with its range, and how many answers', () => {
  const together = row(0.35, 0.73, { label: 'All', strong: true });
  expect(altText(gains(together, row(0.6, 0.48), row(0, 0, { people: 0, shares: undefined })))).toBe(
    'What did the class learn? Shares of right answers before and after, and the points more with their range: ' +
      'All 35% to 73%: +38 (−10 to 50), 23 answers; Tokens 60% to 48%: −12 (−10 to 50), 23 answers; ' +
      'Tokens nobody answered both times',
  );
});

test('thirteen rows and their sum are told whole, and drawn on two pages of one shape', async () => {
  const picture = gains(
    ...Array.from({ length: 14 }, (_, at) => row(0.3, 0.7, { label: `A unit of some length ${at}` })),
  );
  expect(altText(picture)).not.toContain('more in Details');
  const drawn = renderAll(picture);
  expect(drawn.map(({ from, count }) => [from, count])).toEqual([
    [0, 7],
    [7, 7],
  ]);
  const heights = (await Promise.all(drawn.map(({ image }) => decode(image)))).map(({ height }) => height);
  expect(new Set(heights).size).toBe(1);
  expect(heights[0]).toBeLessThanOrEqual(650);
});

test('labels of any script, and shares at both ends, stay inside the card', async () => {
  const rows = labels.flatMap((label, at) => [
    row(at % 2, (at + 1) % 2, { label }),
    row(1, 1, { label, strong: true }),
  ]);
  for (const page of await decodeAll(gains(...rows))) expect(marginIsClean(page)).toBe(true);
});

test('the filled dot is right of the ring where more people were right', async () => {
  const page = await decodeOne(gains(row(0.2, 0.9)));
  const rowOfBars = { top: 142, bottom: 206 };
  const columns = Array.from({ length: page.width }, (_, x) =>
    page.count(darkTheme.bar, { ...rowOfBars, left: x, right: x + 1 }),
  );
  const filled = columns.indexOf(Math.max(...columns));
  expect(columns.findIndex((count) => count > 0)).toBeLessThan(filled - 100);
});

test.each([
  [row(1.2, 0.5)],
  [row(0.5, -0.2)],
  [row(0.5, 0.5, { people: -1 })],
  [row(0, 0, { shares: { before: 0, after: 0, difference: { low: Number.NaN, high: 0 } } })],
])('a figure that is not possible is refused', (wrong) => {
  expect(() => renderPicture(gains(wrong))).toThrow(RangeError);
});
