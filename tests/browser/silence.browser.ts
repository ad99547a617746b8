import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Classroom, openClassroom } from '../playground/class.js';
import { useBrowser } from './browser.js';
import { messageWith, use } from './reading.js';

const enter = useBrowser();
let room: Classroom;
beforeAll(async () => {
  // Long enough for what is answered, and for what is shown meanwhile to be seen, on a busy machine.
  room = await openClassroom({ firstResponseMs: 6000 });
});
afterAll(() => room.close());

describe('a bot that does not answer in time', () => {
  test('“The application did not respond”, seen by one person, until it is dismissed', async () => {
    const page = await enter(room.playground.origin, { name: 'Mia' });
    room.onInteraction(() => undefined);
    await use(page, 'quick');
    await page.locator('main, [role=status]').getByText('Sending command…').waitFor();
    const failed = page.locator('main, [role=status]').getByText('The application did not respond');
    await failed.waitFor();
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await failed.waitFor({ state: 'detached' });
    expect(await failed.count()).toBe(0);
  });

  test('a press fails under its button, a form keeps what was entered, autocomplete says so', async () => {
    const page = await enter(room.playground.origin, { name: 'Ned' });
    room.onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({
          content: 'two ways',
          components: [
            {
              type: 1,
              components: [
                { type: 2, style: 1, label: 'Nothing', custom_id: 'nothing' },
                { type: 2, style: 4, label: 'Form', custom_id: 'form' },
              ],
            },
          ],
        });
      } else if (interaction.isButton() && interaction.customId === 'form') {
        await interaction.showModal({
          title: 'Form',
          custom_id: 'form',
          components: [{ type: 18, label: 'Name', component: { type: 4, custom_id: 'name', style: 1 } }],
        });
      }
    });
    await use(page, 'quick');
    const message = await messageWith(page, 'two ways');
    await message.getByRole('button', { name: 'Nothing' }).click();
    await message.getByText('This interaction failed').waitFor();
    await message.getByRole('button', { name: 'Form' }).click();
    const form = page.getByRole('dialog', { name: 'Form' });
    await form.getByRole('textbox', { name: 'Name' }).fill('kept');
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.getByText('Something went wrong. Try again.').waitFor();
    expect(await form.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('kept');
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });

    await page.locator('#composer').click();
    await page.keyboard.type('/draw cat');
    await page.keyboard.press('Tab');
    await page.keyboard.type('model');
    await page.keyboard.press('Enter');
    await page.getByText('Loading…').waitFor();
    await page.getByText('Loading options failed').waitFor();
  });

  test('a bot that has gone offline is said to be', async () => {
    const page = await enter(room.playground.origin, { name: 'Oda' });
    const offline = page.locator('main, [role=status]').getByText('Tokenscope is offline.');
    expect(await offline.count()).toBe(0);
    await room.client.destroy();
    await offline.waitFor();
  });
});
