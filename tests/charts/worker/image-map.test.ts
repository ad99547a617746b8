import { inflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import type { Picture } from '../../../src/charts/kinds/registry.js';
import { partsOf, picturePart } from '../../../src/charts/picture-part.js';
import type { ImageRegion } from '../../../src/charts/worker/image-map.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { decode, renderAll } from '../pixels.js';
import { readImageMap, readPngChunks } from '../png-chunks.js';
import { cell, columnsOf, everyKind, rollsOf, stepOf, treeOf } from '../samples.js';

const many: readonly Picture[] = [
  ...everyKind,
  columnsOf(Array.from({ length: 22 }, () => cell(0.1))),
  stepOf(Array.from({ length: 20 }, () => 0.01)),
  rollsOf(...Array.from({ length: 25 }, () => [1, 2, 0, 5] as const)),
  treeOf(
    { id: 'root' },
    ...Array.from({ length: 15 }, (_, at) => ({ id: `${at}`, parent: at < 9 ? 'root' : `${at - 9}` })),
  ),
  {
    kind: 'token-strip',
    title: 'T',
    tokens: Array.from({ length: 120 }, (_, at) => ({ label: `·word${at}`, caption: `${at}` })),
  },
  {
    kind: 'probability-strip',
    title: 'T',
    tokens: Array.from({ length: 150 }, (_, at) => ({ label: `·word${at}`, probability: at / 200 })),
  },
];

const overlaps = (one: ImageRegion, other: ImageRegion) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

test.each(many)('a page of $kind says where each of its parts is, inside the picture and apart', (picture) => {
  for (const { image, from, count } of renderAll(picture)) {
    const { width, height, regions } = readImageMap(image);
    expect({ width, height }).toEqual({ width: image.readUInt32BE(16), height: image.readUInt32BE(20) });
    expect(regions.map(({ label }) => label)).toEqual(
      partsOf(picturePart(picture, from, count)).map(({ label }) => label),
    );
    for (const [at, region] of regions.entries()) {
      expect(Math.min(region.x, region.y)).toBeGreaterThanOrEqual(0);
      expect(Math.min(region.width, region.height)).toBeGreaterThan(10);
      expect(region.x + region.width).toBeLessThanOrEqual(width);
      expect(region.y + region.height).toBeLessThanOrEqual(height);
      expect(regions.slice(at + 1).filter((other) => overlaps(region, other))).toEqual([]);
    }
  }
});

test.each(everyKind)('$kind is told where somebody points in the words of its alt text', (picture) => {
  const alt = altText(picture);
  const texts = readImageMap(renderPicture(picture).image).regions.map(({ text }) => text);
  // A part may be nothing but its label, as one that only stands in its place.
  expect(texts.join('')).not.toBe('');
  for (const text of texts) expect(alt).toContain(text);
});

test('a region lies where its token is drawn', async () => {
  const { image } = renderPicture({
    kind: 'probability-strip',
    title: 'T',
    tokens: [
      { label: 'sure', probability: 1 },
      { label: 'not told', probability: undefined },
    ],
  });
  const page = await decode(image);
  const [sure, untold] = readImageMap(image).regions;
  const yellow = ({ x, y, width, height }: ImageRegion) =>
    page.count('#fee838', { left: x, right: x + width, top: y, bottom: y + height });
  expect(sure && yellow(sure)).toBeGreaterThan(1000);
  expect(untold && yellow(untold)).toBe(0);
});

describe('the chunk', () => {
  test('has a right check sum, stands before the pixels, and leaves the picture as it is', async () => {
    const { image } = renderPicture(stepOf([0.5, 0.2]));
    const chunks = readPngChunks(image);
    expect(chunks.map(({ type }) => type).slice(0, 2)).toEqual(['IHDR', 'iTXt']);
    expect(chunks.at(-1)?.type).toBe('IEND');
    const pixels = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
    expect(pixels.length).toBeGreaterThan(1100 * 300);
    const read = await loadImage(image);
    createCanvas(1, 1).getContext('2d').drawImage(read, 0, 0);
    expect(read.width).toBe(1100);
  });

  test.each(['“quoted” "twice"', '👩‍🚀🍕', '你好', '\\', '</script>', 'é', '\u202e\u0000', '\ud83d'])(
    'carries the text of %j, whatever is in it',
    (label) => {
      const picture: Picture = { kind: 'token-strip', title: 'T', tokens: [{ label, caption: label }] };
      const [region] = readImageMap(renderPicture(picture).image).regions;
      expect(region?.label.isWellFormed()).toBe(true);
      const isPlain = label.isWellFormed() && !/\p{Cc}|\p{Cf}$/u.test(label);
      if (isPlain) expect(region).toMatchObject({ label, text: label });
      else expect(region?.label).toMatch(/^(⟨U\+[0-9A-F]{4}⟩)+$/);
    },
  );

  test('stays small, whatever the texts are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 900 }), { minLength: 1, maxLength: 8 }), (labels) => {
        const tokens = labels.map((label) => ({ label: label.repeat(30), caption: label }));
        const map = readImageMap(renderPicture({ kind: 'token-strip', title: '', tokens }).image);
        for (const { label, text } of map.regions) {
          expect(label.length).toBeLessThanOrEqual(80);
          expect(text.length).toBeLessThanOrEqual(300);
          expect(label.isWellFormed() && text.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 12 },
    );
  });
});
