import { createCanvas } from '@napi-rs/canvas';
import { afterEach, expect, test, vi } from 'vitest';
import { altText, animationAltText } from '../../src/charts/alt.js';
import { boundedPicture } from '../../src/charts/bounded-picture.js';
import type { Picture } from '../../src/charts/kinds/registry.js';
import { darkTheme, lightTheme } from '../../src/charts/paint/theme.js';
import { numberLine } from '../../src/charts/room/number-line.js';
import type { RoomNumbers, RoomShares, RoomStrip } from '../../src/charts/room/room-strip.js';
import { withRoom } from '../../src/charts/room/with-room.js';
import { renderPicture } from '../../src/charts/worker/render-picture.js';
import { decode, decodeOne, marginIsClean, renderAll } from './pixels.js';
import { readImageMap } from './png-chunks.js';
import { cell, columnsOf, everyKind, stepOf } from './samples.js';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Answers with how many people chose each; the first is right. */
function shares(...options: readonly (readonly [label: string, people: number])[]): RoomShares {
  return {
    kind: 'shares',
    heading: 'Which word?',
    people: options.reduce((sum, [, people]) => sum + people, 0),
    options: options.map(([label, people], at) => ({ label, people, isRight: at === 0 })),
  };
}

function numbers(values: readonly number[], more: Partial<RoomNumbers> = {}): RoomNumbers {
  return {
    kind: 'numbers',
    heading: 'How many?',
    people: values.length,
    values,
    truth: { low: 12, high: 12 },
    unit: 'tokens',
    ...more,
  };
}

const few = shares(['king', 12], ['queen', 8]);
const many = Array.from({ length: 120 }, (_, at) => (at * 7) % 31);
const hostile = [
  '你好世界'.repeat(30),
  'مرحبا بالعالم '.repeat(20),
  '🍕👩‍👩‍👧‍👦'.repeat(30),
  'x'.repeat(4000),
  '',
  `Z${'\u0301'.repeat(4000)}`,
];
const strips: readonly (readonly [name: string, room: RoomStrip])[] = [
  ['two answers', few],
  ['six hostile answers', { ...shares(...hostile.map((label) => [label, 20] as const)), heading: 'x '.repeat(2000) }],
  ['two hostile answers', shares([hostile[0] ?? '', 1], [hostile[1] ?? '', 2])],
  ['more answers than are shown', shares(...Array.from({ length: 30 }, (_, at) => [`answer ${at}`, at] as const))],
  ['no answers to choose from', shares()],
  ['answers of nobody', shares(['king', 0], ['queen', 0])],
  ['a number of nobody', numbers([])],
  ['a number of one', numbers([9])],
  ['the right number of one', numbers([12])],
  ['many numbers', numbers(many)],
  ['many times one number', numbers(many.map(() => 3))],
  ['numbers far away', numbers([...many, -1e15, 1e15])],
  ['shares, some impossible', numbers([0.1, 0.5, 7, -2], { unit: 'percent', truth: { low: 0.2, high: 0.4 } })],
  ['bits', numbers([0.5, 3, 4.25], { unit: 'bits', truth: { low: 3.5, high: 3.5 } })],
];

test.each(strips)('%s: is drawn inside the card, and told in words', async (_, room) => {
  const picture = withRoom(stepOf([0.5, 0.2]), room);
  const { image } = renderPicture(boundedPicture(picture));
  const page = await decode(image);
  expect(marginIsClean(page)).toBe(true);
  expect(page.height).toBeLessThanOrEqual(950);
  const text = altText(picture);
  expect(text).toContain('. What the room said before: ');
  expect(text.length).toBeLessThanOrEqual(1024);
  expect(altText(picture, { longest: 400 }).length).toBeLessThanOrEqual(400);
  const { regions, height } = readImageMap(image);
  for (const { x, y, width, height: high } of regions) {
    expect(x + width).toBeLessThanOrEqual(1100);
    expect(y + high).toBeLessThanOrEqual(height);
  }
});

test.each([few, numbers([9, 12])])('a strip of $kind has the theme of its picture', async (room) => {
  const page = await decodeOne(withRoom(stepOf([0.5]), room), { theme: lightTheme });
  expect(page.at(20, page.height - 10)).toBe(lightTheme.card);
  expect(page.count(darkTheme.card)).toBe(0);
  expect(page.count(lightTheme.bar, { top: page.height - 150 })).toBeGreaterThan(100);
});

test.each(everyKind)('$kind keeps all that it shows above the strip', async (picture) => {
  const shown = withRoom(picture, few);
  const [drawn, plain] = [renderPicture(shown), renderPicture(picture)];
  expect(drawn).toMatchObject({ pages: plain.pages, from: plain.from, count: plain.count });
  expect(marginIsClean(await decode(drawn.image))).toBe(true);
  const [told, before] = [altText(shown), altText(picture)];
  expect(told.startsWith(before)).toBe(true);
  expect(told.slice(before.length)).toBe(
    '. What the room said before: Which word? (20 people answered): “king” 12 people (60%), right; “queen” 8 people (40%)',
  );
  const [map, plainMap] = [readImageMap(drawn.image), readImageMap(plain.image)];
  const all = [...plainMap.regions.map(({ label }) => label), 'king', 'queen'];
  expect(map.regions.map(({ label }) => label)).toEqual(all);
  expect(map.regions.at(-2)).toMatchObject({ label: 'king', text: '12 people (60%), right' });
});

test('all text of a strip is 30 pixels high or more', () => {
  const pen = Object.getPrototypeOf(createCanvas(1, 1).getContext('2d'));
  const sizes: number[] = [];
  const fillText = pen.fillText;
  vi.spyOn(pen, 'fillText').mockImplementation(function (this: { font: string }, ...words: unknown[]) {
    sizes.push(Number(/([\d.]+)px/.exec(this.font)?.[1]));
    return fillText.apply(this, words);
  });
  for (const [, room] of strips) renderPicture(boundedPicture(withRoom(stepOf([0.5]), room)));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(30);
});

test('the strip is on every page, and in both pictures of an animation', () => {
  const long = withRoom(columnsOf(Array.from({ length: 22 }, () => cell(0.1))), few);
  for (const { image } of renderAll(long)) {
    expect(
      readImageMap(image)
        .regions.slice(-2)
        .map(({ label }) => label),
    ).toEqual(['king', 'queen']);
  }
  const frame = { picture: withRoom(stepOf([0.5]), few), seconds: 1 };
  const told = animationAltText([frame, frame, { ...frame, picture: withRoom(stepOf([0.9]), few) }]);
  expect(told.length).toBeLessThanOrEqual(1024);
  expect(told.match(/“queen” 8 people \(40%\)/g)).toHaveLength(2);
});

test('a picture leaves the strip room where it could be of any height', async () => {
  const bars: Picture = {
    kind: 'probability-bars',
    title: 'T',
    bars: Array.from({ length: 5 }, (_, at) => ({ ...cell(0.1), label: `·${at}` })),
  };
  const plain = await decodeOne(bars);
  const shown = await decodeOne(withRoom(bars, few));
  expect(plain.height).toBe(560);
  expect(shown.height).toBeLessThanOrEqual(640);
});

test('all numbers are told, and as many more as have no room', () => {
  expect(altText(withRoom(stepOf([0.5]), numbers([5, 9, 5, 5000])))).toMatch(
    /How many\? \(4 people answered\): the right answer is 12 tokens; 5 tokens: 2 people; 9 tokens: 1 person; 5,000 tokens: 1 person$/,
  );
  expect(altText(withRoom(stepOf([0.5]), numbers(many)))).toMatch(/: \d people; … \d+ more$/);
});

test('where nobody has answered, nothing is said to be right that is not there to choose', () => {
  const said = (room: RoomStrip) => {
    const { regions } = readImageMap(renderPicture(boundedPicture(withRoom(stepOf([0.5, 0.2]), room))).image);
    return regions.find(({ label }) => label === 'Nobody has answered.')?.text;
  };
  expect(said(shares(['king', 0]))).toBe('right: king');
  expect(said(shares())).toBe('');
});

test('nobody is asked and something is right all the same', () => {
  expect(altText(withRoom(stepOf([0.5]), shares(['king', 0], ['queen', 0])))).toMatch(
    /\(nobody has answered\): “king” 0 people, right; “queen” 0 people$/,
  );
});

test.each([
  [{ ...few, options: [{ label: 'a', people: -1, isRight: false }] }],
  [numbers([1, Number.NaN])],
  [numbers([1], { truth: { low: 0, high: Number.POSITIVE_INFINITY } })],
])('a number that is none is refused', (room) => {
  expect(() => renderPicture(withRoom(stepOf([0.5]), room))).toThrow(RangeError);
});

test('few who are far away are not on the line, but told at its end', () => {
  const line = numberLine(numbers([4, 5, 5, 6, 7, 7, 7, 8, 10, 12, 14, 5000]));
  expect(line.low).toBe(0);
  expect(line.high).toBeLessThan(30);
  expect(line.above).toEqual([{ value: 5000, people: 1 }]);
  expect(line.inside).toContainEqual({ value: 7, people: 3 });
});

test('the line has all where many are far away, and what is right wherever that is', () => {
  const apart = numberLine(numbers([1, 1, 1, 2, 2, 900, 950, 1000]));
  expect([apart.below, apart.above]).toEqual([[], []]);
  expect(numberLine(numbers([1, 2, 3], { truth: { low: 700, high: 700 } })).high).toBeGreaterThanOrEqual(700);
});

test('shares stand on a line from 0% to 100%', () => {
  const line = numberLine(numbers([0.4, 1.2, -0.1], { unit: 'percent', truth: { low: 0.3, high: 0.3 } }));
  expect(line).toMatchObject({ low: 0, high: 1, below: [{ value: -0.1 }], above: [{ value: 1.2 }] });
});
