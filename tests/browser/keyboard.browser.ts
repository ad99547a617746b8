import type { ModalSubmitInteraction } from 'discord.js';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Classroom, openClassroom } from '../playground/class.js';
import { useBrowser } from './browser.js';
import { focusedName, messageWith } from './reading.js';

const enter = useBrowser();
let room: Classroom;
beforeAll(async () => {
  room = await openClassroom();
});
afterAll(() => room.close());

/** The options of a slash command as the bot got them. */
function onDraw(): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    room.onInteraction(async (interaction) => {
      if (interaction.isAutocomplete()) {
        const typed = interaction.options.getFocused();
        await interaction.respond(
          ['tiny', 'large'].filter((name) => name.includes(typed)).map((name) => ({ name, value: `${name}-1` })),
        );
      }
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('drawn');
      resolve(Object.fromEntries(interaction.options.data.map(({ name, value }) => [name, value])));
    });
  });
}

/** What the picker says is wrong with the option that has the focus. */
function wrong(page: Page, text: string): Locator {
  return page.locator('.picker-error', { hasText: text });
}

describe('with the keyboard alone', () => {
  test('a command’s options of every kind are found, filled in and sent', async () => {
    const page = await enter(room.playground.origin, { name: 'Kay' });
    const drawn = onDraw();
    await page.keyboard.press('Tab');
    expect(await focusedName(page)).toBe('Skip to the message box');
    await page.keyboard.press('Enter');
    await page.keyboard.type('/dr');
    await page.keyboard.press('Enter');
    expect(await focusedName(page)).toBe('text, required');
    await page.keyboard.type('a cat');
    for (const [option, typed, key] of [
      ['size', '3', 'Tab'],
      ['heat', '0,5', 'Tab'],
      ['encoding', 'gpt', 'Enter'],
      ['bytes', 'fal', 'Tab'],
      ['model', 'tin', ''],
    ] as const) {
      if (!(await focusedName(page)).startsWith('Add an option')) await page.keyboard.press('Tab');
      await page.keyboard.type(option);
      await page.keyboard.press('Enter');
      expect(await focusedName(page)).toBe(option);
      await page.keyboard.type(typed);
      if (key) await page.keyboard.press(key);
    }
    await page.getByRole('option', { name: 'tiny' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await drawn).toEqual({
      text: 'a cat',
      size: 3,
      heat: 0.5,
      encoding: 'cl100k',
      bytes: false,
      model: 'tiny-1',
    });
    await messageWith(page, 'drawn');
    await expect.poll(() => focusedName(page)).toContain('Message #general');
  });

  test('what is typed before the page has drawn a frame is not lost', async () => {
    const page = await enter(room.playground.origin);
    const drawn = onDraw();
    // A busy machine draws late: here not at all while somebody types.
    await page.addInitScript(`{
      const later = setTimeout;
      globalThis.requestAnimationFrame = () => 0;
      globalThis.setTimeout = (run, ms, ...args) => later(run, ms < 100 ? 60_000 : ms, ...args);
    }`);
    await page.reload();
    await page.locator('#composer').fill('/draw ');
    await page.keyboard.type('a cat');
    await page.keyboard.press('Enter');
    expect(await drawn).toEqual({ text: 'a cat' });
  });

  test('what is missing or wrong is said at its option, as Discord words it, and nothing is sent', async () => {
    const page = await enter(room.playground.origin);
    let sent = 0;
    room.onInteraction(() => {
      sent += 1;
    });
    await page.locator('#composer').click();
    await page.keyboard.type('/draw ');
    await page.keyboard.press('Enter');
    await wrong(page, 'This option is required. Specify a value.').waitFor();
    expect(await focusedName(page)).toBe('text, required');
    await page.keyboard.type('far more than twenty letters');
    await page.keyboard.press('Enter');
    await wrong(page, 'Must be 20 or fewer in length.').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('cat');
    await page.keyboard.press('Tab');
    await page.keyboard.type('size');
    await page.keyboard.press('Enter');
    for (const [typed, said] of [
      ['three', 'Input a valid integer.'],
      ['2.5', 'Input a valid integer.'],
      ['0', 'Must be greater than or equal to 1.'],
      ['10', 'Must be less than or equal to 9.'],
    ] as const) {
      await page.keyboard.press('Control+A');
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
      await wrong(page, said).waitFor();
      expect(await page.locator('#option-size').getAttribute('aria-invalid')).toBe('true');
    }
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Backspace');
    expect(await focusedName(page)).toBe('text, required');
    await page.keyboard.press('Escape');
    await expect.poll(() => focusedName(page)).toContain('Message #general');
    expect(sent).toBe(0);
  });

  test('an option that is chosen from takes nothing else', async () => {
    const page = await enter(room.playground.origin);
    let sent = 0;
    room.onInteraction(() => {
      sent += 1;
    });
    await page.locator('#composer').click();
    await page.keyboard.type('/draw cat');
    await page.keyboard.press('Tab');
    await page.keyboard.type('bytes');
    await page.keyboard.press('Enter');
    await page.keyboard.type('perhaps');
    await page.keyboard.press('Enter');
    await wrong(page, 'Input either "True" or "False".').waitFor();
    expect(sent).toBe(0);
  });

  test('a form opens with the focus in it, keeps Tab inside, and Esc leaves it to where it was', async () => {
    const page = await enter(room.playground.origin);
    const submitted = new Promise<ModalSubmitInteraction>((resolve) => {
      room.onInteraction(async (interaction) => {
        if (interaction.isModalSubmit()) {
          await interaction.reply(`got ${interaction.fields.getTextInputValue('story')}`);
          resolve(interaction);
        } else if (interaction.isChatInputCommand()) {
          await interaction.reply({
            content: 'press',
            components: [{ type: 1, components: [{ type: 2, style: 3, label: 'Open', custom_id: 'open' }] }],
          });
        } else if (interaction.isButton()) {
          await interaction.showModal({
            title: 'Tell',
            custom_id: 'tell',
            components: [
              {
                type: 18,
                label: 'Story',
                description: 'At least three letters',
                component: { type: 4, custom_id: 'story', style: 2, min_length: 3 },
              },
            ],
          });
        }
      });
    });
    await page.locator('#composer').click();
    await page.keyboard.type('/quick ');
    await page.keyboard.press('Enter');
    const message = await messageWith(page, 'press');
    const button = message.getByRole('button', { name: 'Open' });
    await button.focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'Tell' });
    await form.waitFor();
    await expect.poll(() => page.evaluate('document.activeElement?.tagName')).toBe('TEXTAREA');
    const inside = () =>
      page.evaluate(
        `document.querySelector('dialog').contains(document.activeElement) || document.activeElement === document.body`,
      );
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press('Tab');
      expect(await inside()).toBe(true);
    }
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    expect(await focusedName(page)).toBe('Open');

    await page.keyboard.press('Enter');
    await form.waitFor();
    await page.keyboard.type('ab');
    await form.getByRole('button', { name: 'Submit' }).press('Enter');
    await form.getByText('Must be 3 or more in length.').waitFor();
    await page.keyboard.type('c');
    await form.getByRole('button', { name: 'Submit' }).press('Enter');
    await submitted;
    await messageWith(page, 'got abc');
    await form.waitFor({ state: 'detached' });
  });

  test('arrow keys walk among messages; Shift+F10 opens the menu, whose Apps run a command', async () => {
    const page = await enter(room.playground.origin);
    room.onInteraction(
      (interaction) =>
        interaction.isMessageContextMenuCommand() && interaction.reply(`cut ${interaction.targetMessage.content}`),
    );
    await page.locator('#composer').click();
    for (const text of ['first words', 'second words']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
      await messageWith(page, text);
    }
    await page.locator('li.message').last().focus();
    await page.keyboard.press('ArrowUp');
    expect(await focusedName(page)).toContain('first words');
    await page.keyboard.press('Shift+F10');
    const menu = page.getByRole('menu');
    await menu.waitFor();
    expect(await focusedName(page)).toBe('Reply');
    await page.keyboard.press('End');
    expect(await focusedName(page)).toBe('Tokenize');
    await page.keyboard.press('Enter');
    await messageWith(page, 'cut first words');
    await expect.poll(() => focusedName(page)).toContain('first words');
    // The same menu is behind a button that Tab reaches.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focusedName(page)).toContain('More for message of');
    await page.keyboard.press('Enter');
    await menu.waitFor();
    await page.keyboard.press('Escape');
    expect(await focusedName(page)).toContain('More for message of');
  });

  test('a menu with several choices is opened, chosen from and sent with keys', async () => {
    const page = await enter(room.playground.origin);
    const chosen = new Promise<string[]>((resolve) => {
      room.onInteraction(async (interaction) => {
        if (interaction.isStringSelectMenu()) {
          await interaction.update({ content: `chose ${interaction.values.join(' and ')}` });
          resolve(interaction.values);
        } else if (interaction.isChatInputCommand()) {
          const options = ['red', 'green', 'blue'].map((value) => ({ label: value.toUpperCase(), value }));
          await interaction.reply({
            content: 'choose',
            components: [
              {
                type: 1,
                components: [
                  { type: 3, custom_id: 'c', placeholder: 'Colours', min_values: 1, max_values: 2, options },
                ],
              },
            ],
          });
        }
      });
    });
    await page.locator('#composer').click();
    await page.keyboard.type('/quick ');
    await page.keyboard.press('Enter');
    const message = await messageWith(page, 'choose');
    await message.getByRole('combobox', { name: 'Colours' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press(' ');
    await page.keyboard.press('Tab');
    expect(await chosen).toEqual(['red', 'blue']);
    await messageWith(page, 'chose red and blue');
  });
});
