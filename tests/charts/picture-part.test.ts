import { expect, test } from 'vitest';
import { altText } from '../../src/charts/alt.js';
import type { Picture } from '../../src/charts/kinds/registry.js';
import { partsOf, picturePart } from '../../src/charts/picture-part.js';
import { cell, columnsOf, rollsOf, stepOf, treeOf } from './samples.js';

const probability = { low: 0.5, high: 0.5 };
const letters = ['a', 'b', 'c', 'd'];

test.each<Picture>([
  { kind: 'token-strip', title: 'T', tokens: letters.map((label) => ({ label, caption: '1' })) },
  { kind: 'probability-strip', title: 'T', tokens: letters.map((label) => ({ label, probability: 0.5 })) },
  { kind: 'probability-bars', title: 'T', bars: letters.map((label) => ({ label, probability, state: 'kept' })) },
  { kind: 'count-bars', title: 'T', unit: 'tokens', bars: letters.map((label) => ({ label, count: 1 })) },
  { ...stepOf([]), title: 'T', bars: letters.map((label) => ({ label, probability, state: 'kept' })) },
  { ...columnsOf([]), title: 'T', rows: letters.map((label) => ({ label })) },
  {
    ...rollsOf(),
    title: 'T',
    rows: letters.map((label) => ({ label, count: 1, predicted: probability, range: probability })),
  },
  { ...treeOf(...letters.map((id) => ({ id, label: id }))), title: 'T' },
])('a part of $kind has its tokens, bars, rows or nodes and all else', (picture) => {
  const part = picturePart(picture, 1, 2);
  const labels = partsOf(part).map(({ label }) => label);
  expect(labels).toEqual(['b', 'c']);
  expect(part).toMatchObject({ kind: picture.kind, title: 'T' });
  expect(picturePart(picture, 0, 4)).toEqual(picture);
});

test('a part of columns has the cells of its rows', () => {
  const picture = columnsOf([cell(0.1), cell(0.2), cell(0.3)], [cell(0.4), undefined, cell(0.6)]);
  const [first, second] = picturePart(picture, 1, 1).columns;
  expect(first?.cells).toEqual([cell(0.2)]);
  expect(second?.cells).toEqual([undefined]);
});

test('a group on two pages is named on both', () => {
  const tokens = ['x', '⟨F0⟩', '⟨9F⟩', '⟨8D 95⟩'].map((label, at) => ({
    label,
    caption: String(at),
    group: at === 0 ? undefined : 0,
  }));
  const picture: Picture = { kind: 'token-strip', title: 'T', tokens, groups: ['🍕'] };
  expect(altText(picturePart(picture, 0, 2))).toBe('T. Tokens in order: “x” 0; “⟨F0⟩” 1: together “🍕”');
  expect(altText(picturePart(picture, 2, 2))).toBe('T. Tokens in order: “⟨9F⟩” 2, “⟨8D 95⟩” 3: together “🍕”');
});
