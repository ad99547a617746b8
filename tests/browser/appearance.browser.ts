import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Classroom, openClassroom } from '../playground/class.js';
import { violations } from './axe.js';
import { useBrowser } from './browser.js';
import { messageWith } from './reading.js';
import { HOSTILE, postShowcase } from './showcase.js';

const enter = useBrowser();
let room: Classroom;
beforeAll(async () => {
  room = await openClassroom({
    about: {
      name: 'Sketch',
      headline: 'See how a bot draws',
      text: 'It draws what it is told to.',
      picture: { file: fileURLToPath(new URL('../../assets/pictures/nextword.png', import.meta.url)), alt: 'A chart' },
      steps: [{ label: 'Draw a cat', command: 'draw', options: { text: 'cat' } }],
    },
  });
  room.onInteraction(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply({ content: 'only for you', flags: 64 });
    if (interaction.isButton()) {
      await interaction.showModal({
        title: 'A form',
        custom_id: 'form',
        components: [
          { type: 18, label: 'Line', description: 'A short one', component: { type: 4, custom_id: 'line', style: 1 } },
          {
            type: 18,
            label: 'Kind',
            component: { type: 3, custom_id: 'kind', options: [{ label: 'A', value: 'a' }] },
          },
        ],
      });
    }
  });
  await postShowcase(room);
});
afterAll(() => room.close());

describe.each(['dark', 'light'] as const)('in the %s theme axe finds nothing wrong', (colorScheme) => {
  test('with a channel of everything, the picker, options with an error, menu, drawer, form and dialog', async () => {
    const page = await enter(room.playground.origin, { name: `Pat ${colorScheme}`, colorScheme });
    await messageWith(page, 'An embed');
    expect(await violations(page)).toEqual([]);

    await page.locator('#composer').click();
    await page.keyboard.type('/');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.type('draw ');
    await page.keyboard.press('Enter');
    await page.locator('.picker-error').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.type('cat');
    await page.keyboard.press('Tab');
    await page.keyboard.type('encoding');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'GPT-4' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');

    await page.locator('#composer').fill('/quick ');
    await page.keyboard.press('Enter');
    const secret = await messageWith(page, 'only for you');
    await secret.click({ button: 'right' });
    await page.getByRole('menu').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'What went over the wire' }).click();
    await page.locator('.wire summary').first().click();
    await page.getByRole('region', { name: 'JSON' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Beside' }).click();
    await page.getByRole('dialog', { name: 'A form' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Strings' }).click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Change name and colour/ }).click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Enlarge: Red', exact: true }).click();
    await page.getByRole('dialog', { name: 'Picture' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('on a phone, with the channel list open', async () => {
    const page = await enter(room.playground.origin, {
      name: `Phone ${colorScheme}`,
      colorScheme,
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await messageWith(page, 'An embed');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Channels and people' }).tap();
    expect(await violations(page)).toEqual([]);
  });
});

describe('the window', () => {
  // Zooming to 200 % and 400 % halves and quarters the window’s width in CSS pixels.
  test.each([360, 640, 320, 1280])(
    'of %i px scrolls in one direction alone, and everything is in it',
    async (width) => {
      const page = await enter(room.playground.origin, { viewport: { width, height: 600 } });
      await messageWith(page, 'An embed');
      const beyond = `[...document.querySelectorAll('body *')]
      .filter((one) => !one.closest('.sidebar, .visually-hidden, .skip, .wire-button-text, .origin'))
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.className || one.tagName)`;
      expect(await page.evaluate(beyond)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.getByRole('button', { name: 'What went over the wire' }).click();
      await page.getByRole('searchbox').waitFor();
      expect(await page.evaluate(beyond)).toEqual([]);
    },
  );
});

describe('text', () => {
  test('never becomes markup, and markdown becomes what Discord makes of it', async () => {
    const page = await enter(room.playground.origin);
    await page.locator('#composer').fill(`typed ${HOSTILE}`);
    await page.keyboard.press('Enter');
    const said = await messageWith(page, 'typed');
    expect(await said.locator('.markdown').textContent()).toContain(
      '<img src=x onerror=alert(1)> <script>alert(2)</script>',
    );
    const showcase = await messageWith(page, 'Showcase');
    expect(
      await page.locator('.message script, .message iframe, .message img[src="x"], .message svg[onload]').count(),
    ).toBe(0);
    expect(await page.locator('.message a[href^="javascript"], .message a[href^="data"]').count()).toBe(0);
    expect(await page.locator('.message [onerror], .message [onload], .message [onclick]').count()).toBe(0);

    const tags = [
      'h3.heading-1',
      'h3.heading-2',
      'h3.heading-3',
      'blockquote',
      'strong',
      'em',
      'u',
      's',
      'code',
      'pre',
      'ul ul li',
      'ol li',
    ];
    for (const tag of tags) expect(`${tag} ${await showcase.locator(tag).count()}`).not.toBe(`${tag} 0`);
    expect(await showcase.locator('pre').textContent()).toBe("const a = '<b>';");
    expect(await showcase.locator('.mention').allTextContents()).toEqual(['@Tokenscope', '#general']);
    await showcase.getByRole('button', { name: 'Spoiler, show it' }).click();
    await showcase.getByText('hidden', { exact: true }).waitFor();
    await showcase.getByRole('link', { name: 'Far away at another site, not loaded' }).waitFor();
    expect(await showcase.getByRole('button', { name: 'Off' }).isDisabled()).toBe(true);
  });

  test('a page among the files is a download, not a page', async () => {
    const page = await enter(room.playground.origin);
    const showcase = await messageWith(page, 'Showcase');
    const href = await showcase.getByRole('link', { name: 'page.html' }).getAttribute('href');
    const answer = await page.request.get(`${room.playground.origin}${href}`);
    expect(answer.headers()['content-disposition']).toContain('attachment');
    expect(answer.headers()['x-content-type-options']).toBe('nosniff');
  });
});
