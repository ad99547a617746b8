import type { Interaction } from 'discord.js';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Classroom, openClassroom } from '../playground/class.js';
import { violations } from './axe.js';
import { useBrowser } from './browser.js';
import { focusedName } from './reading.js';
import { button, FILES, menu, post, reply } from './reply.js';

const enter = useBrowser();
let room: Classroom;
let channel: string;
beforeAll(async () => {
  room = await openClassroom();
  channel = room.playground.channels[0]?.id ?? '';
});
afterAll(() => room.close());

/** Shows a reply with these rows, and others after the first press or choice. */
async function show(rows: object[][], next: object[][]): Promise<{ page: Page; message: Locator }> {
  room.ada.startOver(channel);
  room.onInteraction(async (interaction: Interaction) => {
    if (!interaction.isMessageComponent()) return;
    const files = FILES.map(({ name, data }) => ({ name, attachment: data }));
    await interaction.update({ ...reply(next, 'changed'), files } as never);
  });
  const page = await enter(room.playground.origin);
  const id = await post(room, channel, reply(rows));
  const message = page.locator(`#message-${id}`);
  await message.waitFor();
  return { page, message };
}

/** Presses a control by keyboard and waits for the edit. */
async function use(message: Locator, name: string): Promise<void> {
  await message.getByRole('button', { name, exact: true }).focus();
  await message.page().keyboard.press('Enter');
  await message.getByText('changed').waitFor();
}

describe('the focus after an edit', () => {
  const explain = button('Explain', 'explain:1');
  test.each([
    [
      'stays on the button that was pressed',
      [[button('Add', 'add:1'), button('Roll', 'roll:1'), explain]],
      [[button('Add', 'add:1'), button('Roll again', 'roll:1'), explain]],
      'Roll again',
    ],
    [
      'follows its custom id to another place',
      [[button('Roll', 'roll:1'), explain]],
      [[button('Undo', 'undo:1'), button('Add', 'add:1'), explain], [button('Roll', 'roll:1')]],
      'Roll',
    ],
    [
      'goes to what stands in its place',
      [[button('Add', 'add:1'), button('Roll', 'roll:1'), explain]],
      [[button('Add', 'add:2'), button('Roll', 'roll:2'), button('Explain', 'explain:2')]],
      'Roll',
    ],
    [
      'goes to the end of a row that has become shorter',
      [[button('Add', 'add:1'), explain, button('Roll', 'roll:1')]],
      [[button('Add', 'add:2'), button('Explain', 'explain:2')]],
      'Explain',
    ],
    [
      'stays on a button that is off from now on',
      [[button('Roll', 'roll:1'), explain]],
      [[button('Roll', 'roll:1', { disabled: true }), explain]],
      'Roll',
    ],
  ])('%s', async (_what, rows, next, name) => {
    const { page, message } = await show(rows, next);
    await use(message, 'Roll');
    await expect.poll(() => focusedName(page)).toBe(name);
  });

  test('goes to the message when no control is left, and Tab goes on from there', async () => {
    const { page, message } = await show([[button('Roll', 'roll:1')]], []);
    await use(message, 'Roll');
    expect(await page.evaluate('document.activeElement.id')).toBe(await message.getAttribute('id'));
    await page.keyboard.press('Tab');
    expect(await focusedName(page)).toContain('Enlarge: A chart');
  });

  test('stays on a menu, whose choice changes the message and its ids', async () => {
    const { page, message } = await show(
      [[button('Roll', 'roll:1')], [menu('go:1', 12)]],
      [[button('Roll', 'roll:2')], [menu('go:2', 12)]],
    );
    await message.getByRole('combobox').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('seven');
    await page.getByText('Nothing fits what you typed.').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await message.getByText('changed').waitFor();
    await expect.poll(() => focusedName(page)).toBe('Go on with…');
  });

  test('goes to the message box when the channel is started over', async () => {
    const { page, message } = await show([[button('Roll', 'roll:1')]], []);
    await message.getByRole('button', { name: 'Roll' }).focus();
    room.ada.startOver(channel);
    await message.waitFor({ state: 'detached' });
    expect(await focusedName(page)).toContain('Message #general');
  });
});

test('a button that is off is passed by Tab, does nothing, and axe finds nothing wrong with it', async () => {
  const rows = [[button('Off', 'off:1', { disabled: true }), button('Roll', 'roll:1')], [menu('go:1', 25)]];
  const { page, message } = await show(rows, rows);
  await message.getByRole('button', { name: 'Enlarge' }).focus();
  await page.keyboard.press('Tab');
  expect(await focusedName(page)).toBe('Roll');
  await message.getByRole('button', { name: 'Off' }).click({ force: true });
  expect(await message.getByText('changed').count()).toBe(0);
  await message.getByRole('combobox').click();
  await page.keyboard.type('choice');
  expect(await violations(page)).toEqual([]);
});
