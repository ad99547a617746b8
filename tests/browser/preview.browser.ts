import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Preview, Previewer } from '../../src/playground/page/previews.js';
import { type Classroom, openClassroom } from '../playground/class.js';
import { useBrowser } from './browser.js';

const letters: Previewer = async ({ text, encoding = 'letters' }) => ({
  summary: `${String(text).length} ${encoding}`,
  pieces: Array.from(String(text), (letter) => ({ text: letter, note: `is ${letter}` })),
});

let preview = letters;
const enter = useBrowser();
let room: Classroom;
beforeAll(async () => {
  room = await openClassroom({ previews: { draw: { text: (values, signal) => preview(values, signal) } } });
});
afterEach(() => {
  preview = letters;
});
afterAll(() => room.close());

async function typing(text: string): Promise<Page> {
  const page = await enter(room.playground.origin);
  await page.locator('#composer').click();
  await page.keyboard.type(`/draw ${text}`);
  return page;
}

describe('while a text is typed', () => {
  test('its pieces and their count are under the field, and said aloud once the typing rests', async () => {
    const page = await typing('cat');
    const summary = page.locator('.preview-summary');
    await expect.poll(() => summary.textContent()).toBe('3 letters');
    expect(await page.locator('.piece').allTextContents()).toEqual(['c', 'a', 't']);
    expect(await page.locator('.piece').first().getAttribute('title')).toBe('is c');
    const [field, shown] = [await page.locator('.command-line').boundingBox(), await summary.boundingBox()];
    expect(shown?.y).toBeGreaterThanOrEqual((field?.y ?? 0) + (field?.height ?? 0));
    await page.getByRole('log').getByText('3 letters').waitFor({ state: 'attached' });
    await page.keyboard.type('s!');
    await expect.poll(() => summary.textContent()).toBe('5 letters');
  });

  test('another option changes it', async () => {
    const page = await typing('cat');
    await page.keyboard.press('Tab');
    await page.keyboard.type('encoding');
    await page.keyboard.press('Enter');
    await page.keyboard.type('gpt');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.preview-summary').textContent()).toBe('3 cl100k');
  });

  test('nothing is under the field where the text is empty or too long, or where it fails', async () => {
    const page = await typing('cat');
    const shown = page.locator('.preview');
    await shown.waitFor();
    await page.keyboard.type(' and more than it may be');
    await shown.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+A');
    await page.keyboard.type('dog');
    await shown.waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await shown.waitFor({ state: 'detached' });
    await page.keyboard.type('dog');
    await shown.waitFor();
    preview = () => Promise.reject(new Error('a fault'));
    await page.keyboard.type('s');
    await shown.waitFor({ state: 'detached' });
  });

  test('the newest text wins over one that is still being cut', async () => {
    const waiting: (() => void)[] = [];
    const asked: unknown[] = [];
    preview = (values, signal) => {
      asked.push(values.text);
      if (values.text !== 'c') return letters(values, signal);
      return new Promise<Preview | undefined>((resolve) => {
        waiting.push(() => resolve(letters(values, signal)));
      });
    };
    const page = await typing('c');
    await expect.poll(() => waiting.length).toBe(1);
    await page.keyboard.type('ats');
    expect(await page.locator('.preview').count()).toBe(0);
    waiting[0]?.();
    await expect.poll(() => page.locator('.preview-summary').textContent()).toBe('4 letters');
    expect([asked[0], asked.at(-1)]).toEqual(['c', 'cats']);
  });
});

test('of a long text the end is in view, on a phone as well', async () => {
  preview = async () => ({
    summary: 'many',
    pieces: Array.from({ length: 500 }, (_, at) => ({ text: `piece${at}` })),
  });
  const page = await typing('cat');
  await page.setViewportSize({ width: 390, height: 844 });
  const last = page.locator('.piece').last();
  await last.waitFor();
  expect(await last.textContent()).toBe('piece499');
  const [frame, box] = [await page.locator('.preview-frame').boundingBox(), await last.boundingBox()];
  if (!frame || !box) throw new Error('the preview is shown');
  expect(box.y).toBeGreaterThanOrEqual(frame.y);
  expect(box.y + box.height).toBeLessThanOrEqual(frame.y + frame.height + 1);
  expect(frame.height).toBeLessThan(120);
});
