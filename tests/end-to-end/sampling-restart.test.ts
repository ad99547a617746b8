import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTokenscope } from '../../src/main.js';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { picturesOf, readText } from './harness.js';

let folder: string;
let playground: Playground;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-restart-'));
  playground = await openPlayground({ port: 0 });
});
afterEach(async () => {
  await playground.close();
  rmSync(folder, { recursive: true, force: true });
});

async function startBot() {
  const bot = await startTokenscope(
    {
      discord: { token: playground.botToken, apiURL: playground.apiURL },
      model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined },
      playgroundPort: 0,
      databaseURL: `file:${join(folder, 'runs.db')}`,
      logLevel: 'silent',
    },
    pino({ level: 'silent' }),
  );
  await playground.waitForBot();
  return bot;
}

test('distributions outlive a restart: Animate, Change… and the looks of other commands go on', async () => {
  const prompt = 'The capital of France is';
  const first = await startBot();
  const person = playground.join('Ann');
  const tempered = await person
    .slash('temperature', { prompt })
    .settled((now) => readText(now).includes('The formula'));
  const cut = await person
    .slash('sampling', { prompt, top_k: 2 })
    .settled((now) => readText(now).includes('Left to draw from: 2 tokens'));
  await first.close();

  const second = await startBot();
  const animated = await person
    .press(tempered.id, 'Animate')
    .settled((now) => readText(now).includes('Watch the bars'), 60_000);
  expect(picturesOf(animated)[0]?.url).toContain('.gif');
  const form = await person.press(cut.id, 'Change…').modal();
  const changed = await person
    .submit(form, { top_k: '3' })
    .settled((now) => readText(now).includes('Left to draw from: 3 tokens'));
  expect(changed.id).toBe(cut.id);
  const looked = await person.press(changed.id, 'Temperature').settled((now) => readText(now).includes('The formula'));
  expect(readText(looked)).toBe(readText(tempered));
  await second.close();
});
