import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pageStrip } from '../../../src/charts/strip/strip-pages.js';
import { type FlowItem, flowLines } from '../../../src/charts/strip/token-flow.js';
import { chartWords } from '../../../src/words/pictures.js';

const item = (width: number, more: Partial<FlowItem> = {}): FlowItem => ({
  width,
  breakAfter: false,
  group: undefined,
  ...more,
});
const flow = (items: FlowItem[], maxLines = 100) =>
  flowLines(items, { width: 100, gap: 10, maxLines }).map((line) => line.map((place) => place.index));

describe('flowLines', () => {
  test('wraps where the next item has no room', () => {
    expect(flow([item(40), item(50), item(1), item(90)])).toEqual([[0, 1], [2], [3]]);
  });

  test('ends a line after a break', () => {
    expect(flow([item(10, { breakAfter: true }), item(10), item(10, { breakAfter: true })])).toEqual([[0], [1, 2]]);
  });

  test('keeps a group together where it fits on one line, and only there', () => {
    const group = 0;
    expect(flow([item(50), item(30, { group }), item(30, { group })])).toEqual([[0], [1, 2]]);
    expect(flow([item(20), item(50, { group }), item(50, { group })])).toEqual([[0, 1], [2]]);
    expect(flow([item(30, { group: 0 }), item(40, { group: 0 }), item(40, { group: 1 })])).toEqual([[0, 1], [2]]);
  });

  test('stops at the last line and does not ask for items it will not place', () => {
    let asked = 0;
    function* endless() {
      for (;;) {
        asked += 1;
        yield item(60);
      }
    }
    expect(flowLines(endless(), { width: 100, gap: 10, maxLines: 3 })).toHaveLength(3);
    expect(asked).toBeLessThan(8);
  });

  test('places every item once, in order, inside the width, without overlap', () => {
    const items = fc.array(
      fc.record({
        width: fc.integer({ min: 1, max: 100 }),
        breakAfter: fc.boolean(),
        group: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(items, (all) => {
        const lines = flowLines(all, { width: 100, gap: 10, maxLines: 1000 });
        expect(lines.flat().map((place) => place.index)).toEqual(all.map((_, index) => index));
        for (const line of lines) {
          for (const [at, place] of line.entries()) {
            const previous = line[at - 1];
            expect(place.x).toBe(previous ? previous.x + previous.width + 10 : 0);
            expect(place.x + place.width).toBeLessThanOrEqual(100);
          }
        }
      }),
    );
  });
});

describe('pageStrip', () => {
  const lines = (count: number) => Array.from({ length: count }, () => ['token']);
  const pageOf = (count: number, { total = count, page = 0 } = {}) =>
    pageStrip(lines(count), { page, total, frame: 100, lineHeight: 100, words: chartWords('en') });

  test('one page is as low as its lines, but not too low', () => {
    expect(pageOf(3)).toMatchObject({
      height: 400,
      place: { page: 0, pages: 1, from: 0, count: 3 },
      aside: undefined,
    });
    expect(pageOf(1).height).toBe(280);
    expect(pageOf(0)).toMatchObject({ height: 280, place: { page: 0, pages: 1, from: 0, count: 0 } });
  });

  test('several pages have one shape, their numbers, and what is left out', () => {
    const pages = [0, 1].map((page) => pageOf(8, { total: 1008, page }));
    expect(pages.map(({ height }) => height)).toEqual([500, 500]);
    expect(pages.map(({ lines: some }) => some.length)).toEqual([4, 4]);
    expect(pages.map(({ place }) => [place.from, place.count])).toEqual([
      [0, 4],
      [4, 4],
    ]);
    expect(pages.map(({ aside }) => aside)).toEqual(['1 / 2', '2 / 2 · 1,000 more tokens']);
  });
});
