import { fileURLToPath } from 'node:url';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Picture } from '../../src/charts/kinds/registry.js';
import { openCharts } from '../../src/charts/open-charts.js';
import { darkTheme, lightTheme, type Theme, type ThemeName } from '../../src/charts/paint/theme.js';
import type { DrawnAnimation } from '../../src/charts/picture.js';
import { UserError } from '../../src/errors.js';
import { readGif } from './gif.js';
import { decode } from './pixels.js';
import { cell, columnsOf, everyKind } from './samples.js';

const strip = (title: string, count = 3): Picture => ({
  kind: 'token-strip',
  title,
  tokens: Array.from({ length: count }, (_, index) => ({ label: `·word${index}`, caption: String(index) })),
});

describe('the pool', () => {
  const charts = openCharts({ threads: 2 });
  afterAll(() => charts.close());

  test('draws PNG files', async () => {
    const { image, page, pages, from, count } = await charts.draw(strip('Tokens', 100));
    expect(Buffer.isBuffer(image)).toBe(true);
    expect((await decode(image)).width).toBe(1100);
    expect({ page, from }).toEqual({ page: 0, from: 0 });
    expect(pages).toBeGreaterThan(1);
    expect(count).toBeLessThan(100);
  });

  test('draws all kinds at once', async () => {
    const drawn = await Promise.all(everyKind.map((picture) => charts.draw(picture)));
    for (const { pages } of drawn) expect(pages).toBe(1);
  });

  test('loads fonts for several scripts on both threads at once, each once', async () => {
    const titles = ['你好世界', 'こんにちは東京', '안녕하세요', 'مرحبا', 'שלום', 'ภาษาไทย', '人工智能', '機械学習する'];
    // What one pool has drawn it does not draw again.
    const others = openCharts({ threads: 2 });
    onTestFinished(() => others.close());
    const drawAll = async (by: typeof charts) =>
      (await Promise.all(titles.map((title) => by.draw(strip(title))))).map(({ image }) => image);
    const [first, again] = [await drawAll(charts), await drawAll(others)];
    expect(first.every((image) => image.length > 1000)).toBe(true);
    for (const [index, image] of again.entries()) expect(image.equals(first[index] ?? Buffer.alloc(0))).toBe(true);
  });

  test('draws the page that is asked for, and the last where there are fewer', async () => {
    const picture = strip('Tokens', 500);
    const [first, second] = [await charts.draw(picture), await charts.draw(picture, { page: 1 })];
    expect(second).toMatchObject({ page: 1, pages: first.pages, from: first.count });
    expect(second.image.equals(first.image)).toBe(false);
    const last = await charts.draw(picture, { page: 1000 });
    expect(last).toMatchObject({ page: first.pages - 1, from: 500 - last.count });
  });

  test('rejects what cannot be drawn, and draws on', async () => {
    const bad: Picture = { kind: 'probability-strip', title: 'Reply', tokens: [{ label: 'Hi', probability: 2 }] };
    await expect(charts.draw(bad)).rejects.toThrow('A probability is a number from 0 to 1, not 2.');
    await expect(charts.draw(strip('after what cannot be drawn'))).resolves.toMatchObject({ count: 3 });
  });

  test('does not start for a signal that has aborted', async () => {
    await expect(charts.draw(strip('Tokens'), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('animations', () => {
  const charts = openCharts({ threads: 1 });
  afterAll(() => charts.close());
  const frames = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ picture: columnsOf([cell(at / count), cell(0.5)]), seconds: 1 }));

  test('are GIF files', async () => {
    const { gif } = await charts.animate(frames(20));
    expect(Buffer.isBuffer(gif)).toBe(true);
    expect(readGif(gif).frames).toHaveLength(20);
  });

  test('end with their signal, and the next is drawn', async () => {
    const controller = new AbortController();
    const animation = charts.animate(frames(60), { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(animation).rejects.toMatchObject({ name: 'AbortError' });
    await expect(charts.animate(frames(2))).resolves.toBeDefined();
    await expect(charts.animate(frames(2), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('that cannot be are refused', async () => {
    await expect(charts.animate([])).rejects.toThrow('at least one frame');
  });
});

test('draws each picture and each animation in the theme that is asked for', async () => {
  const charts = openCharts({ threads: 1 });
  onTestFinished(() => charts.close());
  for (const [name, theme] of Object.entries({ dark: darkTheme, light: lightTheme }) as [ThemeName, Theme][]) {
    const { image } = await charts.draw(strip('Tokens'), { theme: name });
    expect((await decode(image)).at(20, 20)).toBe(theme.card);
  }
  const frames = [{ picture: strip('Tokens'), seconds: 2 }];
  expect(await colourOf(await charts.animate(frames, { theme: 'light' }))).toBe(lightTheme.card);
  expect(await colourOf(await charts.animate(frames))).toBe(darkTheme.card);
});

test('hands a thread the theme, the locale and the page, dark, English and the first where none is named', async () => {
  const worker = fileURLToPath(new URL('./echoing-worker.mjs', import.meta.url));
  const charts = openCharts({ threads: 1, worker });
  onTestFinished(() => charts.close());
  const drawn = async (options?: Parameters<typeof charts.draw>[1]) =>
    JSON.parse(String((await charts.draw(strip('Tokens'), options)).image));
  expect(await drawn()).toMatchObject({ theme: 'dark', locale: 'en', page: 0 });
  expect(await drawn({ theme: 'light', locale: 'de', page: 2 })).toMatchObject({
    theme: 'light',
    locale: 'de',
    page: 2,
    picture: strip('Tokens'),
  });
  const { gif } = await charts.animate([], { theme: 'light', locale: 'de' });
  expect(JSON.parse(String(gif))).toEqual({ frames: [], theme: 'light', locale: 'de' });
});

test('draws what is asked for again once, and anew in another theme, language or page', async () => {
  const worker = fileURLToPath(new URL('./echoing-worker.mjs', import.meta.url));
  const charts = openCharts({ threads: 1, worker });
  onTestFinished(() => charts.close());
  const drawing = async (options?: Parameters<typeof charts.draw>[1]) =>
    (await charts.draw(strip('Tokens'), options)).count;
  const leaving = new AbortController();
  const left = drawing({ signal: leaving.signal });
  const stayed = Array.from({ length: 60 }, () => drawing());
  leaving.abort();
  await expect(left).rejects.toMatchObject({ name: 'AbortError' });
  expect(new Set(await Promise.all(stayed))).toEqual(new Set([1]));
  expect(await drawing({ page: 0, theme: 'dark', locale: 'en' })).toBe(1);
  expect([await drawing({ page: 1 }), await drawing({ theme: 'light' }), await drawing({ locale: 'de' })]).toEqual([
    2, 3, 4,
  ]);
  expect((await charts.draw(strip('Other tokens'))).count).toBe(5);
  const frames = [{ picture: strip('Tokens'), seconds: 2 }];
  expect((await charts.animate(frames)).gif).toBe((await charts.animate(frames)).gif);
});

/** Of a place without a word on it. */
async function colourOf({ gif }: DrawnAnimation): Promise<string> {
  const image = await loadImage(gif);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return `#${Buffer.from(context.getImageData(20, 20, 1, 1).data.subarray(0, 3)).toString('hex')}`;
}

describe('when a worker', () => {
  const logged: unknown[] = [];
  const note = ({ err }: { err?: Error }) => void logged.push(err?.message);
  const charts = openCharts({
    threads: 1,
    worker: fileURLToPath(new URL('./crashing-worker.mjs', import.meta.url)),
    log: { info: note, warn: note },
  });
  afterAll(() => charts.close());

  test('dies, that picture is rejected and the next is drawn', async () => {
    await expect(charts.draw(strip('crash'))).rejects.toThrow(UserError);
    expect(logged.splice(0)).toEqual(['worker exited with code: 1']);
    await expect(charts.draw(strip('after a death'))).resolves.toMatchObject({ count: 3 });
  });

  test('fails, that picture is rejected and the next is drawn', async () => {
    await expect(charts.draw(strip('throw'))).rejects.toThrow(UserError);
    expect(logged.splice(0)).toEqual(['a fault in the drawing code']);
    await expect(charts.draw(strip('after a fault'))).resolves.toMatchObject({ count: 3 });
  });

  test('hangs, a signal ends it and the next picture is drawn', async () => {
    await charts.draw(strip('the thread has started'));
    const controller = new AbortController();
    const hanging = charts.draw(strip('hang'), { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
    await expect(charts.draw(strip('after one that hung'))).resolves.toMatchObject({ count: 3 });
  });

  test('hangs with an animation, pictures are drawn all the same, because it has a thread of its own', async () => {
    const controller = new AbortController();
    const frames = [{ picture: strip('hang'), seconds: 1 }];
    const rejected = expect(charts.animate(frames, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await expect(charts.draw(strip('beside one that hangs'))).resolves.toMatchObject({ count: 3 });
    controller.abort();
    await rejected;
  });
});

test('closing rejects what is under way and what comes after', async () => {
  const charts = openCharts({ threads: 1 });
  const drawing = charts.draw(strip('Tokens'));
  const rejected = expect(drawing).rejects.toThrow(Error);
  await charts.close();
  await rejected;
  await expect(charts.draw(strip('Tokens'))).rejects.toThrow('closed');
  await expect(charts.animate([])).rejects.toThrow('closed');
  await charts.close();
});
