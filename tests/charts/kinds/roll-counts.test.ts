import { expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { barLengths, decodeOne, type Pixels } from '../pixels.js';
import { rollsOf } from '../samples.js';

/** Left of the figures and their heads. */
const axis = { right: 720 };
const bars = (page: Pixels) => barLengths(page, darkTheme.bar, axis);

test('bars are as long as the counts, on an axis that the ranges fit on too', async () => {
  const [forty = 0, ten = 0] = bars(await decodeOne(rollsOf([40, 35, 20, 80], [10, 12, 2, 20])));
  expect(ten / forty).toBeCloseTo(0.25, 1);
  const [alone = 0] = bars(await decodeOne(rollsOf([40, 35, 20, 40], [10, 12, 2, 20])));
  expect(forty / alone).toBeCloseTo(0.5, 1);
});

test('the prediction and its range are drawn under a bar, where they hide none of it', async () => {
  const page = await decodeOne(rollsOf([1, 50, 40, 100]));
  const row = { left: 130, right: 720, top: 190 };
  // Two stops, a line and a diamond.
  expect(page.count(darkTheme.ink, row)).toBeGreaterThan(300);
  expect(bars(page)).toHaveLength(1);
});

test('words say what was rolled, what was expected, and its range', () => {
  expect(altText(rollsOf([1204, 1190.4, 1100, 1280], [0, 0.42, 0, 2]))).toBe(
    'Rolls. How often each token was rolled, and how often it was expected: ' +
      '·0 rolled 1,204 (expected 1,190, in 95 of 100 tries 1,100–1,280); ·1 rolled 0 (expected 0.4, in 95 of 100 tries 0–2)',
  );
});

test.each([
  ['a negative count', rollsOf([-1, 1, 0, 2])],
  ['a range the wrong way round', rollsOf([1, 1, 5, 2])],
  ['a prediction that is no number', rollsOf([1, Number.NaN, 0, 2])],
])('refuses %s', (_, picture) => {
  expect(() => renderPicture(picture)).toThrow(RangeError);
});
