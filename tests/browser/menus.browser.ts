import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Classroom, openClassroom } from '../playground/class.js';
import { useBrowser, type Visit } from './browser.js';
import { messageWith } from './reading.js';
import { button, menu, post, reply } from './reply.js';

const enter = useBrowser();
let room: Classroom;
let channel: string;
let chosen: string[];
beforeAll(async () => {
  room = await openClassroom();
  channel = room.playground.channels[0]?.id ?? '';
});
afterAll(() => room.close());

/** Shows a reply with a menu of 25 choices, whose answers are messages of their own. */
async function show(visit?: Visit): Promise<{ page: Page; box: Locator }> {
  room.ada.startOver(channel);
  chosen = [];
  room.onInteraction(async (interaction) => {
    if (!interaction.isStringSelectMenu()) return;
    chosen.push(...interaction.values);
    await interaction.reply({ content: `answer ${chosen.length}`, ...(chosen.length === 1 ? { flags: 64 } : {}) });
  });
  const page = await enter(room.playground.origin, visit);
  const id = await post(room, channel, reply([[button('Explain', 'e')], [menu('go', 25)]]));
  const box = page.locator(`#message-${id}`).getByRole('combobox');
  await box.waitFor();
  return { page, box };
}

describe('a menu of 25 choices', () => {
  test.each([
    ['a desktop', { viewport: { width: 1440, height: 900 } }],
    ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
    ['a window at 200 %', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }],
  ])('on %s opens above its box, inside the window, and scrolls', async (_what, visit) => {
    const { page, box } = await show(visit);
    await (visit.viewport.width === 390 ? box.tap() : box.click());
    const list = page.getByRole('listbox', { name: 'Go on with…' });
    const [listAt, boxAt] = [await list.boundingBox(), await box.boundingBox()];
    if (!listAt || !boxAt) throw new Error('the menu is open');
    expect(listAt.y).toBeGreaterThanOrEqual(0);
    expect(listAt.y + listAt.height).toBeLessThanOrEqual(boxAt.y);
    expect(listAt.height).toBeGreaterThan(150);
    expect(listAt.x + listAt.width).toBeLessThanOrEqual(visit.viewport.width);
    const last = list.getByRole('option', { name: 'Choice 25' });
    await last.scrollIntoViewIfNeeded();
    await (visit.viewport.width === 390 ? last.tap() : last.click());
    await messageWith(page, 'answer 1');
    expect(chosen).toEqual(['choice-25']);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(visit.viewport.width);
  });

  test('goes back to what it says after a private answer and a new message, so that the same can be chosen again', async () => {
    const { page, box } = await show();
    await box.focus();
    for (const round of [1, 2, 3]) {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.type('seventeenth');
      await expect.poll(() => page.getByRole('option').count()).toBe(1);
      await page.keyboard.press('Enter');
      await messageWith(page, `answer ${round}`);
      await expect.poll(() => box.inputValue()).toBe('');
      await expect.poll(() => box.getAttribute('aria-busy')).toBe('false');
      expect(await box.getAttribute('placeholder')).toBe('Go on with…');
    }
    expect(chosen).toEqual(['choice-17', 'choice-17', 'choice-17']);
  });

  test('is walked through with keys, closes by Esc and by Tab, and opens at what is typed', async () => {
    const { page, box } = await show();
    const active = () => page.locator('.option.active .option-label').innerText();
    await box.focus();
    await page.keyboard.press('Enter');
    expect(await active()).toBe('Choice 1');
    for (const [key, at] of [
      ['ArrowUp', 25],
      ['ArrowDown', 1],
      ['PageDown', 9],
      ['ArrowDown', 10],
      ['PageUp', 2],
      ['End', 25],
      ['Home', 1],
    ] as const) {
      await page.keyboard.press(key);
      expect(await active()).toBe(`Choice ${at}`);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    await page.keyboard.type('choice 2');
    expect(await page.getByRole('option').count()).toBe(8);
    await page.keyboard.press('Tab');
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    expect(chosen).toEqual([]);
    expect(await box.inputValue()).toBe('');
  });
});
