import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRoom, type Room } from '../end-to-end/harness.js';
import { useBrowser } from './browser.js';
import { drawnPictures, lastMessage, messageWith, use } from './reading.js';

const enter = useBrowser();
const folder = mkdtempSync(join(tmpdir(), 'tokenscope-browser-'));
let room: Room;
beforeAll(async () => {
  room = await openRoom({ databaseURL: `file:${join(folder, 'runs.db')}` });
});
afterAll(async () => {
  await room.tokenscope.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Uses a command with its one required option and a seed. */
async function useSeeded(page: Page, command: string, value: string): Promise<void> {
  await page.locator('#composer').click();
  await page.keyboard.type(`/${command} `);
  await page.keyboard.insertText(value);
  await page.keyboard.press('Tab');
  await page.keyboard.type('seed');
  await page.keyboard.press('Enter');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
}

/** Chooses in the menu of a reply. */
async function goOn(page: Page, message: Locator, label: string | RegExp): Promise<void> {
  await message.getByRole('combobox', { name: 'Go on with…' }).click();
  await page.getByRole('option', { name: label }).click();
}

describe('the bot in the page', () => {
  test('/tokenize goes from the picker to the picture, and its buttons to bytes and to other encodings', async () => {
    const page = await enter(room.playground.origin);
    await page.locator('#composer').click();
    await page.keyboard.type('/');
    const commands = page.getByRole('listbox', { name: 'Commands' }).getByRole('option');
    expect(await commands.count()).toBe(25);
    await page.keyboard.type('tok');
    expect(await commands.allInnerTexts()).toEqual([expect.stringContaining('/tokenize')]);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Hello, world!');
    await page.keyboard.press('Enter');

    const message = await messageWith(page, '4 tokens');
    expect(await message.locator('.origin').textContent()).toContain('Ada used /tokenize');
    expect((await drawnPictures(message))[0]).toBeGreaterThan(500);
    const picture = message.getByRole('button', { name: /^Enlarge: .*Hello/ });
    await picture.click();
    await page.getByRole('dialog', { name: 'Picture' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await message.getByRole('button', { name: 'Show bytes' }).click();
    await message.getByRole('button', { name: 'Show ids' }).waitFor();
    await message.getByRole('button', { name: 'Show ids' }).click();
    await message.getByRole('button', { name: 'Show bytes' }).waitFor();
    await message.getByRole('button', { name: 'Compare encodings' }).click();
    const compared = await messageWith(page, /All need the same|needs the fewest/);
    await drawnPictures(compared);
  });

  test('the list of all tokens of a long text, behind Details, is a file that one person sees, and dismisses', async () => {
    const page = await enter(room.playground.origin);
    const bob = await enter(room.playground.origin, { name: 'Bob' });
    await use(page, 'tokenize', 'The quick brown fox jumps over the lazy dog. '.repeat(40));
    const message = await messageWith(page, /The quick brown fox.*The model reads 4\d\d tokens/s);
    await goOn(page, message, 'Details');
    const details = await messageWith(page, 'Only you can see this');
    await details.getByRole('button', { name: /401 tokens/ }).click();
    const list = await messageWith(page, 'tokens.txt');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      list.getByRole('link', { name: 'tokens.txt' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('tokens.txt');
    await messageWith(bob, /The model reads 4\d\d tokens/);
    expect(await bob.getByText('tokens.txt').count()).toBe(0);
    await list.getByRole('button', { name: 'Dismiss message' }).click();
    await list.waitFor({ state: 'detached' });
  });

  test('/nextword: add, roll, undo and the menu of temperatures change the chart in place', async () => {
    const page = await enter(room.playground.origin);
    // Without a seed the end of the text may be drawn, which is no step to undo.
    await useSeeded(page, 'nextword', 'The capital of France is');
    const message = await messageWith(page, 'far ahead');
    await drawnPictures(message);
    await message.getByRole('button', { name: /^Add “Paris”/ }).click();
    await message.getByText('was chosen.').waitFor();
    expect(await message.textContent()).toMatch(/The capital of France is → ·Paris/);
    await message.getByRole('button', { name: 'Roll', exact: true }).click();
    await message.getByText(/was drawn|unlikely draw/).waitFor();
    await message.getByRole('combobox', { name: 'Go on with…' }).click();
    await page.getByRole('option', { name: /^Draw at temperature 0.7/ }).click();
    await message.getByText(/temperature 0\.7 · seed 2$/).waitFor();
    await message.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => message.textContent()).toMatch(/The capital of France is → ·Paris/);
    await drawnPictures(message);
  });

  test('/ask streams, and goes on by menu, form and buttons', async () => {
    const page = await enter(room.playground.origin);
    // Without a seed the answer may be empty, and nothing was more or less sure.
    await useSeeded(page, 'ask', 'Why is the sky blue?');
    const message = await messageWith(page, /Why is the sky blue\?.*temperature 0\.7/s);
    await message.getByRole('button', { name: 'Another answer' }).waitFor();
    await goOn(page, message, /^Answer at another temperature/);
    const form = page.getByRole('dialog', { name: 'Answer at another temperature' });
    await form.waitFor();
    await page.keyboard.press('Enter');
    await form.getByText('This field is required.').waitFor();
    await page.keyboard.type('0.25');
    await page.keyboard.press('Enter');
    await form.waitFor({ state: 'detached' });
    const other = await messageWith(page, /answer 2 .*temperature 0\.25|temperature 0\.25.* answer 2/s);
    await other.getByRole('button', { name: 'Explain' }).waitFor();
    await message.getByRole('button', { name: 'How sure was it?' }).click();
    const coloured = page
      .locator('li.message')
      .filter({ has: page.getByRole('button', { name: /How likely was each token/ }) });
    expect((await drawnPictures(coloured))[0]).toBeGreaterThan(500);
    await goOn(page, message, /^Side by side/);
    await messageWith(page, /Temperature 0.*Temperature 1\.5/s);
  });

  test('Apps → Tokenize on somebody’s message, by right click', async () => {
    const page = await enter(room.playground.origin);
    await page.locator('#composer').click();
    await page.keyboard.type('strawberry fields');
    await page.keyboard.press('Enter');
    const said = await messageWith(page, 'strawberry fields');
    await said.click({ button: 'right' });
    await page
      .getByRole('menu')
      .getByRole('group', { name: 'Apps' })
      .getByRole('menuitem', { name: 'Tokenize' })
      .click();
    const message = page.locator('li.message').filter({ hasText: 'used Tokenize' });
    expect((await drawnPictures(message))[0]).toBeGreaterThan(500);
  });

  test('each step of the first screen is one click to an answer, and is marked when it is done', async () => {
    const page = await enter(room.playground.origin);
    const welcome = page.getByRole('dialog', { name: 'Welcome to Tokenscope' });
    const steps = welcome.locator('.step');
    const open = () => page.getByRole('button', { name: 'Welcome', exact: true }).click();
    await open();
    const count = await steps.count();
    expect(count).toBe(18);
    for (let index = 0; index < count; index += 1) {
      const before = await page.locator('li.message').count();
      if (index > 0) await open();
      await steps.nth(index).click();
      await expect.poll(() => page.locator('li.message').count()).toBe(before + 1);
      // One that still grows has a button as well, and only so many may grow at once.
      await lastMessage(page).getByRole('button', { name: 'Explain', exact: true }).waitFor();
    }
    await open();
    await welcome.getByText('18 of 18 done').waitFor();
  });

  test('autocomplete offers the endpoint’s models', async () => {
    const page = await enter(room.playground.origin);
    await page.locator('#composer').click();
    await page.keyboard.type('/ask What is a token?');
    await page.keyboard.press('Tab');
    await page.keyboard.type('model');
    await page.keyboard.press('Tab');
    await page.keyboard.type('tiny');
    // What was offered before the name was typed may still be there.
    await expect.poll(() => page.getByRole('option').allInnerTexts()).toEqual(['tokenscope-tiny']);
    await page.keyboard.press('Tab');
    expect(await page.getByRole('combobox', { name: 'model' }).inputValue()).toBe('tokenscope-tiny');
    await page.keyboard.press('Enter');
    const message = await messageWith(page, /What is a token\?/);
    await message.getByRole('button', { name: 'Explain' }).waitFor();
  });

  test('the drawer shows interactions and requests as JSON, filtered, without a token in them', async () => {
    const page = await enter(room.playground.origin);
    await page.getByRole('button', { name: 'What went over the wire' }).click();
    const drawer = page.getByRole('complementary', { name: 'What went over the wire' });
    await use(page, 'tokenize', 'wire');
    await messageWith(page, /wire.*The model reads|wire.*one token/s);
    const interaction = drawer.locator('details').filter({ hasText: '/tokenize' }).first();
    await interaction.locator('summary').click();
    const json = await interaction.getByRole('region', { name: 'JSON' }).textContent();
    expect(json).toContain('"value": "wire"');
    expect(json).toContain('"token": "••••••••"');
    await use(page, 'nextword', 'Over the wire went');
    await drawer.getByRole('button', { name: 'Discord → bot' }).click();
    await drawer.getByRole('button', { name: 'bot → Discord' }).click();
    const asked = drawer.locator('details').filter({ hasText: 'POST /v1/completions 200' }).first();
    await asked.locator('summary').click();
    expect(await asked.getByRole('region', { name: 'JSON' }).textContent()).toContain('"prompt": "Over the wire went"');
    expect(await drawer.getByText('/callback').count()).toBe(0);
    await drawer.getByRole('button', { name: 'Discord → bot' }).click();
    await drawer.getByRole('button', { name: 'bot → Discord' }).click();
    const bob = await enter(room.playground.origin, { name: 'Bo' });
    await bob.getByRole('button', { name: 'What went over the wire' }).click();
    await bob.getByText('/gateway/bot').waitFor();
    expect(await bob.locator('.wire').getByText('/v1/completions').count()).toBe(0);

    await drawer.getByRole('searchbox').fill('callback');
    await expect
      .poll(() => drawer.locator('summary').allInnerTexts())
      .toEqual(expect.arrayContaining([expect.stringContaining('/callback')]));
    expect((await drawer.locator('summary').allInnerTexts()).every((line) => line.includes('callback'))).toBe(true);
    expect(await drawer.textContent()).not.toContain(Buffer.from('interaction:').toString('base64url'));
    expect(await page.content()).not.toContain(room.playground.botToken);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });
});
