import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Classroom, openClassroom } from '../playground/class.js';
import { restOf } from '../playground/client.js';
import { useBrowser } from './browser.js';
import { drawnPictures, messageWith, use } from './reading.js';
import { button, FILES, post, reply } from './reply.js';

const enter = useBrowser();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
let room: Classroom;
let own: string;
beforeAll(async () => {
  room = await openClassroom();
  own = room.ada.makeChannel();
});
afterAll(() => room.close());

/** Fills the channel anew with what is several screens long. */
async function fill(): Promise<void> {
  room.ada.startOver(own);
  for (let number = 1; number <= 30; number += 1) room.ada.say(own, `line ${number}\n${'more\n'.repeat(number % 4)}`);
  await post(room, own, reply([[button('Roll', 'roll'), button('Explain', 'explain')]]));
  for (let number = 1; number <= 3; number += 1) await post(room, own, reply([[button('Explain', 'explain')]]));
}

/** Opens the channel at its end. */
async function open(visit: object = {}): Promise<Page> {
  const page = await enter(`${room.playground.origin}`, visit);
  await page.goto(`${room.playground.origin}/#ada`);
  await page.locator('li.message').last().waitFor();
  return page;
}

/** How far the last message's end is below the end of what is seen, pixels. */
const beyond = (page: Page): Promise<number> =>
  page.evaluate(`(() => {
    const scroller = document.querySelector('.scroller');
    return Math.round(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight);
  })()`);

async function scrollBack(page: Page, pixels = 5000): Promise<void> {
  await page.locator('.scroller').hover();
  await page.mouse.wheel(0, -pixels);
  await page.getByRole('button', { name: 'Jump to present' }).waitFor();
}

const top = async (one: Locator) => Math.round((await one.boundingBox())?.y ?? Number.NaN);
const bottom = async (one: Locator) => {
  const box = await one.boundingBox();
  return Math.round((box?.y ?? Number.NaN) + (box?.height ?? Number.NaN));
};
const isSeen = async (page: Page, one: Locator) => {
  const box = await one.boundingBox();
  const height = page.viewportSize()?.height ?? 0;
  return box !== null && box.y > 40 && box.y + box.height < height;
};

describe('a load', () => {
  test.each([
    ['a desktop', {}],
    ['a phone', PHONE],
  ])('on %s ends at the newest message, before the pictures have come and after', async (_what, visit) => {
    await fill();
    const page = await enter(room.playground.origin, visit);
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route('**/attachments/**', async (route) => {
      await arrived;
      await route.continue();
    });
    await page.goto(`${room.playground.origin}/#ada`, { waitUntil: 'commit' });
    const last = page.locator('li.message').last();
    await last.waitFor();
    await expect.poll(() => beyond(page)).toBe(0);
    const before = await last.boundingBox();
    arrive();
    await drawnPictures(last);
    await expect.poll(() => beyond(page)).toBe(0);
    expect((await last.boundingBox())?.height).toBe(before?.height);
  });
});

describe('who has scrolled back', () => {
  test('sees their own answer, message and private reply, and stays where they are for what others do', async () => {
    await fill();
    const page = await open({ name: 'Kay' });
    room.onCommand((interaction) => interaction.reply('the answer'));
    await scrollBack(page);
    const first = page.locator('li.message', { hasText: 'line 2' }).first();
    const before = await top(first);
    room.bob.say(own, 'of somebody else');
    await room.bob.slash('quick', {}, own).settled();
    await page.locator('li.message', { hasText: 'of somebody else' }).waitFor();
    expect(await top(first)).toBe(before);

    await use(page, 'quick');
    const answer = await messageWith(page, 'the answer');
    await expect.poll(() => isSeen(page, answer)).toBe(true);
    await expect.poll(() => beyond(page)).toBe(0);

    await scrollBack(page);
    await page.locator('#composer').fill('my own words');
    await page.keyboard.press('Enter');
    await expect.poll(() => isSeen(page, page.locator('li.message', { hasText: 'my own words' }))).toBe(true);

    room.onInteraction((interaction) => interaction.isButton() && interaction.reply({ content: 'secret', flags: 64 }));
    await page.getByRole('button', { name: 'Explain' }).first().scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: 'Explain' }).first().click();
    await expect.poll(() => isSeen(page, page.locator('li.message', { hasText: 'secret' }))).toBe(true);
  });

  test('finds the pressed button under the pointer while its message grows, shrinks and gets another picture', async () => {
    await fill();
    const page = await open({ name: 'Lee' });
    await scrollBack(page, 600);
    const roll = page.getByRole('button', { name: 'Roll' });
    await roll.scrollIntoViewIfNeeded();
    const message = page.locator('li.message').filter({ has: roll });
    let rolls = 0;
    room.onInteraction(async (interaction) => {
      if (!interaction.isButton()) return;
      rolls += 1;
      const sentence = `roll ${rolls} ${'and a longer sentence '.repeat(rolls === 1 ? 30 : 1)}`;
      const body = reply([[button('Roll', 'roll'), button('Explain', 'explain')]], sentence);
      await interaction.update({
        ...body,
        files: FILES.map(({ name, data }) => ({ name, attachment: data })),
      } as never);
    });
    await roll.hover();
    for (const round of [1, 2]) {
      const before = await top(roll);
      await page.mouse.down();
      await page.mouse.up();
      await message.getByText(`roll ${round}`).waitFor();
      await drawnPictures(message);
      await expect.poll(() => top(roll)).toBe(before);
    }
  });

  test('keeps the controls of a reply on the screen while somebody else makes it grow', async () => {
    await fill();
    const id = await post(room, own, reply([[button('Theirs', 'theirs')]]));
    for (let number = 1; number <= 12; number += 1) room.ada.say(own, `below ${number}`);
    const page = await open({ name: 'Max' });
    const theirs = page.getByRole('button', { name: 'Theirs' });
    await scrollBack(page, 450);
    await theirs.scrollIntoViewIfNeeded();
    const row = page.locator('li.message').filter({ has: theirs });
    const end = await bottom(row);
    await page.mouse.wheel(0, end - 700);
    // A wheel turns at some later frame: what grows before that is scrolled away by it.
    await expect.poll(async () => Math.abs((await bottom(row)) - 700)).toBeLessThan(2);
    expect(await isSeen(page, theirs)).toBe(true);
    await restOf(room.playground).patch(`/channels/${own}/messages/${id}`, {
      body: reply([[button('Theirs', 'theirs')]], 'grown '.repeat(250)),
      files: FILES,
    });
    await row.getByText('grown').first().waitFor();
    await drawnPictures(row);
    await expect.poll(() => isSeen(page, theirs)).toBe(true);
  });
});
