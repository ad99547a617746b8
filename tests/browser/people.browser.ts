import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground } from '../../src/playground/open-playground.js';
import { parseTranscript } from '../../src/playground/transcript/transcript.js';
import { freePort } from '../builders/free-port.js';
import { type Classroom, openClassroom } from '../playground/class.js';
import { useBrowser } from './browser.js';
import { lastMessage, messageWith } from './reading.js';

const enter = useBrowser();
let room: Classroom;
beforeAll(async () => {
  room = await openClassroom();
});
afterAll(() => room.close());

describe('several people at once', () => {
  test.each([
    ['bullets', '- '.repeat(990)],
    ['numbers', '1. '.repeat(660)],
    ['quotes in lists', '- > '.repeat(499)],
  ])('a message of %s in each other leaves the page as it was, also after a reload', async (what, marks) => {
    const { origin } = room.playground;
    const ida = await enter(origin, { name: 'Ida' });
    const jo = await enter(origin, { name: 'Jo' });
    await ida.locator('#composer').fill(`${marks}deep`);
    await ida.keyboard.press('Enter');
    await messageWith(jo, 'deep');
    await jo.locator('#composer').fill(`still here after ${what}`);
    await jo.keyboard.press('Enter');
    await messageWith(ida, `still here after ${what}`);
    await ida.reload();
    await messageWith(ida, 'deep');
    await messageWith(ida, `still here after ${what}`);
    for (const page of [ida, jo]) expect(await page.getByText('This message cannot be shown here.').count()).toBe(0);
  });

  test('a message that cannot be shown costs nobody the others', async () => {
    const lou = await enter(room.playground.origin, { name: 'Lou' });
    await lou.locator('#composer').fill('before it');
    await lou.keyboard.press('Enter');
    await messageWith(lou, 'before it');
    await lou.evaluate(`Intl.RelativeTimeFormat.prototype.format = () => { throw new Error('broken'); }`);
    await lou.locator('#composer').fill('<t:1:R> is long ago');
    await lou.keyboard.press('Enter');
    await messageWith(lou, 'This message cannot be shown here.');
    await lou.locator('#composer').fill('after it');
    await lou.keyboard.press('Enter');
    await messageWith(lou, 'after it');
    expect(await lou.locator('li.message', { hasText: 'before it' }).count()).toBe(1);
  });

  test('see each other’s messages, edits, replies and deletions live', async () => {
    const { origin } = room.playground;
    const cleo = await enter(origin, { name: 'Cleo' });
    const dan = await enter(origin, { name: 'Dan', colorScheme: 'light' });
    await cleo.locator('#composer').fill('hello **you**');
    await cleo.keyboard.press('Enter');
    const seen = await messageWith(dan, 'hello you');
    expect(await seen.locator('strong').textContent()).toBe('you');
    expect(await seen.locator('.author').textContent()).toBe('Cleo');

    await seen.hover();
    await seen.getByRole('button', { name: 'Reply to message of Cleo' }).click();
    await dan.keyboard.type('hello back');
    await dan.keyboard.press('Enter');
    const reply = await messageWith(cleo, 'hello back');
    expect(await reply.locator('.origin').textContent()).toContain('hello you');

    await cleo.locator('#composer').click();
    await cleo.keyboard.press('ArrowUp');
    await cleo.getByRole('textbox', { name: 'Edit message' }).fill('hello everybody');
    await cleo.keyboard.press('Enter');
    const edited = await messageWith(dan, 'hello everybody');
    await edited.getByText('(edited)').waitFor();

    await dan.locator('li.message').last().click({ button: 'right' });
    await dan.getByRole('menuitem', { name: 'Delete message' }).click();
    await reply.waitFor({ state: 'detached' });
  });

  test('an ephemeral response is on one screen alone, and is dismissed for good', async () => {
    const { origin } = room.playground;
    const ed = await enter(origin, { name: 'Ed' });
    const fay = await enter(origin, { name: 'Fay' });
    room.onCommand((interaction) => interaction.reply({ content: 'a secret', flags: 64 }));
    await ed.locator('#composer').fill('/quick ');
    await ed.keyboard.press('Enter');
    const secret = await messageWith(ed, 'a secret');
    await secret.getByText('Only you can see this').waitFor();
    await ed.locator('#composer').fill('is it there?');
    await ed.keyboard.press('Enter');
    await messageWith(fay, 'is it there?');
    expect(await fay.getByText('a secret').count()).toBe(0);
    await ed.reload();
    await messageWith(ed, 'a secret');
    await secret.getByRole('button', { name: 'Dismiss message' }).click();
    await secret.waitFor({ state: 'detached' });
    await ed.reload();
    await messageWith(ed, 'is it there?');
    expect(await ed.getByText('a secret').count()).toBe(0);
  });

  test('direct messages with the bot stay with one person, and a new message elsewhere is marked', async () => {
    const { origin } = room.playground;
    const gus = await enter(origin, { name: 'Gus' });
    const hal = await enter(origin, { name: 'Hal' });
    const direct = gus.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: 'Tokenscope' });
    await direct.click();
    await gus.locator('#composer').fill('between us');
    await gus.keyboard.press('Enter');
    await messageWith(gus, 'between us');
    await gus.getByRole('button', { name: 'class' }).click();
    await gus.locator('#composer').fill('for the class');
    await gus.keyboard.press('Enter');
    await hal.getByRole('button', { name: /^class\s*, new messages$/ }).click();
    await messageWith(hal, 'for the class');
    await hal.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: 'Tokenscope' }).click();
    await hal.getByText('This is the beginning of your direct messages').waitFor();
    expect(await hal.getByText('between us').count()).toBe(0);
  });

  test('somebody renames themselves, everybody and the bot read the new name, and a taken one is refused', async () => {
    const { origin } = room.playground;
    const ida = await enter(origin, { name: 'Ida' });
    const jon = await enter(origin, { name: 'Jon' });
    await ida.getByRole('button', { name: /Change name and colour/ }).click();
    const dialog = ida.getByRole('dialog', { name: 'Your name and colour' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Jon');
    await ida.keyboard.press('Enter');
    await dialog.getByText('Somebody here has this name already.').waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Ida B.');
    await dialog.getByRole('radio', { name: 'Pink' }).check();
    await ida.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await jon
      .getByRole('region', { name: /People/ })
      .getByText('Ida B.')
      .waitFor();
    const users: (string | null)[] = [];
    room.onCommand((interaction) => {
      users.push(interaction.user.globalName);
      return interaction.reply(`for ${interaction.user.globalName}`);
    });
    await ida.locator('#composer').fill('/quick ');
    await ida.keyboard.press('Enter');
    await messageWith(jon, 'for Ida B.');
    expect(users).toEqual(['Ida B.']);
  });

  test('the transcript is saved from the drawer', async () => {
    const page = await enter(room.playground.origin, { name: 'Mia' });
    await page.getByRole('button', { name: 'What went over the wire' }).click();
    const link = page.getByRole('link', { name: 'Save transcript' });
    expect(await link.getAttribute('title')).toContain('direct messages');
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe('tokenscope-transcript.json');
    const saved = parseTranscript(readFileSync(await download.path(), 'utf8'));
    expect(saved.deeds).toContainEqual(expect.objectContaining({ deed: { do: 'join', name: 'Mia', locale: 'en-US' } }));
  });

  test('a reload in the middle of “thinking…” finds the message and its end', async () => {
    const page = await enter(room.playground.origin, { name: 'Kim' });
    let finish: (() => void) | undefined;
    room.onCommand(async (interaction) => {
      await interaction.deferReply();
      await interaction.editReply('half a th');
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      await interaction.editReply('half a thought, and the rest');
    });
    await page.locator('#composer').fill('/quick ');
    await page.keyboard.press('Enter');
    await messageWith(page, 'half a th');
    await page.reload();
    await messageWith(page, 'half a th');
    expect(await page.getByRole('button', { name: /You are Kim/ }).count()).toBe(1);
    finish?.();
    await messageWith(page, 'half a thought, and the rest');
  });

  test('after a restart of the server the page says so, connects by itself, and keeps its name', async () => {
    const port = freePort();
    const first = await openPlayground({ port });
    const page = await enter(first.origin, { name: 'Lou' });
    await page.locator('#composer').fill('before');
    await page.keyboard.press('Enter');
    await messageWith(page, 'before');
    await first.close();
    await page.getByText('Connection lost. Reconnecting…').waitFor();
    const second = await openPlayground({ port });
    await page.getByText('Connection lost. Reconnecting…').waitFor({ state: 'detached' });
    expect(await page.locator('li.message').count()).toBe(0);
    await page.getByRole('button', { name: /You are Lou/ }).waitFor();
    await page.locator('#composer').fill('after');
    await page.keyboard.press('Enter');
    await messageWith(page, 'after');
    await second.close();
    expect(await lastMessage(page).locator('.author').textContent()).toBe('Lou');
  });
});
