import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openPlayground } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { spawnBot } from './bot-process.js';
import { buttonsOf, readText, saysSomething } from './harness.js';

const DAY_MS = 86_400_000;

/** Sets the clock of a running bot, as a machine's is set that was asleep or has no battery; a signal of the test's says when. */
function writeClock(jumpsInDays: readonly number[]): string {
  const path = join(temporaryFolder(), 'clock.mjs');
  writeFileSync(
    path,
    `const jumps = ${JSON.stringify(jumpsInDays.map((days) => days * DAY_MS))};
     const Real = Date;
     let off = 0;
     globalThis.Date = class Date extends Real {
       constructor(...given) {
         if (given.length === 0) super(Real.now() + off);
         else super(...given);
       }
       static now() {
         return Real.now() + off;
       }
     };
     process.on('SIGUSR2', () => {
       off += jumps.shift() ?? 0;
       process.stderr.write('the clock was set\\n');
     });`,
  );
  return pathToFileURL(path).href;
}

/** Forward and back, back and forward, and far ahead. */
const JUMPS_IN_DAYS = [40, -80, 40, 3650];

test('with a clock that is set forward, back and ten years ahead the bot answers, its buttons work, nothing is lost', async () => {
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  onTestFinished(() => playground.close());
  const bot = spawnBot({
    DISCORD_TOKEN: playground.botToken,
    DISCORD_API_URL: playground.apiURL,
    NODE_OPTIONS: `--import ${writeClock(JUMPS_IN_DAYS)}`,
  });
  await bot.isReady(playground);
  const person = playground.join('Ann');
  const before = await person.slash('nextword', { prompt: 'The capital of France is' }).settled(saysSomething);
  const added = await person.press(before.id, 'Add “Paris”').settled((now) => readText(now).includes('→'));
  expect(buttonsOf(added)).toHaveProperty('Undo');

  let off = 0;
  for (const [at, days] of JUMPS_IN_DAYS.entries()) {
    off += days;
    bot.process.kill('SIGUSR2');
    await expect.poll(() => bot.output().split('the clock was set').length - 1).toBe(at + 1);
    // More than a minute's limit holds somebody up that has not begun anew, and more than one command is judged to be late.
    for (const text of ['one', 'two', 'three', 'four', 'five', 'six']) {
      const answer = await person.slash('tokenize', { text }).settled(saysSomething);
      expect(readText(answer)).toContain('one token');
    }
    const next = await person.slash('nextword', { prompt: 'The capital of Spain is' }).settled(saysSomething);
    expect(readText(next)).toContain('Madrid');
    const further = await person.press(next.id, 'Add “Madrid”').settled((now) => readText(now).includes('→'));
    expect(readText(further)).toContain('Madrid');
    if (off === 0) {
      const undone = await person.press(before.id, 'Undo').settled((now) => !readText(now).includes('→'));
      expect(readText(undone)).toContain('The capital of France is');
    }
  }
  expect(bot.output()).not.toContain('"level":50');
  const exited = once(bot.process, 'exit');
  bot.process.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});
