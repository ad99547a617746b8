import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Classroom, openClassroom } from '../playground/class.js';
import { violations } from './axe.js';
import { useBrowser, type Visit } from './browser.js';
import { messageWith, use } from './reading.js';
import { button, post, reply } from './reply.js';

const enter = useBrowser();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
let room: Classroom;
let general: string;
beforeAll(async () => {
  room = await openClassroom({
    about: {
      name: 'Sketch',
      headline: 'See how a bot draws',
      text: 'It draws what it is told to.',
      picture: {
        file: fileURLToPath(new URL('../../assets/pictures/welcome.png', import.meta.url)),
        alt: 'A chart with seven bars',
      },
      steps: [
        { label: 'Be quick', command: 'quick', options: {} },
        { label: 'Draw a cat', command: 'draw', options: { text: 'cat' } },
      ],
    },
  });
  general = room.playground.channels[0]?.id ?? '';
});
beforeEach(() => room.ada.startOver(general));
afterAll(() => room.close());

const open = (path: string, visit?: Visit): Promise<Page> => enter(room.playground.origin, { ...visit, path });

describe('the first screen', () => {
  test.each([
    ['dark', 'a desktop', { viewport: { width: 1440, height: 900 } }],
    ['light', 'a desktop', { viewport: { width: 1440, height: 900 } }],
    ['dark', 'a phone', PHONE],
    ['light', 'a phone', PHONE],
  ] as const)('in the %s theme on %s says what there is to learn and shows it', async (colorScheme, _what, visit) => {
    const page = await open('/', { ...visit, colorScheme });
    expect(await page.title()).toBe('#general · Sketch');
    await page.getByRole('heading', { name: 'Sketch See how a bot draws' }).waitFor();
    const picture = page.getByRole('img', { name: 'A chart with seven bars' });
    expect(await picture.getAttribute('src')).toBe(`/about/${colorScheme}.png`);
    await expect.poll(() => picture.evaluate((image) => Reflect.get(image, 'naturalWidth'))).toBe(1100);
    const box = await picture.boundingBox();
    expect(box?.y).toBeGreaterThan(48);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(visit.viewport.height - 60);
    expect(box?.width).toBeGreaterThan(340);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(visit.viewport.width);
    expect(await violations(page)).toEqual([]);
  });

  test('leads from step to step, and marks what was done, also when it was typed', async () => {
    room.onCommand((interaction) => interaction.reply({ content: `did ${interaction.commandName}`, flags: 64 }));
    const page = await open('/', { name: 'Step' });
    const steps = page.locator('.welcome-card .step');
    expect(await page.locator('.step.next').innerText()).toContain('Be quick');
    await steps.first().click();
    await messageWith(page, 'did quick');
    await expect.poll(() => page.locator('.step.next').innerText()).toContain('Draw a cat');
    await page.getByText('1 of 2 done').waitFor();
    await use(page, 'draw', 'a dog');
    await messageWith(page, 'did draw');
    await page.getByText('2 of 2 done').waitFor();
    await page.reload();
    await page.getByText('2 of 2 done').waitFor();
    expect(await page.getByRole('button', { name: /Be quick.*done/s }).count()).toBe(1);
  });
});

test('who reads the welcome on a phone goes on reading when others write, and sees their own answer', async () => {
  const page = await open('/', { ...PHONE, viewport: { width: 390, height: 480 }, name: 'Reader' });
  const picture = page.locator('.welcome-picture');
  const before = await picture.boundingBox();
  room.bob.say(general, 'the first words here');
  await page.locator('li.message', { hasText: 'the first words here' }).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Jump to present' }).waitFor();
  expect((await picture.boundingBox())?.y).toBe(
    (before?.y ?? 0) + ((await page.locator('.newcomer').boundingBox())?.height ?? 0),
  );
  room.onCommand((interaction) => interaction.reply('my answer'));
  await page.locator('.welcome-card .step').first().click();
  const answer = await messageWith(page, 'my answer');
  await expect.poll(async () => ((await answer.boundingBox())?.y ?? 0) > 100).toBe(true);
  room.bob.say(general, 'next words');
  await page.locator('li.message', { hasText: 'next words' }).waitFor();
});

describe('who comes later', () => {
  test('finds the welcome behind a line and a button, and not those who have left', async () => {
    const gone = await enter(room.playground.origin, { name: 'Gone' });
    const stays = await enter(room.playground.origin, { name: 'Stays' });
    const people = stays.getByRole('region', { name: /People/ });
    await people.getByText('Gone').waitFor();
    await gone.context().close();
    await people.getByText('Gone').waitFor({ state: 'detached' });

    for (let number = 0; number < 60; number += 1) room.bob.say(general, `said ${number}`);
    const late = await open('/', { name: 'Late' });
    await messageWith(late, 'said 59');
    expect(
      await late
        .getByRole('region', { name: /People/ })
        .getByText('Gone')
        .count(),
    ).toBe(0);
    expect(await late.locator('.welcome').count()).toBe(0);
    await late.getByRole('button', { name: 'Start here' }).click();
    const welcome = late.getByRole('dialog', { name: 'Welcome to Sketch' });
    await welcome.getByRole('img', { name: 'A chart with seven bars' }).waitFor();
    expect(await violations(late)).toEqual([]);
    await late.keyboard.press('Escape');
    await welcome.waitFor({ state: 'detached' });
    await late.getByRole('button', { name: 'Welcome', exact: true }).click();
    room.onCommand((interaction) => interaction.reply('here it is'));
    await welcome.getByRole('button', { name: /Be quick/ }).click();
    await welcome.waitFor({ state: 'detached' });
    await messageWith(late, 'here it is');
    await late.getByRole('button', { name: 'Start here' }).waitFor({ state: 'detached' });
  });
});

describe('a channel of one’s own', () => {
  test('is made by one press, begins with the welcome, and its address leads others there', async () => {
    const page = await open('/', { name: 'Nele Öz' });
    await page.locator('.welcome-card').getByRole('button', { name: 'Make a channel of your own' }).click();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toContain('nele-öz');
    await page.locator('.welcome-card .step').first().waitFor();
    await page.locator('#composer').fill('only here');
    await page.keyboard.press('Enter');
    await messageWith(page, 'only here');

    const other = await open(new URL(page.url()).hash.replace(/^/, '/'), { name: 'Otto' });
    await messageWith(other, 'only here');
    expect(await other.title()).toBe('#nele-öz · Sketch');
    await other.getByRole('button', { name: 'general' }).click();
    await other.goBack();
    await messageWith(other, 'only here');
    expect(await page.locator('.add-channel').count()).toBe(0);
    await page.getByRole('button', { name: 'More for this channel' }).click();
    await page.getByRole('menuitem', { name: 'Start over…' }).waitFor();
    await other.getByRole('button', { name: 'More for this channel' }).click();
    await other.getByRole('menuitem', { name: 'Copy the link to this channel' }).waitFor();
    expect(await other.getByRole('menuitem', { name: 'Start over…' }).count()).toBe(0);
  });
});

describe('starting over', () => {
  test('asks first, and then everything is gone for everybody', async () => {
    const maker = await open('/', { name: 'Maker' });
    await maker.getByRole('button', { name: 'Your own channel' }).click();
    await expect.poll(() => maker.getByRole('heading', { level: 1 }).innerText()).toContain('maker');
    const id = room.playground.channels.find(({ name }) => name === 'maker')?.id ?? '';
    await post(room, id, reply([[button('Roll', 'roll')]]));
    const other = await open('/#maker', { name: 'Other' });
    const roll = other.getByRole('button', { name: 'Roll' });
    let pressed = 0;
    room.onInteraction(() => {
      pressed += 1;
    });
    await roll.click();
    await expect.poll(() => pressed).toBe(1);

    const ask = async () => {
      await maker.getByRole('button', { name: 'More for this channel' }).click();
      await maker.getByRole('menuitem', { name: 'Start over…' }).click();
    };
    await ask();
    const dialog = maker.getByRole('dialog', { name: 'Start over' });
    await dialog.getByText('All messages here vanish, for everybody.').waitFor();
    expect(await violations(maker)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await roll.count()).toBe(1);
    await ask();
    await dialog.getByRole('button', { name: 'Start over' }).click();
    await roll.waitFor({ state: 'detached' });
    await maker.locator('li.message').first().waitFor({ state: 'detached' });
    await other.locator('.welcome-card').waitFor();
    await other.getByText('This channel was started over. It is empty now.').waitFor({ state: 'attached' });

    room.onCommand((interaction) => interaction.reply('goes on'));
    await use(other, 'quick');
    await messageWith(maker, 'goes on');
    await other.getByRole('button', { name: 'What went over the wire' }).click();
    await other.locator('.wire summary', { hasText: 'roll' }).first().waitFor();
  });
});

describe('the view for a projector', () => {
  test('shows one channel, larger, and nothing beside it, by a button and by the address', async () => {
    const page = await open('/', { name: 'Proj', viewport: { width: 1920, height: 1080 } });
    const size = () => page.evaluate('parseFloat(getComputedStyle(document.body).fontSize)');
    expect(await size()).toBe(16);
    await page.getByRole('button', { name: 'Projector view' }).click();
    expect(await page.getByRole('navigation', { name: 'Channels' }).count()).toBe(0);
    expect(await size()).toBeGreaterThan(22);
    expect(new URL(page.url()).search).toBe('?view=class');
    const id = await post(room, general, reply([[button('Roll', 'roll')]]));
    const message = page.locator(`#message-${id}`);
    await message.waitFor();
    await expect.poll(async () => (await message.locator('img').boundingBox())?.width).toBeGreaterThan(750);
    expect((await message.boundingBox())?.height).toBeLessThan(900);
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: 'Leave the projector view' }).click();
    await page.getByRole('navigation', { name: 'Channels' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await size()).toBe(16);
  });
});
