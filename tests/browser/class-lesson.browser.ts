import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Station, stationsOf } from '../../commands/lesson/stations.js';
import { knownUnits } from '../../commands/lesson/units/read-units.js';
import { startTokenscope, type Tokenscope } from '../../src/main.js';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
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
    // What is not about the deadline must not meet it on a busy machine.
    firstResponseMs: FIRST_RESPONSE_MS,
    about: { name: 'Tokenscope', headline: 'See how it writes', text: '', steps: [], leaderPrefix: 'lesson:lead-' },
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
  await page.getByRole('main').getByText(`Your guess is ${word}`).waitFor();
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

  test('plays a whole unit: question before, predictions, reveals, question after, what was learned', async () => {
    const [unit] = knownUnits().units;
    if (unit === undefined) throw new Error('there are units');
    const teacher = await enterAsTeacher(enter, playground);
    const projector = await openProjector(teacher);
    const cleo = await joinClass(enter, playground, { name: 'Cleo' });
    await teacher.locator('#composer').click();
    await teacher.keyboard.type('/lesson ');
    await teacher.keyboard.type('unit');
    await teacher.keyboard.press('Enter');
    await teacher.keyboard.insertText(unit.title);
    await teacher.getByRole('option', { name: unit.title }).waitFor();
    await teacher.keyboard.press('Enter');
    await teacher.keyboard.press('Enter');
    const lesson = await messageWith(teacher, 'leads');
    await onPhone(cleo).getByRole('button', { name: 'Join' }).click();
    await lesson.getByRole('button', { name: '🎓 Start' }).click();

    const questions = stationsOf([unit]).filter((one) => one.kind !== 'start' && one.kind !== 'end');
    for (const station of questions) {
      const ask = station.kind === 'step' ? station.step.predict.ask : station.question.ask;
      for (const place of [onPhone(cleo), projector.getByRole('main'), lesson]) await place.getByText(ask).waitFor();
      expect(
        await onPhone(cleo)
          .getByRole('button', { name: /Next|Reveal/ })
          .count(),
      ).toBe(0);
      await answer(cleo, projector, station);
      await lesson.getByText('1 of 1 have answered.').waitFor();
      await projector.getByText('1 of 1 have answered.').waitFor();
      if (station.kind !== 'before') {
        await lesson.getByRole('button', { name: '🎓 Reveal' }).click();
        for (const place of [onPhone(cleo), projector.getByRole('main')]) await drawnPictures(place);
      }
      await lesson.getByRole('button', { name: '🎓 Next' }).click();
      await expect.poll(() => onPhone(cleo).getByText(ask).count()).toBe(0);
      // What was said to the question before is out of the way.
      const told = cleo.getByRole('region', { name: 'Only for you' }).getByText('You can change it until');
      await expect.poll(() => told.first().isVisible()).toBe(false);
    }
    await onPhone(cleo).getByRole('button', { name: 'My answers' }).click();
    await cleo.getByRole('region', { name: 'Only for you' }).getByText('What you said').waitFor();
  });
});

/** Answers a question of a lesson on a phone; the projector shows what there is to choose from by the same letters. */
async function answer(
  page: Page,
  projector: Page,
  station: Exclude<Station, { kind: 'start' | 'end' }>,
): Promise<void> {
  const asked = station.kind === 'step' ? station.step.predict : { kind: 'poll', ...station.question };
  if (asked.kind === 'poll' && 'options' in asked) {
    const label = asked.options[0]?.label ?? '';
    const listed = projector.getByRole('listitem').first();
    await expect.poll(() => listed.textContent()).toBe(`A ${label}`);
    await onPhone(page)
      .getByRole('button', { name: `A · ${label}` })
      .click();
  } else if (asked.kind === 'order') {
    await onPhone(page).getByRole('combobox').first().click();
    await page.getByRole('option').first().click();
  } else {
    await onPhone(page).getByRole('button', { name: 'Answer…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('textbox')
      .fill(asked.kind === 'number' ? '3' : 'mat');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
}
