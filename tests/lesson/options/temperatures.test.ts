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
  ['', /nothing to compare/],
  ['1', /nothing to compare/],
  ['1 1.001', /nothing to compare/],
  ['0.1 0.2 0.3 0.4 0.5 0.6', /6 temperatures are too many/],
  ['1 2.1', /“2.1” is no number from 0 to 2/],
  ['-1 1', /“-1” is no number/],
  ['hot, cold', /“hot” is no number/],
  ['1 NaN', /“NaN” is no number/],
  ['1 1e0', /“1e0” is no number/],
  ['1 Infinity', /“Infinity” is no number/],
  ['🙂 1', /“🙂” is no number/],
])('“%s” is answered with what is wrong, and how to write it', (typed, sentence) => {
  expect(() => parseTemperatures(typed)).toThrow(UserError);
  expect(() => parseTemperatures(typed)).toThrow(sentence);
  expect(() => parseTemperatures(typed)).toThrow('such as “0.2, 0.7, 1, 1.5, 2”');
});
