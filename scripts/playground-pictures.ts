import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { type DrawnFrame, encodeAnimation } from '../src/charts/worker/animation.js';
import type { Playground } from '../src/playground/open-playground.js';

const PROMPT = 'The cat sat on the';

/** Milliseconds that a step of the animation stays, and the last one. */
const STEP_MS = 1000;
const LAST_MS = 3500;

/** Saves `playground.png`: a channel in which somebody has used /nextword, in the dark theme at twice the pixels. */
export async function savePlaygroundPicture(browser: Browser, playground: Playground, folder: string): Promise<void> {
  const page = await openPage(browser, playground, { name: 'Ada', colour: 4 }, { width: 1280, height: 800, scale: 2 });
  await say(page, 'What does a language model expect after “The cat sat on the”?');
  const message = await useNextword(page);
  await settle(page, message);
  await writeFile(join(folder, 'playground.png'), await page.screenshot());
  await page.context().close();
}

/** Saves `playground.gif`: text made one token at a time by the buttons of /nextword, and what temperature does to it. */
export async function savePlaygroundAnimation(browser: Browser, playground: Playground, folder: string): Promise<void> {
  const page = await openPage(browser, playground, { name: 'Ben', colour: 2 }, { width: 800, height: 720, scale: 1 });
  await page.getByRole('button', { name: 'class' }).click();
  const frames: DrawnFrame[] = [];
  const keep = async (ms = STEP_MS) => void frames.push({ png: await page.screenshot(), ms });

  const message = await useNextword(page);
  await settle(page, message);
  await keep(2 * STEP_MS);
  /** Shows where the pointer is, then what the press makes of the chart. */
  const press = async (name: RegExp | string) => {
    const button = message.getByRole('button', { name });
    await button.hover();
    await keep(600);
    await afterNextEdit(message, () => button.click());
    // At temperature 2 any script comes, also one that this browser has no font for: that is undone and drawn anew.
    while (
      await message
        .locator('.markdown', { hasText: /was drawn.*/ })
        .getByText(/[^ -~·–“”’▮→…]/)
        .count()
    ) {
      await afterNextEdit(message, () => message.getByRole('button', { name: 'Undo' }).click());
      await afterNextEdit(message, () => button.click());
    }
    await settle(page, message);
    await keep(1.5 * STEP_MS);
  };
  await press(/^Add/);
  await press('Roll');
  await press('Undo');
  await message.getByRole('combobox', { name: 'Go on with…' }).click();
  await keep();
  const hottest = page.getByRole('option', { name: 'Draw at temperature 2' });
  await hottest.hover();
  await keep(600);
  await afterNextEdit(message, () => hottest.click());
  await settle(page, message);
  await keep(2 * STEP_MS);
  await press('Roll');
  await press('Roll');
  await press('Roll');
  const last = frames.at(-1);
  if (last) frames[frames.length - 1] = { ...last, ms: LAST_MS };
  await writeFile(join(folder, 'playground.gif'), await encodeAnimation(frames));
  await page.context().close();
}

async function openPage(
  browser: Browser,
  { origin }: Playground,
  { name, colour }: { name: string; colour: number },
  size: { width: number; height: number; scale: number },
): Promise<Page> {
  const { width, height, scale } = size;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  });
  const remembered = JSON.stringify(JSON.stringify({ name, colour }));
  await context.addInitScript(`localStorage.setItem('playground-name', ${remembered})`);
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await page.locator('#composer').fill(text);
  await page.keyboard.press('Enter');
  await page.locator('li.message').last().getByText(text).waitFor();
}

async function useNextword(page: Page): Promise<Locator> {
  await page.locator('#composer').click();
  await page.keyboard.type('/nextword ');
  await page.keyboard.insertText(PROMPT);
  await page.keyboard.press('Enter');
  const message = page.locator('li.message').last();
  await message.getByRole('button', { name: 'Explain' }).waitFor();
  return page.locator(`#${await message.getAttribute('id')}`);
}

/** Does something and waits until another picture than before is in the message. */
async function afterNextEdit(message: Locator, act: () => Promise<void>): Promise<void> {
  const source = () => message.locator('img').first().getAttribute('src');
  const before = await source();
  await act();
  while ((await source()) === before) await message.page().waitForTimeout(50);
}

/** Waits until all pictures are drawn, and scrolls so that the message ends at the bottom of the channel. */
async function settle(page: Page, message: Locator): Promise<void> {
  await message
    .locator('img')
    .evaluateAll((images) => Promise.all(images.map((image) => Reflect.get(image, 'decode').call(image))));
  await page.mouse.move(0, 0);
  await page.evaluate('document.querySelector(".scroller").scrollTo(0, 1e9)');
  await page.waitForTimeout(150);
}
