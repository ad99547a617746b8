import { deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { readImageMap } from '../../src/playground-page/message/image-map.js';
import { regionAt, stepRegion } from '../../src/playground-page/message/region-steps.js';
import { ENTRIES, internationalText, mappedPNG, withChunk } from '../browser/mapped-png.js';

const PNG = createCanvas(10, 10).toBuffer('image/png');
const BAR = { x: 0, y: 5, width: 5, height: 5, label: 'a', text: '1' };

function withMap(map: unknown): Buffer {
  return withChunk(PNG, internationalText('regions', typeof map === 'string' ? map : JSON.stringify(map)));
}

function oneOf(region: object): ReturnType<typeof readImageMap> {
  return readImageMap(withMap({ width: 10, height: 10, regions: [region] }));
}

describe('the map of a PNG', () => {
  test('is read in its order, in shares of the picture', () => {
    const regions = readImageMap(mappedPNG());
    expect(regions.map(({ label, text }) => `${label}: ${text}`)).toEqual(
      ENTRIES.map(({ label, text }) => `${label}: ${text}`),
    );
    expect(regions[0]).toMatchObject({
      left: expect.closeTo(60 / 1100),
      top: expect.closeTo(140 / 560),
      width: expect.closeTo(440 / 1100),
      height: expect.closeTo(100 / 560),
    });
  });

  test('keeps text of any script, and stands behind other texts', () => {
    const other = withChunk(PNG, internationalText('Title', 'regions'));
    const file = withChunk(
      other,
      internationalText('regions', JSON.stringify({ width: 10, height: 10, regions: [{ ...BAR, label: '·日本🦦' }] })),
    );
    expect(readImageMap(file).map(({ label }) => label)).toEqual(['·日本🦦']);
  });

  test.each([
    ['no picture', Buffer.from('GIF89a')],
    ['nothing', Buffer.alloc(0)],
    ['a picture without one', PNG],
    ['another keyword', withChunk(PNG, internationalText('region', '{}'))],
    ['another kind of chunk', withChunk(PNG, internationalText('regions', JSON.stringify({})), 'tEXt')],
    ['a chunk that ends within its head', withChunk(PNG, Buffer.from('regions\0\0\0en'))],
    ['a packed one', withChunk(PNG, Buffer.concat([Buffer.from('regions\0\u0001\0\0\0'), deflateSync('{}')]))],
    ['no JSON', withMap('{"width":')],
    ['no UTF-8', withChunk(PNG, Buffer.concat([Buffer.from('regions\0\0\0\0\0'), Buffer.from([0xff, 0xfe])]))],
    ['no list', withMap({ width: 10, height: 10, regions: { 0: BAR } })],
    ['null', withMap('null')],
    ['no size', withMap({ width: 0, height: 10, regions: [BAR] })],
    ['an endless size', withMap('{"width":1e999,"height":10,"regions":[]}')],
    ['one that is too long', withMap({ width: 10, height: 10, regions: [BAR], more: 'x'.repeat(600_000) })],
  ])('is none in %s', (_, file) => {
    expect(readImageMap(file)).toEqual([]);
  });

  test('is none where a file ends before its chunk does, at whatever byte', () => {
    const file = withMap({ width: 10, height: 10, regions: [BAR] });
    const end = file.indexOf('iTXt') + 4 + internationalText('regions', '').length;
    for (let length = 0; length < end; length += 1) expect(readImageMap(file.subarray(0, length))).toEqual([]);
  });

  test('is none where a chunk says that it is longer than the file', () => {
    const file = Buffer.from(withMap({ width: 10, height: 10, regions: [BAR] }));
    file.writeUInt32BE(0xffffffff, file.indexOf('iTXt') - 4);
    expect(readImageMap(file)).toEqual([]);
  });

  test.each([
    ['nothing', null],
    ['a label that is no text', { ...BAR, label: 1 }],
    ['no text', { ...BAR, text: undefined }],
    ['a place that is no number', { ...BAR, x: '1' }],
    ['no width', { ...BAR, width: 0 }],
    ['less than no height', { ...BAR, height: -3 }],
    ['a place outside', { ...BAR, x: 20 }],
    ['nothing to say', { ...BAR, label: ' ', text: '' }],
  ])('leaves a region with %s out, and keeps the others', (_, odd) => {
    expect(readImageMap(withMap({ width: 10, height: 10, regions: [odd, BAR] }))).toHaveLength(1);
  });

  test('cuts what reaches over the edge, and what is too long', () => {
    expect(oneOf({ ...BAR, x: -5, width: 100 })[0]).toMatchObject({ left: 0, width: 1 });
    const [long] = oneOf({ ...BAR, label: 'l'.repeat(5000), text: 't'.repeat(5000) });
    expect([long?.label.length, long?.text.length]).toEqual([120, 400]);
    const many = { width: 10, height: 10, regions: Array.from({ length: 3000 }, () => BAR) };
    expect(readImageMap(withMap(many))).toHaveLength(2000);
  });
});

describe('the regions', () => {
  const regions = readImageMap(mappedPNG());

  test('are found by a point, the smallest where some lie in others', () => {
    expect(regionAt(regions, 100 / 1100, 150 / 560)).toBe(0);
    expect(regionAt(regions, 0, 0)).toBe(-1);
    const whole = { left: 0, top: 0, width: 1, height: 1, label: 'whole', text: '' };
    expect(regionAt([whole, ...regions], 100 / 1100, 150 / 560)).toBe(1);
    expect(regionAt([whole, ...regions], 0, 0)).toBe(0);
  });

  test.each([
    ['ArrowRight', -1, 0],
    ['ArrowRight', 1, 2],
    ['ArrowRight', 5, 5],
    ['ArrowLeft', -1, 5],
    ['ArrowLeft', 2, 1],
    ['ArrowDown', 1, 3],
    ['ArrowDown', 5, 5],
    ['ArrowUp', 5, 3],
    ['ArrowUp', 0, 0],
    ['Home', 4, 0],
    ['End', 0, 5],
    ['Enter', 0, undefined],
  ])('are gone through by %s from number %i to %s', (key, from, to) => {
    expect(stepRegion(regions, from, key)).toBe(to);
  });

  test('of one line are gone through by up and down as well', () => {
    const line = regions.slice(0, 2);
    expect([stepRegion(line, 0, 'ArrowDown'), stepRegion(line, 1, 'ArrowUp')]).toEqual([1, 0]);
  });
});
