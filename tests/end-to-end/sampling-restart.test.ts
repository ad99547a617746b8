import { expect, test } from 'vitest';
import { openStage, picturesOf, readText } from './harness.js';

test('distributions outlive a restart: Animate, Change… and the looks of other commands go on', async () => {
  const { playground, start } = await openStage();
  const prompt = 'The capital of France is';
  const first = await start();
  const person = playground.join('Ann');
  const tempered = await person
    .slash('temperature', { prompt })
    .settled((now) => readText(now).includes('The formula'));
  const cut = await person
    .slash('sampling', { prompt, top_k: 2 })
    .settled((now) => readText(now).includes('Left to draw from: 2 tokens'));
  await first.close();

  const second = await start();
  const animated = await person
    .press(tempered.id, 'Animate')
    .settled((now) => picturesOf(now)[0]?.url.includes('.gif') ?? false, 60_000);
  expect(readText(animated)).toContain('Watch the bars');
  const form = await person.press(cut.id, 'Change…').modal();
  const changed = await person
    .submit(form, { top_k: '3' })
    .settled((now) => readText(now).includes('Left to draw from: 3 tokens'));
  expect(changed.id).toBe(cut.id);
  const looked = await person.press(changed.id, 'Temperature').settled((now) => readText(now).includes('The formula'));
  expect(readText(looked)).toBe(readText(tempered));
  await second.close();
});
