import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Classroom, openClassroom } from '../playground/class.js';
import { useBrowser } from './browser.js';
import { drawnPictures } from './reading.js';
import { button, menu, post, reply } from './reply.js';

const enter = useBrowser();
let room: Classroom;
let id: string;
beforeAll(async () => {
  room = await openClassroom();
  const labels = ['Add “king”', 'Roll', 'Undo', 'Explain'];
  const buttons = labels.map((label) => button(label, label));
  const sentence =
    'The model is almost sure: **“king”** has 91%. All others together have the rest, and none of them 3%.';
  const channel = room.playground.channels[0]?.id ?? '';
  id = await post(room, channel, reply([buttons, [menu('go', 10)]], sentence));
});
afterAll(() => room.close());

describe('a reply as replies are laid out', () => {
  test.each([
    ['at 1440 × 900', { viewport: { width: 1440, height: 900 } }, 560, 550],
    ['on a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, 640, 340],
    ['at 200 %', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }, 560, 550],
  ])('%s is as low as Discord’s, with a picture as wide as it can be', async (_what, visit, highest, widest) => {
    const page = await enter(room.playground.origin, visit);
    const message = page.locator(`#message-${id}`);
    await drawnPictures(message);
    const whole = await message.boundingBox();
    const picture = await message.locator('img').boundingBox();
    expect(whole?.height).toBeLessThanOrEqual(highest);
    expect(picture?.width).toBeGreaterThanOrEqual(widest);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(visit.viewport.width);
    const heights = await message
      .locator('.button, .select-box')
      .evaluateAll((all) => all.map((one) => Number(Reflect.get(one, 'offsetHeight'))));
    expect(heights).toEqual([32, 32, 32, 32, 40]);
  });
});
