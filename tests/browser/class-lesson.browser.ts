import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTokenscope, type Tokenscope } from '../../src/main.js';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { testSeed } from '../setup/test-seed.js';
import { useBrowser } from './browser.js';
import { enterAsTeacher, joinClass, openProjector, PHONE } from './class-room.js';
import { drawnPictures, messageWith, use } from './reading.js';

const enter = useBrowser();
const folder = mkdtempSync(join(tmpdir(), 'tokenscope-class-'));
let playground: Playground;
let bot: Tokenscope;
beforeAll(async () => {
  playground = await openPlayground({
    class: { addresses: () => ['127.0.0.1'] },
    about: { name: 'Tokenscope', headline: 'See how it writes', text: '', steps: [], leaderPrefix: 'guess:reveal' },
  });
  bot = await startTokenscope(
    {
      discord: { token: playground.botToken, apiURL: playground.apiURL },
      model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined },
      playgroundPort: 0,
      databaseURL: `file:${join(folder, 'runs.db')}`,
      logLevel: 'silent',
      stopTimeoutSeconds: 30,
    },
    pino({ level: 'silent' }),
    { tinyModelSeed: testSeed, openTinyModel: openKeptTinyModel },
  );
  await playground.waitForBot();
});
afterAll(async () => {
  await bot.close();
  await playground.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the class is at, on a student's phone. */
const onPhone = (page: Page): Locator => page.getByRole('article', { name: 'The class' });

/** Guesses a word in the form that the button opens. */
async function guess(page: Page, word: string): Promise<void> {
  await onPhone(page).getByRole('button', { name: 'Guess…' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox').fill(word);
  await form.getByRole('button', { name: 'Submit' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText(`Your guess is ${word}`).waitFor();
}

describe('a class without Discord', () => {
  test('joins by phone, answers, sees what came of it on the projector, and tries things alone', async () => {
    const teacher = await enterAsTeacher(enter, playground);
    expect(teacher.url()).not.toContain(playground.classroom?.key);
    const bar = teacher.getByRole('region', { name: 'Class' });
    await bar.getByText(`Join at 127.0.0.1:${playground.port}, code ${playground.classroom?.code}`).waitFor();
    const projector = await openProjector(teacher);
    await projector.getByRole('img', { name: /^QR code of http:/ }).waitFor();
    await projector.getByText('0 people are here').waitFor();

    const ada = await joinClass(enter, playground, { name: 'Ada' });
    await ada.getByText('Wait for your teacher. You are in as Ada.').waitFor();
    expect(await ada.getByRole('navigation', { name: 'Channels' }).count()).toBe(0);
    await projector.getByText('1 person is here').waitFor();

    const ben = await enter(playground.origin, { ...PHONE, name: 'Ada' });
    const code = ben.getByRole('textbox', { name: 'Code' });
    await code.fill('WRONG2');
    await ben.keyboard.press('Enter');
    await ben.getByText('This is not the code of the class.').waitFor();
    await code.fill(`${playground.classroom?.code.toLowerCase()} `);
    await ben.keyboard.press('Enter');
    await ben.getByText('Somebody here has this name already.').waitFor();
    await ben.getByRole('textbox', { name: 'Your name' }).fill('Ben');
    await ben.keyboard.press('Enter');
    await ben.getByText('You are in as Ben.').waitFor();
    await bar.getByText('2 here').waitFor();

    await use(teacher, 'guess');
    const asked = await messageWith(teacher, 'What comes next?');
    await asked.getByText('The class sees this').waitFor();
    for (const page of [ada, ben]) {
      await onPhone(page).getByText('What comes next?').waitFor();
      await drawnPictures(onPhone(page));
      expect(await onPhone(page).getByRole('button', { name: 'Reveal' }).count()).toBe(0);
    }
    await projector.getByText('What comes next?').waitFor();
    await drawnPictures(projector.getByRole('main'));
    expect(await projector.getByRole('main').getByRole('button').count()).toBe(0);

    await guess(ada, 'mat');
    await guess(ben, 'sofa');
    expect(await ada.getByText('Your guess is sofa').count()).toBe(0);
    for (const place of [projector.getByRole('main'), onPhone(ada)]) {
      await expect.poll(() => place.getByRole('img').first().getAttribute('alt')).toMatch(/2 (people )?(have )?guess/);
    }
    await asked.getByRole('button', { name: 'Reveal' }).click();
    for (const page of [ada, ben, projector])
      await page
        .getByText(/The model finds|the model gives/i)
        .first()
        .waitFor();

    await ada.getByRole('button', { name: 'Try it yourself' }).click();
    await use(ada, 'tokenize', 'Hello, Ada!');
    await messageWith(ada, 'tokens');
    expect(await ben.getByText('Hello, Ada!').count()).toBe(0);
    await use(teacher, 'nextword', 'Once upon a time, there was a');
    await ada.getByText('The class has moved on.').waitFor();
    await ada.getByRole('button', { name: 'See what is new' }).click();
    await onPhone(ada).getByText('Once upon a time').waitFor();

    await ada.getByRole('button', { name: 'Explain' }).click();
    const privately = ada.getByRole('region', { name: 'Only for you' });
    await privately.getByText('With these numbers').waitFor();
    expect(await projector.getByText('With these numbers').count()).toBe(0);
    await privately.getByRole('button', { name: 'Dismiss message' }).first().click();
    await privately.getByText('With these numbers').waitFor({ state: 'hidden' });

    await ada.reload();
    await onPhone(ada).getByText('Once upon a time').waitFor();
  });
});
