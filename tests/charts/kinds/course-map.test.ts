import { expect, test } from 'vitest';
import { altText } from '../../../src/charts/alt.js';
import type { CourseMap, UnitState } from '../../../src/charts/kinds/course-map/course-map.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { decode, decodeOne, marginIsClean, renderAll } from '../pixels.js';
import { readImageMap } from '../png-chunks.js';

const story: readonly (readonly [part: string, ...titles: string[]])[] = [
  ['First things', 'Chance', 'Tokens', 'How a vocabulary is made'],
  ['Meaning', 'Meaning as vectors'],
  ['Writing', 'The next word', 'Temperature', 'Cutting the tail', 'The loop'],
  ['Reading', 'Looking back'],
  ['How it was made', 'Training', 'Base model and assistant', 'Tuning and preference'],
  ['In use', 'Why answers differ, err and create'],
];

/** The course with its class at a unit, from 0 on. */
function course(at: number, leftOut: readonly number[] = []): CourseMap {
  const units = story.flatMap(([part, ...titles]) => titles.map((label) => ({ label, part })));
  const stateOf = (unit: number): UnitState => {
    if (leftOut.includes(unit)) return 'left-out';
    return unit < at ? 'done' : unit === at ? 'now' : 'next';
  };
  return {
    kind: 'course-map',
    title: 'Where are we?',
    units: units.map((unit, index) => ({ ...unit, number: index + 1, minutes: 7, state: stateOf(index) })),
  };
}

test('a whole course stands on one page, and is told whole', async () => {
  const page = await decodeOne(course(5, [2]));
  expect(page.height).toBeLessThanOrEqual(690);
  expect(marginIsClean(page)).toBe(true);
  const words = altText(course(5, [2]));
  expect(words).toContain('Where are we? A path through 13 units, 4 done: 1. Chance (First things, 7 minutes, done); ');
  expect(words).toContain('3. How a vocabulary is made (First things, 7 minutes, left out)');
  expect(words).toContain('6. Temperature (Writing, 7 minutes, you are here)');
  expect(words).toMatch(/13\. Why answers differ, err and create \(In use, 7 minutes, to come\)$/);
});

test('units stand in their order, down the first column and then down the second', () => {
  const { regions } = readImageMap(renderPicture(course(0)).image);
  const second = regions.findIndex(({ x }) => x > 500);
  expect(second).toBeGreaterThan(4);
  expect(second).toBeLessThan(9);
  for (const [at, { y }] of regions.entries()) {
    if (at !== 0 && at !== second) expect(y).toBeGreaterThan(regions[at - 1]?.y ?? 0);
  }
});

test('the path is a line as far as the class has come', async () => {
  const walked = async (at: number) => (await decodeOne(course(at))).count(darkTheme.bar);
  const [start, middle, end] = [await walked(0), await walked(6), await walked(13)];
  expect(start).toBe(0);
  expect(middle).toBeGreaterThan(1000);
  expect(end).toBeGreaterThan(middle + 1000);
});

test('what is too long goes on on further pages, whatever its titles are', async () => {
  const labels = [
    '你好世界'.repeat(30),
    'مرحبا بالعالم '.repeat(20),
    '🍕👩‍👩‍👧‍👦'.repeat(30),
    'x'.repeat(4000),
    '',
    'a b '.repeat(50),
  ];
  const units = Array.from({ length: 24 }, (_, at) => {
    const label = labels[at % labels.length] ?? '';
    return {
      label,
      number: at + 1,
      part: labels[Math.floor(at / 3) % labels.length] ?? '',
      minutes: at,
      state: 'next' as const,
    };
  });
  const picture: CourseMap = { kind: 'course-map', title: 'Where are we?', units };
  const pages = renderAll(picture);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(24);
  for (const page of await Promise.all(pages.map(({ image }) => decode(image)))) {
    expect(marginIsClean(page)).toBe(true);
    expect(page.height).toBeLessThanOrEqual(690);
  }
});

test('minutes that are none are refused', () => {
  const [unit] = course(0).units;
  if (unit === undefined) throw new Error('no unit');
  expect(() => renderPicture({ ...course(0), units: [{ ...unit, minutes: -1 }] })).toThrow(RangeError);
});
