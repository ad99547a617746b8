import { expect, test } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { parseTemperatures } from '../../../src/lesson/options/temperatures.js';

test.each([
  ['0.2, 0.7, 1, 1.5, 2', [0.2, 0.7, 1, 1.5, 2]],
  ['0.2,0.7,1', [0.2, 0.7, 1]],
  ['0.2;0.7;1', [0.2, 0.7, 1]],
  ['  1   0.5 ', [0.5, 1]],
  ['0,2 0,7', [0.2, 0.7]],
  ['0,2; 0,7; 1', [0.2, 0.7, 1]],
  ['0,2, 0,7, 1', [0.2, 0.7, 1]],
  ['0 ,1 ,2', [0, 1, 2]],
  ['0, 1, 2', [0, 1, 2]],
  ['1,2', [1, 2]],
  ['.5 1.', [0.5, 1]],
  ['2 1 2 1', [1, 2]],
  ['0.333 1', [0.33, 1]],
  ['1\n2,', [1, 2]],
])('%s', (typed, temperatures) => {
  expect(parseTemperatures(typed)).toEqual(temperatures);
});

test.each([
  ['', /cannot be compared/],
  ['1', /cannot be compared/],
  ['1 1.001', /cannot be compared/],
  ['0.1 0.2 0.3 0.4 0.5 0.6', /6 temperatures are too many/],
  ['1 2.1', /“2.1” is not a number from 0 to 2/],
  ['-1 1', /“-1” is not a number/],
  ['hot, cold', /“hot” is not a number/],
  ['1 NaN', /“NaN” is not a number/],
  ['1 1e0', /“1e0” is not a number/],
  ['1 Infinity', /“Infinity” is not a number/],
  ['🙂 1', /“🙂” is not a number/],
])('“%s” is answered with what is wrong, and how to write it', (typed, sentence) => {
  expect(() => parseTemperatures(typed)).toThrow(UserError);
  expect(() => parseTemperatures(typed)).toThrow(sentence);
  expect(() => parseTemperatures(typed)).toThrow('such as “0.2, 0.7, 1, 1.5, 2”');
});
