import { describe, expect, test } from 'vitest';
import { placeAsRead } from '../../../src/charts/strip/place-as-read.js';
import { readingOrder } from '../../../src/charts/text/reading-order.js';

/** The tokens as they are seen on one line, from left to right. */
function seen(labels: readonly string[], width = 1000): string[] {
  const line = labels.map((_, index) => ({ index, x: index * 12, width: 10 }));
  const placed = placeAsRead(line, readingOrder(labels.map((label) => ({ label }))), { width, gap: 2 });
  expect(placed.map(({ index }) => index)).toEqual(labels.map((_, index) => index));
  return [...placed].sort((a, b) => a.x - b.x).map(({ index }) => labels[index] ?? '');
}

describe('tokens are seen in the direction in which they are read', () => {
  test.each([
    { name: 'Latin', labels: ['The', '·cat', '·sat'], expected: ['The', '·cat', '·sat'] },
    { name: 'Arabic', labels: ['مر', 'حبا', '·بالعالم'], expected: ['·بالعالم', 'حبا', 'مر'] },
    { name: 'Hebrew with a number', labels: ['שנת', '·', '20', '24', '·'], expected: ['·', '20', '24', '·', 'שנת'] },
    {
      name: 'Arabic in Latin',
      labels: ['say', '·', 'مر', 'حبا', '·', 'now'],
      expected: ['say', '·', 'حبا', 'مر', '·', 'now'],
    },
    {
      name: 'Latin in Arabic',
      labels: ['قل', '·', 'good', '·day', '·', 'الآن'],
      expected: ['الآن', '·', 'good', '·day', '·', 'قل'],
    },
    { name: 'bytes in Arabic', labels: ['مر', '⟨D8⟩', '⟨AD⟩', 'با'], expected: ['با', '⟨AD⟩', '⟨D8⟩', 'مر'] },
  ])('$name', ({ labels, expected }) => {
    expect(seen(labels)).toEqual(expected);
  });
});

test('a line of a paragraph that runs from right to left stands at the right end', () => {
  const order = readingOrder([{ label: 'سلام', breakAfter: true }, { label: 'Hi' }]);
  const room = { width: 100, gap: 2 };
  expect(placeAsRead([{ index: 0, x: 0, width: 10 }], order, room)).toEqual([{ index: 0, x: 90, width: 10 }]);
  expect(placeAsRead([{ index: 1, x: 0, width: 10 }], order, room)).toEqual([{ index: 1, x: 0, width: 10 }]);
});

test('what is read from left to right stays as it was laid out', () => {
  expect(readingOrder([{ label: 'a' }, { label: '你好' }, { label: '' }])).toBeUndefined();
  const line = [{ index: 0, x: 3, width: 10 }];
  expect(placeAsRead(line, undefined, { width: 100, gap: 2 })).toBe(line);
});
