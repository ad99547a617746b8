import { createCanvas } from '@napi-rs/canvas';
import { afterEach, expect, test, vi } from 'vitest';
import { altText } from '../../src/charts/alt.js';
import type { Picture } from '../../src/charts/kinds/registry.js';
import { PICTURE_KINDS } from '../../src/charts/kinds/registry.js';
import { lightTheme } from '../../src/charts/paint/theme.js';
import { partsOf, picturePart } from '../../src/charts/picture-part.js';
import { renderPicture } from '../../src/charts/worker/render-picture.js';
import { decode, decodeAll, decodeOne, marginIsClean, renderAll } from './pixels.js';
import {
  answersOf,
  arcsOf,
  cell,
  columnsOf,
  everyKind,
  guessesOf,
  heatOf,
  rollsOf,
  scatterOf,
  stacksOf,
  stepOf,
  swappedOf,
  treeOf,
} from './samples.js';

afterEach(() => {
  vi.restoreAllMocks();
});

test('every kind that is registered has a sample here', () => {
  const registered = PICTURE_KINDS.map(({ kind }) => kind);
  expect(everyKind.map(({ kind }) => kind).toSorted()).toEqual(registered.toSorted());
});

test.each(everyKind)('$kind is drawn with all of its parts, and told in words with each of them', (picture) => {
  const parts = partsOf(picture);
  expect(parts.length).toBeGreaterThan(0);
  expect(renderPicture(picture)).toMatchObject({ page: 0, pages: 1, from: 0, count: parts.length });
  expect(partsOf(picturePart(picture, 1, parts.length))).toEqual(parts.slice(1));
  const words = altText(picture);
  expect(words.startsWith(picture.title)).toBe(true);
  for (const { label } of parts) expect(words).toContain(label);
  expect(altText(picture, { longest: 400 }).length).toBeLessThanOrEqual(400);
  expect(altText(picture, { locale: 'a language that is not written' })).toBe(words);
});

test.each(everyKind)('$kind says so where it has nothing to show', (picture) => {
  const empty = picturePart(picture, 0, 0);
  expect(altText(empty)).toMatch(/: nothing to show$/);
  expect(renderPicture(empty)).toMatchObject({ page: 0, pages: 1, from: 0, count: 0, image: expect.any(Buffer) });
});

test('a kind that nobody knows is refused', () => {
  expect(() => altText({ ...stepOf([0.5]), kind: 'pie' as never })).toThrow('No picture is of the kind pie.');
});

test.each(everyKind)('all text in $kind is 30 pixels high or more, so that it reads on a phone', (picture) => {
  const pen = Object.getPrototypeOf(createCanvas(1, 1).getContext('2d'));
  const sizes: number[] = [];
  const fillText = pen.fillText;
  vi.spyOn(pen, 'fillText').mockImplementation(function (this: { font: string }, ...words: unknown[]) {
    sizes.push(Number(/([\d.]+)px/.exec(this.font)?.[1]));
    return fillText.apply(this, words);
  });
  renderPicture(picture);
  expect(sizes.length).toBeGreaterThan(1);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(30);
});

test.each(everyKind)('$kind keeps to its card, in the light theme too', async (picture) => {
  expect(marginIsClean(await decodeOne(picture))).toBe(true);
  expect((await decodeOne(picture, { theme: lightTheme })).at(20, 20)).toBe(lightTheme.card);
});

const labels = ['你好世界', 'こんにちは', '한국어', 'مرحبا', '🍕👩‍👩‍👧‍👦', 'x'.repeat(4000), ''];
const extremes: readonly Picture[] = [
  columnsOf(...Array.from({ length: 5 }, () => labels.map(() => cell(0, { high: 1, chosen: true, note: 'top-p' })))),
  columnsOf([cell(1)]),
  columnsOf([], []),
  stepOf(labels.map(() => 1)),
  stepOf([], { text: '', token: undefined }),
  rollsOf(...labels.map(() => [0, 0, 0, 0] as const)),
  rollsOf(...labels.map(() => [1e9, 1e9, 0, 2e9] as const)),
  rollsOf(),
  treeOf(...labels.map((_, at) => ({ id: String(at), parent: at === 0 ? undefined : '0', probability: 1 }))),
  treeOf(
    ...labels.map((_, at) => ({ id: String(at), parent: at === 0 ? undefined : String(at - 1), probability: 1e-9 })),
  ),
  treeOf(),
  heatOf('shares', Array(7).fill(Array(7).fill(1))),
  heatOf(
    'likenesses',
    Array.from({ length: 7 }, (_, row) => Array(row).fill(-0.5)),
  ),
  heatOf('shares', []),
  arcsOf(...labels.map(() => 1)),
  arcsOf(0, 0, 0, 0, 0, undefined, undefined),
  arcsOf(),
  guessesOf(labels.map(() => 1)),
  guessesOf(...labels.map(() => [0])),
  swappedOf(
    labels.map(() => 0.1),
    [],
  ),
  stacksOf(
    [1e9],
    labels.map(() => 1),
  ),
  stacksOf(
    labels.map(() => 1),
    [],
    [0],
    [7],
  ),
  scatterOf(...labels.map(() => [0, 0] as const)),
  scatterOf(...labels.map((_, at) => [1e-9 * at, 1e9 * at] as const)),
  scatterOf(...Array.from({ length: 30 }, (_, at) => [at % 3, 0] as const)),
  answersOf(500, 0, 0, 0),
  answersOf(0, 0, 0, 0),
  { ...answersOf(120, 1, 1e9, 1), given: 'second' as const },
].map((picture): Picture => {
  const relabelled = <Part extends object>(parts: readonly Part[]) =>
    parts.map((part, at) => ({ ...part, label: labels[at] ?? '' }));
  if (picture.kind === 'bar-columns') return { ...picture, rows: relabelled(picture.rows) };
  if (picture.kind === 'draw-step') return { ...picture, bars: relabelled(picture.bars), text: labels.join(' ') };
  if (picture.kind === 'roll-counts') return { ...picture, rows: relabelled(picture.rows) };
  if (picture.kind === 'two-questions') {
    return { ...picture, names: [labels[0] ?? '', 'x'.repeat(4000)], groups: relabelled(picture.groups) };
  }
  if (picture.kind === 'scatter') return { ...picture, points: relabelled(picture.points) };
  if (picture.kind === 'heat-map') {
    return { ...picture, rows: relabelled(picture.rows), columns: relabelled(picture.columns) };
  }
  if (picture.kind === 'attention-arcs') return { ...picture, tokens: relabelled(picture.tokens) };
  if (picture.kind === 'guess-rows') return { ...picture, rows: labels, guesses: relabelled(picture.guesses) };
  if (picture.kind === 'ending-stacks') {
    return { ...picture, endings: picture.endings.map((part) => ({ ...part, label: labels[part.row] ?? '' })) };
  }
  if (picture.kind === 'swapped-texts') {
    return {
      ...picture,
      parts: picture.parts.map((part, at) => ({ ...part, label: labels[at % labels.length] ?? '' })),
    };
  }
  return { ...picture, nodes: relabelled(picture.nodes) };
});

test.each(extremes.map((picture, at) => [at, picture.kind, picture] as const))(
  'the extreme picture %d, %s, draws inside its card and is told in words',
  async (_, __, picture) => {
    const pages = await decodeAll(picture);
    for (const page of pages) {
      expect(marginIsClean(page)).toBe(true);
      expect(page.width).toBe(1100);
      expect(page.height).toBeGreaterThanOrEqual(320);
      expect(page.height).toBeLessThanOrEqual(570);
    }
    expect(altText(picture).length).toBeLessThanOrEqual(1024);
  },
);

test.each([
  columnsOf(Array.from({ length: 22 }, () => cell(0.1))),
  stepOf(Array.from({ length: 20 }, () => 0.01)),
  rollsOf(...Array.from({ length: 24 }, () => [1, 2, 0, 5] as const)),
  guessesOf(...Array.from({ length: 16 }, (_, row) => [row / 16, 0.1])),
])('what is too long for one $kind goes on in others of its shape', async (picture) => {
  const drawn = renderAll(picture);
  expect(drawn).toHaveLength(3);
  const decoded = await Promise.all(drawn.map(({ image }) => decode(image)));
  expect(new Set(decoded.map(({ height }) => height)).size).toBe(1);
  let from = 0;
  for (const [page, one] of drawn.entries()) {
    expect(one).toMatchObject({ page, pages: 3, from });
    from += one.count;
  }
  expect(from).toBe(partsOf(picture).length);
  expect(new Set(drawn.map(({ image }) => image.toString('base64'))).size).toBe(3);
  // What there is not is the nearest that there is.
  expect(renderPicture(picture, { page: 99 })).toEqual(drawn[2]);
  expect(renderPicture(picture, { page: -1 })).toEqual(drawn[0]);
});
