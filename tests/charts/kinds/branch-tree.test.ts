import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import { pageBranches } from '../../../src/charts/kinds/branch-tree/branch-layout.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { chartWords } from '../../../src/words/pictures.js';
import { decodeOne, renderAll } from '../pixels.js';
import { treeOf } from '../samples.js';

const cut = (...nodes: Parameters<typeof treeOf>) =>
  pageBranches(createCanvas(1, 1).getContext('2d'), treeOf(...nodes).nodes, { start: 94, words: chartWords('en') });
const layOut = (...nodes: Parameters<typeof treeOf>) => {
  const [page, ...others] = cut(...nodes);
  if (!page || others.length > 0) throw new Error('expected one page');
  return page.layout;
};
const leaves = (count: number) => [
  { id: 'root' },
  ...Array.from({ length: count }, (_, at) => ({ id: String(at), parent: 'root', probability: 0.1 })),
];

describe('a tree of branches', () => {
  test('goes on in its line with the first child, and gives each other one a line after what follows the first', () => {
    const { branches } = layOut(
      { id: 'a' },
      { id: 'b', parent: 'a' },
      { id: 'c', parent: 'a' },
      { id: 'd', parent: 'b' },
      { id: 'e', parent: 'b' },
    );
    const rows = Object.fromEntries(
      branches.map(({ label, row }) => [label.runs.map(({ text }) => text).join(''), row]),
    );
    expect(rows).toEqual({ '·a': 0, '·b': 0, '·d': 0, '·e': 1, '·c': 2 });
    for (const { left, parent } of branches) expect(left).toBeGreaterThan(parent?.right ?? 0);
  });

  test('shortens labels no more than it must', () => {
    const long = (id: string, parent?: string) => ({ id, parent, label: 'x'.repeat(40) });
    const widths = ({ branches }: ReturnType<typeof layOut>) => branches.map(({ label }) => label.width);
    const [alone = 0] = widths(layOut(long('a')));
    const [first = 0, second = 0] = widths(layOut(long('a'), long('b', 'a'), { id: 'c', parent: 'b' }));
    expect(first).toBeLessThan(alone);
    expect(Math.abs(first - second)).toBeLessThan(20);
    expect(first + second).toBeGreaterThan(700);
  });

  test('goes on on further pages, after what their first nodes follow', () => {
    expect(renderAll(treeOf(...leaves(20))).map(({ from, count }) => [from, count])).toEqual([
      [0, 10],
      [10, 9],
      [19, 2],
    ]);
    const [, second] = cut(...leaves(20));
    expect(second?.layout.branches.map(({ id }) => id)).toEqual([
      'root',
      ...Array.from({ length: 9 }, (_, at) => `${at + 9}`),
    ]);
    const chain = Array.from({ length: 3000 }, (_, at) => ({
      id: `${at}`,
      parent: at === 0 ? undefined : `${at - 1}`,
    }));
    const last = renderPicture(treeOf(...chain), { page: 1000 });
    expect(last.from + last.count).toBe(100);
    expect(last.pages).toBeGreaterThan(5);
  });

  test('draws the current path with thicker lines in bold', async () => {
    const nodes = [{ id: 'a' }, { id: 'b', parent: 'a' }];
    const plain = await decodeOne(treeOf(...nodes));
    const current = await decodeOne(treeOf(...nodes.map((node) => ({ ...node, current: true }))));
    expect(current.count(darkTheme.ink, { top: 100 })).toBeGreaterThan(plain.count(darkTheme.ink, { top: 100 }) + 80);
  });

  test('says in words what comes after what', () => {
    const tree = treeOf({ id: 'a', current: true }, { id: 'b', parent: 'a', probability: 0.31, current: true });
    expect(altText(tree)).toBe('Forks. Branches of the text: “·a” (current); “·b” 31% after “·a” (current)');
  });

  test.each([
    ['a node before its parent', treeOf({ id: 'b', parent: 'a' }, { id: 'a' })],
    ['an id that comes twice', treeOf({ id: 'a' }, { id: 'a' })],
    ['a probability above 1', treeOf({ id: 'a', probability: 2 })],
  ])('refuses %s', (_, picture) => {
    expect(() => renderPicture(picture)).toThrow(RangeError);
  });
});
