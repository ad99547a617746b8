import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Classroom, openClassroom } from '../playground/class.js';
import { restOf } from '../playground/client.js';
import { useBrowser, type Visit } from './browser.js';
import { ENTRIES, internationalText, mappedPNG, withChunk } from './mapped-png.js';
import { focusedName, messageWith } from './reading.js';

const enter = useBrowser();
let room: Classroom;
beforeAll(async () => {
  room = await openClassroom();
  const odd = withChunk(mappedPNG('dark', []), internationalText('regions', '{"width":1e999,"regions":[{}]}'));
  await post('Two pictures', [
    { name: 'bars.png', data: mappedPNG('dark') },
    { name: 'odd.png', data: odd },
  ]);
  // Nothing refers to the last file.
  await post('Bars by theme', [{ name: 'both.png', data: mappedPNG('dark') }], {
    name: 'both.light.png',
    data: mappedPNG('light'),
  });
  await restOf(room.playground).post(`/channels/${room.playground.channels[1]?.id}/messages`, {
    body: { content: 'without components' },
    files: [
      { name: 'plain.png', data: mappedPNG('dark'), contentType: 'image/png' },
      { name: 'plain.light.png', data: mappedPNG('light'), contentType: 'image/png' },
    ],
  });
});
afterAll(() => room.close());

interface File {
  name: string;
  data: Buffer;
}

async function post(text: string, shown: readonly File[], ...more: readonly File[]): Promise<void> {
  await restOf(room.playground).post(`/channels/${room.playground.channels[0]?.id}/messages`, {
    body: {
      flags: 1 << 15,
      components: [
        {
          type: 17,
          components: [
            { type: 10, content: text },
            ...shown.map(({ name }) => ({
              type: 12,
              items: [{ media: { url: `attachment://${name}` }, description: `Alt text of ${name}` }],
            })),
          ],
        },
      ],
    },
    files: [...shown, ...more].map((file) => ({ ...file, contentType: 'image/png' })),
  });
}

const PHONE: Visit = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function open(visit: Visit, name = 'bars.png'): Promise<{ page: Page; picture: Locator }> {
  const page = await enter(room.playground.origin, visit);
  const picture = page.getByRole('button', { name: `Enlarge: Alt text of ${name}` });
  await picture.scrollIntoViewIfNeeded();
  await isDrawn(picture.locator('img'));
  // What it has scrolled is told with the next frame, and leaves what the pointer is on.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  return { page, picture };
}

async function isDrawn(image: Locator): Promise<void> {
  await expect.poll(() => image.evaluate((one) => Number(Reflect.get(one, 'naturalWidth')))).toBe(1100);
}

/** Where the middle of a part is on the screen, as the picture is shown now. */
async function middleOf(image: Locator, index: number): Promise<{ x: number; y: number }> {
  const box = await image.boundingBox();
  const entry = ENTRIES[index];
  if (!box || !entry) throw new Error('the picture is not there');
  const scale = box.width / 1100;
  return {
    x: box.x + (entry.x + entry.width / 2) * scale,
    y: box.y + (entry.y + entry.height / 2) * scale,
  };
}

const card = (page: Page) => page.locator('.region-card');

async function cutOff(page: Page): Promise<boolean> {
  const box = await card(page).boundingBox();
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  return !box || box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as axe.AxeResults;
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

describe('the parts of a picture', () => {
  test.each(['dark', 'light'] as const)(
    'tell their numbers under the pointer, in the %s theme',
    async (colorScheme) => {
      const { page, picture } = await open({ colorScheme });
      for (const index of [0, 3, 5]) {
        const { x, y } = await middleOf(picture.locator('img'), index);
        await page.mouse.move(x, y);
        await card(page)
          .getByText(`${(index + 1) * 10}% of all draws`)
          .waitFor();
        expect(await cutOff(page)).toBe(false);
      }
      expect(await violations(page)).toEqual([]);
      const box = await picture.locator('img').boundingBox();
      await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
      await card(page).waitFor({ state: 'detached' });
      const { x, y } = await middleOf(picture.locator('img'), 1);
      await page.mouse.click(x, y);
      await page.getByRole('dialog', { name: 'Picture' }).waitFor();
    },
  );

  test('are gone through with the arrow keys and said aloud; the picture is one stop of Tab, and Enter enlarges it', async () => {
    const { page, picture } = await open({});
    await picture.focus();
    const said = page.locator('.visually-hidden[aria-live="polite"]');
    await expect.poll(() => picture.getAttribute('aria-keyshortcuts')).toContain('ArrowRight');
    for (const [key, heard] of [
      ['ArrowRight', 'one: 10% of all draws. 1 of 6'],
      ['ArrowDown', 'three: 30% of all draws. 3 of 6'],
      ['ArrowRight', 'four: 40% of all draws. 4 of 6'],
      ['ArrowUp', 'two: 20% of all draws. 2 of 6'],
      ['End', 'six: 60% of all draws. 6 of 6'],
    ] as const) {
      await page.keyboard.press(key);
      await said.getByText(heard).waitFor({ state: 'attached' });
      expect(await cutOff(page)).toBe(false);
    }
    expect(await focusedName(page)).toBe('Enlarge: Alt text of bars.png');
    await page.keyboard.press('Escape');
    await card(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Tab');
    expect(await focusedName(page)).toBe('Enlarge: Alt text of odd.png');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Picture' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => focusedName(page)).toBe('Enlarge: Alt text of bars.png');
  });

  test('tell their numbers to a finger first; a second tap, the card’s button and a tap beside them enlarge', async () => {
    const { page, picture } = await open(PHONE);
    const dialog = page.getByRole('dialog', { name: 'Picture' });
    const tap = async (index: number) => {
      const { x, y } = await middleOf(picture.locator('img'), index);
      await page.touchscreen.tap(x, y);
    };
    for (const index of [0, 1, 4]) {
      await tap(index);
      await card(page)
        .getByText(`${(index + 1) * 10}% of all draws`)
        .waitFor();
      expect(await cutOff(page)).toBe(false);
    }
    expect(await violations(page)).toEqual([]);
    await tap(4);
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await tap(2);
    await card(page).getByRole('button', { name: 'Enlarge the picture' }).tap();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await tap(2);
    await card(page).waitFor();
    await page.getByRole('heading', { level: 1 }).tap();
    await card(page).waitFor({ state: 'detached' });
    const box = await picture.locator('img').boundingBox();
    await page.touchscreen.tap((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
    await dialog.waitFor();
  });

  test('are none where the file’s map is odd, and the picture enlarges as ever', async () => {
    const { page, picture } = await open(PHONE, 'odd.png');
    await picture.tap();
    await page.getByRole('dialog', { name: 'Picture' }).waitFor();
    expect(await card(page).count()).toBe(0);
  });
});

describe('in the light theme', () => {
  const file = (image: Locator) => image.getAttribute('src').then((src) => src?.replace(/\?.*/, '').split('/').at(-1));

  test('a picture is its light sibling, at once when the theme changes; one without stays', async () => {
    const { page, picture } = await open({}, 'both.png');
    const image = picture.locator('img');
    expect(await file(image)).toBe('both.png');
    await page.getByRole('button', { name: 'Use the light theme' }).click();
    await expect.poll(() => file(image)).toBe('both.light.png');
    await isDrawn(image);
    const other = page.getByRole('button', { name: 'Enlarge: Alt text of bars.png' }).locator('img');
    expect(await file(other)).toBe('bars.png');
    await picture.click();
    expect(await file(page.getByRole('dialog').locator('img'))).toBe('both.light.png');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    await expect.poll(() => file(image)).toBe('both.png');
  });

  test('a message without components shows a picture and not its sibling', async () => {
    const page = await enter(room.playground.origin, { colorScheme: 'light' });
    await page.getByRole('button', { name: 'class' }).click();
    const message = await messageWith(page, 'without components');
    expect(await message.locator('img').count()).toBe(1);
    expect(await file(message.locator('img'))).toBe('plain.light.png');
  });
});

describe('an enlarged picture', () => {
  async function enlarge(visit: Visit): Promise<{ page: Page; image: Locator }> {
    const { page, picture } = await open(visit);
    await picture.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Picture' });
    const image = dialog.locator('img');
    await isDrawn(image);
    // Until its frame is measured it is as large as it comes.
    await expect.poll(() => dialog.locator('.mapped').getAttribute('style')).toContain('width');
    return { page, image };
  }
  const widthOf = async (image: Locator) => Math.round((await image.boundingBox())?.width ?? 0);

  test.each([
    [1440, 900, 1440],
    [390, 844, 390],
    [1280, 400, 685],
  ])('in a window of %i × %i px fills it: %i px wide', async (width, height, least) => {
    const { page, image } = await enlarge({ viewport: { width, height } });
    await expect.poll(() => widthOf(image)).toBeGreaterThanOrEqual(least);
    const box = await image.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
    expect(await violations(page)).toEqual([]);
  });

  test('goes to the message’s other pictures with left and right, grows with + and shrinks with −', async () => {
    const { page, image } = await enlarge({});
    await page.getByText('1 of 2').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByText('2 of 2').waitFor();
    expect(await image.getAttribute('alt')).toBe('Alt text of odd.png');
    await page.keyboard.press('ArrowRight');
    await page.getByText('1 of 2').waitFor();
    await isDrawn(image);
    const fitted = await widthOf(image);
    await page.keyboard.press('+');
    await expect.poll(() => widthOf(image)).toBeGreaterThan(fitted * 1.4);
    await page.keyboard.press('+');
    // Its map may still be on its way.
    await expect
      .poll(async () => {
        await page.keyboard.press('Home');
        return await card(page).getByText('10% of all draws').count();
      })
      .toBe(1);
    await page.keyboard.press('End');
    await card(page).getByText('60% of all draws').waitFor();
    expect(await cutOff(page)).toBe(false);
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await expect.poll(() => widthOf(image)).toBe(fitted);
    await page.getByRole('button', { name: 'In words' }).click();
    await page.getByRole('region', { name: 'The picture in words' }).getByText('Alt text of bars.png').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => focusedName(page)).toBe('Enlarge: Alt text of bars.png');
  });

  test('grows by a double click, moves with the mouse, and goes by a click beside it', async () => {
    const { page, image } = await enlarge({});
    const fitted = await widthOf(image);
    const at = await middleOf(image, 3);
    await page.mouse.dblclick(at.x, at.y);
    await expect.poll(() => widthOf(image)).toBeGreaterThan(fitted * 2.4);
    const before = await middleOf(image, 3);
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 60, at.y + 40, { steps: 3 });
    await page.mouse.up();
    const after = await middleOf(image, 3);
    expect([Math.round(after.x - before.x), Math.round(after.y - before.y)]).toEqual([60, 40]);
    await page.mouse.dblclick(at.x, at.y);
    await expect.poll(() => widthOf(image)).toBe(fitted);
    const box = await image.boundingBox();
    await page.mouse.click(20, (box?.y ?? 0) + (box?.height ?? 0) + 10);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('on a phone grows where it is tapped twice, scrolls from there, and tells its numbers at one tap', async () => {
    const { page, image } = await enlarge(PHONE);
    const fitted = await widthOf(image);
    const first = await middleOf(image, 0);
    await page.touchscreen.tap(first.x, first.y);
    await card(page).getByText('10% of all draws').waitFor();
    const at = await middleOf(image, 3);
    // Two taps that come too far apart, as they may on a busy machine, are no double tap, and nor are they with the next.
    const far = { interval: 1000 };
    const isLarge = async () => (await widthOf(image)) > fitted * 2.4;
    await expect
      .poll(async () => {
        if (await isLarge()) return true;
        await Promise.all([page.touchscreen.tap(at.x, at.y), page.touchscreen.tap(at.x, at.y)]);
        return await isLarge();
      }, far)
      .toBe(true);
    const now = await middleOf(image, 3);
    expect(Math.abs(now.x - at.x)).toBeLessThan(60);
    expect(await card(page).count()).toBe(0);
    const reach = await page.evaluate(
      "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.viewer-frame'))",
    );
    expect(reach).toBeGreaterThan(fitted);
  });
});
