import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import type { MergePart, MergeRow } from '../../../src/charts/kinds/merge-row/merge-row.js';
import { MERGE_ROW_HEIGHT } from '../../../src/charts/kinds/merge-row/render-merge-row.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { decodeOne, marginIsClean } from '../pixels.js';
import { readImageMap } from '../png-chunks.js';

const pair = (label: string, rank: number, places = 1) => ({ what: 'pair' as const, label, rank, places });
const part = (label: string, more: Partial<MergePart> = {}): MergePart => ({ what: 'part', label, ...more });

const step: MergeRow = {
  kind: 'merge-row',
  title: 'Which two parts are joined next?',
  progress: 'merge 2 of 3',
  morePairs: 5,
  isDone: false,
  parts: [
    pair('t + he → the', 290),
    pair('c + a → ca', 1700, 2),
    part('t', { isNext: true }),
    part('he', { isNext: true, isNew: true }),
    part('·c', { isBorder: true }),
    part('a'),
    part('.', { isBorder: true }),
  ],
};
const done: MergeRow = {
  ...step,
  progress: '3 merges',
  isDone: true,
  morePairs: 0,
  parts: [part('the', { caption: '3086' }), part('·ca', { caption: '2208', isBorder: true })],
};

describe('a step of merges', () => {
  test('is told with its pairs by rank, and with the parts, piece by piece', () => {
    expect(altText(step)).toBe(
      'Which two parts are joined next? merge 2 of 3. Pairs of neighbours, the lowest rank first, 5 more are not listed; ' +
        'then the parts of the text in order: t + he → the rank 290, the lowest: joined next; c + a → ca rank 1,700, in 2 places; ' +
        'the parts: “t” (joined next), “he” (joined next, new); “·c”, “a”; full stop',
    );
    expect(altText(done)).toBe(
      'Which two parts are joined next? 3 merges. The parts of the text in order: the parts: “the” 3086; “·ca” 2208',
    );
  });

  test('has a place for each pair and part, in which nothing lies over another', () => {
    const { regions } = readImageMap(renderPicture(step).image);
    expect(regions.map(({ label }) => label)).toEqual(step.parts.map(({ label }) => label));
    for (const [at, one] of regions.entries()) {
      for (const other of regions.slice(at + 1)) {
        const isApart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        expect(isApart).toBe(true);
      }
    }
  });

  test('marks the two that are joined by a frame, not by colour alone', async () => {
    const none = { ...step, parts: step.parts.map((one) => (one.what === 'part' ? { ...one, isNext: false } : one)) };
    const [marked, unmarked] = [await decodeOne(step), await decodeOne(none)];
    const [frame] = readImageMap(renderPicture(step).image).regions.filter(({ label }) => label === 't');
    const edge = { left: 30, right: 45, top: frame?.y ?? 0, bottom: (frame?.y ?? 0) + (frame?.height ?? 0) };
    expect(marked.count(darkTheme.ink, edge)).toBeGreaterThan(50);
    expect(unmarked.count(darkTheme.ink, edge)).toBe(0);
  });

  test('is of one size whatever stands in it, so that steps make an animation', () => {
    const heights = [step, done, { ...step, parts: [] }].map((one) => renderPicture(one).image.readUInt32BE(20));
    expect(heights).toEqual([MERGE_ROW_HEIGHT, MERGE_ROW_HEIGHT, MERGE_ROW_HEIGHT]);
  });

  test.each([
    [
      'long labels',
      [part('x'.repeat(300), { isNext: true }), part('漢'.repeat(40), { isNext: true, caption: '1'.repeat(40) })],
    ],
    [
      'marks piled up',
      [part(`a${'\u0301'.repeat(60)}`, { isNext: true }), part(`b${'\u0323'.repeat(60)}`, { isNew: true })],
    ],
    ['more parts than have room', Array.from({ length: 300 }, () => part('⟨F0 9F⟩', { isBorder: true }))],
  ])('keeps to its card with %s', async (_, parts) => {
    expect(marginIsClean(await decodeOne({ ...step, parts: [...step.parts.slice(0, 2), ...parts] }))).toBe(true);
  });

  test('has room for four pairs, of ranks that are counts', () => {
    const many = { ...step, parts: Array.from({ length: 5 }, (_, at) => pair(`${at}`, at)) };
    expect(() => renderPicture(many)).toThrow(RangeError);
    expect(() => renderPicture({ ...step, parts: [pair('a', -1)] })).toThrow(RangeError);
  });
});
