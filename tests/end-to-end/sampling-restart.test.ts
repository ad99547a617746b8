import { expect, test } from 'vitest';
import { buttonsOf, open, openStage, picturesOf, readText } from './harness.js';

test('distributions outlive a restart: Animate, Change the cut and the looks of other commands go on', async () => {
  const { playground, start } = await openStage();
  const prompt = 'The capital of France is';
  const first = await start();
  const person = playground.join('Ann');
  const tempered = await person.slash('temperature', { prompt }).settled((now) => 'Animate' in buttonsOf(now));
  const cut = await person
    .slash('sampling', { prompt, top_k: 2 })
    .settled((now) => readText(now).includes('2 tokens can still be drawn'));
  await first.close();

  const second = await start();
  await person
    .press(tempered.id, 'Animate')
    .settled((now) => picturesOf(now)[0]?.url.includes('.gif') ?? false, 60_000);
  const form = await person.press(cut.id, 'Change the cut').modal();
  const changed = await person
    .submit(form, { top_k: '3' })
    .settled((now) => readText(now).includes('3 tokens can still be drawn'));
  expect(changed.id).toBe(cut.id);
  const looked = await open(person, changed, 'Temperature');
  expect(readText(looked)).toBe(readText(tempered));
  await second.close();
});
