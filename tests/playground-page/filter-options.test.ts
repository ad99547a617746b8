import { expect, test } from 'vitest';
import { filterOptions } from '../../src/playground-page/message/filter-options.js';

const OPTIONS = [
  { label: 'Roll dice', value: 'dice', description: 'Draw many times and count' },
  { label: 'Temperature', value: 'temperature', description: 'Careful or wild' },
  { label: 'Add “·Zoë”', value: 'add' },
  { label: 'Count tokens', value: 'tokens' },
];
const found = (typed: string) => filterOptions(OPTIONS, typed).map(({ value }) => value);

test.each([
  ['', ['dice', 'temperature', 'add', 'tokens']],
  ['  ', ['dice', 'temperature', 'add', 'tokens']],
  ['TEMP', ['temperature']],
  ['count', ['tokens', 'dice']],
  ['many draw', ['dice']],
  ['zoe', ['add']],
  ['add zoë', ['add']],
  ['nothing of it', []],
])('“%s” leaves %j', (typed, values) => {
  expect(found(typed)).toEqual(values);
});
