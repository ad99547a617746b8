import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import { layOutBranches } from '../../../src/charts/kinds/branch-tree/branch-layout.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { chartWords } from '../../../src/words/pictures.js';
import { decodeOne } from '../pixels.js';
import { treeOf } from '../samples.js';

const layOut = (...nodes: Parameters<typeof treeOf>) =>
  layOutBranches(createCanvas(1, 1).getContext('2d'), treeOf(...nodes).nodes, chartWords('en'));
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

  test('leaves out the last nodes where there are too many, and says how many', () => {
    expect(renderPicture(treeOf(...leaves(20)))).toMatchObject({ pages: 1, from: 0, count: 15 });
    const chain = Array.from({ length: 3000 }, (_, at) => ({
      id: `${at}`,
      parent: at === 0 ? undefined : `${at - 1}`,
    }));
    expect(renderPicture(treeOf(...chain)).count).toBeLessThan(20);
  });

  test('draws the current path with thicker lines in bold', async () => {
    const nodes = [{ id: 'a' }, { id: 'b', parent: 'a' }];
    const plain = await decodeOne(treeOf(...nodes));
    const current = await decodeOne(treeOf(...nodes.map((node) => ({ ...node, current: true }))));
    expect(current.count(darkTheme.ink, { top: 100 })).toBeGreaterThan(plain.count(darkTheme.ink, { top: 100 }) + 80);
  });

  test('says in words what comes after what', () => {
    const tree = treeOf({ id: 'a', current: true }, { id: 'b', parent: 'a', probability: 0.31, current: true });
    expect(altText(tree)).toBe('Forks. Branches of the reply: “·a” (current); “·b” 31% after “·a” (current)');
  });

  test.each([
    ['a node before its parent', treeOf({ id: 'b', parent: 'a' }, { id: 'a' })],
    ['an id that comes twice', treeOf({ id: 'a' }, { id: 'a' })],
    ['a probability above 1', treeOf({ id: 'a', probability: 2 })],
  ])('refuses %s', (_, picture) => {
    expect(() => renderPicture(picture)).toThrow(RangeError);
  });
});
