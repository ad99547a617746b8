import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The last message of the channel. */
export function lastMessage(page: Page): Locator {
  return page.locator('li.message').last();
}

/**
 * Waits until the last message says something, and gives it back for good, also when others follow. What a message says is
 * in the page once more a moment later, for screen readers: so it is looked for in the messages alone.
 */
export async function messageWith(page: Page, text: string | RegExp): Promise<Locator> {
  const found = page
    .locator('li.message')
    .filter({ has: page.locator('.message-content', { hasText: text }) })
    .last();
  await found.waitFor();
  const id = await found.getAttribute('id');
  return page.locator(`#${id}`);
}

/** Waits until every picture in it is drawn, and returns how wide they are in pixels. */
export async function drawnPictures(message: Locator, count = 1): Promise<number[]> {
  const widths = () =>
    message.locator('img').evaluateAll((images) => images.map((image) => Number(Reflect.get(image, 'naturalWidth'))));
  await expect.poll(async () => (await widths()).filter((width) => width > 0).length).toBe(count);
  return widths();
}

/** Types a command by its name and its required options in order, and sends it. */
export async function use(page: Page, command: string, ...values: string[]): Promise<void> {
  await page.locator('#composer').click();
  await page.keyboard.type(`/${command} `);
  for (const [index, value] of values.entries()) {
    if (index > 0) await page.keyboard.press('Tab');
    await page.keyboard.insertText(value);
  }
  await page.keyboard.press('Enter');
}

/** What has the focus, by its accessible name or its text. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(
    `(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.innerText ?? '').trim()`,
  );
}
