import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { altText, animationAltText } from '../../../src/charts/alt.js';
import { fewColours } from '../../../src/charts/paint/few-colours.js';
import { darkTheme } from '../../../src/charts/paint/theme.js';
import type { Frame } from '../../../src/charts/picture.js';
import { renderAnimation } from '../../../src/charts/worker/render-animation.js';
import { readGif } from '../gif.js';
import { cell, columnsOf, stepOf } from '../samples.js';

const sweep = (count: number): Frame[] =>
  Array.from({ length: count }, (_, at) => ({
    picture: columnsOf([cell(at / count, { high: (at + 1) / count }), cell(0.5)]),
    seconds: 0.7,
  }));

describe('an animation', () => {
  test('is a GIF that repeats for ever, with a frame for each picture and its time', async () => {
    const gif = readGif(await renderAnimation(sweep(4)));
    expect(gif).toMatchObject({ width: 1100, height: 326, repeat: 0 });
    expect(gif.frames.map(({ ms }) => ms)).toEqual([700, 700, 700, 2000]);
    expect(gif.frames[0]).toMatchObject({ left: 0, top: 0, width: 1100, height: 326 });
  });

  test('holds of a later frame only what changed', async () => {
    const { frames } = readGif(await renderAnimation(sweep(3)));
    for (const { left, height } of frames.slice(1)) {
      expect(left).toBeGreaterThan(40);
      expect(height).toBeLessThan(100);
    }
  });

  test('shows every step long enough, and longer where nothing changes', async () => {
    const [first, second] = sweep(2) as [Frame, Frame];
    const hasty = [first, second, first].map((frame) => ({ ...frame, seconds: 0.01 }));
    expect(readGif(await renderAnimation(hasty)).frames.map(({ ms }) => ms)).toEqual([600, 600, 2000]);
    const still = [first, { ...first, seconds: 5 }];
    expect(readGif(await renderAnimation(still)).frames.map(({ ms }) => ms)).toEqual([5700]);
  });

  test('keeps the colours of its areas', async () => {
    const image = await loadImage(await renderAnimation(sweep(2)));
    const context = createCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(20, 20, 1, 1);
    expect(`#${Buffer.from(data.subarray(0, 3)).toString('hex')}`).toBe(darkTheme.card);
  });

  test('of twenty steps of a reply is less than 2 MB', async () => {
    const frames = Array.from({ length: 20 }, (_, at) => ({
      picture: stepOf([0.4, 0.3 - at / 100, 0.1, 0.05, at / 100, 0.01, 0.02], {
        step: at + 1,
        text: 'some words '.repeat(at),
      }),
      seconds: 0.8,
    }));
    const file = await renderAnimation(frames);
    expect(file.length).toBeLessThan(2_000_000);
    expect(readGif(file)).toMatchObject({ width: 1100 });
    expect(readGif(file).frames).toHaveLength(20);
  }, 60_000);

  test('is made smaller, then of fewer frames that stay as long, until it is small enough', async () => {
    const frames = sweep(9);
    const whole = await renderAnimation(frames);
    const smaller = await renderAnimation(frames, { limit: whole.length });
    expect(smaller.length).toBeLessThan(whole.length);
    expect(readGif(smaller).width).toBe(880);
    expect(readGif(smaller).frames).toHaveLength(9);

    const least = await renderAnimation(frames, { limit: Math.floor(whole.length * 0.35) });
    expect(least.length).toBeLessThan(whole.length * 0.35);
    const { width, frames: left } = readGif(least);
    expect(width).toBe(550);
    expect(left.length).toBeLessThan(9);
    expect(left.reduce((sum, { ms }) => sum + ms, 0)).toBe(8 * 700 + 2000);
  }, 60_000);

  test.each([
    ['no frame', []],
    ['frames of two sizes', [...sweep(1), { picture: stepOf([0.5]), seconds: 1 }]],
    ['an impossible probability', [{ picture: columnsOf([cell(2)]), seconds: 1 }]],
    ['more frames than anyone watches', sweep(61)],
  ])('refuses %s', async (_, frames: Frame[]) => {
    await expect(renderAnimation(frames)).rejects.toThrow(RangeError);
  });

  test('is told in words by its first picture and its last', () => {
    const frames = sweep(12);
    const text = animationAltText(frames);
    expect(text).toContain('Animation of 12 pictures. The first: Side by side');
    expect(text).toContain(altText((frames.at(-1) as Frame).picture));
    const long = [stepOf(Array.from({ length: 200 }, () => 0.001)), stepOf(Array.from({ length: 200 }, () => 0.002))];
    expect(animationAltText(long.map((picture) => ({ picture, seconds: 1 }))).length).toBeLessThanOrEqual(1024);
  });
});

describe('the colours of a frame', () => {
  const pixels = (colours: readonly number[]) => new Uint8ClampedArray(Uint32Array.from(colours).buffer);
  const coloursOf = (bytes: Uint8Array) => new Set(new Uint32Array(bytes.buffer));
  const opaque = 0xff000000;

  test('are 256 at most, the rare ones as their nearest', () => {
    const frequent = Array.from({ length: 256 * 100 }, (_, at) => (opaque + (at % 256) * 0x010101) >>> 0);
    const few = fewColours(pixels([...frequent, (opaque + 0x0a0a0b) >>> 0]));
    expect(coloursOf(few)).toEqual(new Set(frequent));
    expect(new Uint32Array(few.buffer).at(-1)).toBe((opaque + 0x0a0a0a) >>> 0);
  });

  test('stay as they are where most would change', () => {
    const many = Array.from({ length: 2000 }, (_, at) => (opaque + at * 257) >>> 0);
    expect(coloursOf(fewColours(pixels(many))).size).toBe(2000);
  });
});
