import { expect, test } from 'vitest';
import { withTemperature } from '../../../src/lesson/options/temperatures.js';

test.each([
  [[0, 0.7, 1.5], 0.7, undefined, [0, 0.7, 1.5]],
  [[0, 0.7, 1.5], 1, undefined, [0, 1, 1.5]],
  [[0, 0.7, 1.5], 2, undefined, [0, 0.7, 2]],
  [[0, 0.7, 1.5], 0.2, undefined, [0.2, 0.7, 1.5]],
  [[0.2, 0.7, 1, 1.5, 2], 1.1, 1, [0.2, 0.7, 1, 1.1, 2]],
  [[0.2, 0.7, 1, 1.5, 2], 0, 1, [0, 0.7, 1, 1.5, 2]],
])('%j with %d is %j', (temperatures, chosen, fixed, all) => {
  expect(withTemperature(temperatures, chosen, fixed)).toEqual(all);
});
