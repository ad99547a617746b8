import { expect, test, vi } from 'vitest';
import { buttonsOf, choose, saysSomething } from '../end-to-end/harness.js';
import { openEndpointStub } from '../model/endpoint-stub.js';
import { startObserved } from './scrape.js';

const INTERACTIONS = 'tokenscope_interactions_total';

test('each interaction is counted once, by command, kind and outcome', async () => {
  const { playground, samples } = await startObserved({
    limits: { limits: [{ who: 'person', of: 'commands', per: 'day', most: 6 }], personAtOnce: 4, allAtOnce: 100 },
  });
  const person = playground.join('Ann');
  const isDone = async () => expect((await samples('tokenscope_interactions_under_way'))['']).toBe(0);
  expect(await samples(INTERACTIONS)).toEqual({});

  const cut = await person.slash('tokenize', { text: 'one two' }).settled(saysSomething);
  await person.press(cut.id, 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now));
  await vi.waitFor(isDone);
  const chart = await person.slash('nextword', { prompt: 'Once upon a' }).settled(saysSomething);
  await choose(person, chart, 'Details').followup(0);
  await person.slash('tokenize', { text: '' }).settled(saysSomething);
  await person.slash('ask', { question: 'Why?', model: 'no such model' }).settled(saysSomething);
  await person.slash('tokenize', { text: 'over the limit' }).settled(saysSomething);
  await vi.waitFor(isDone);
  expect(await samples(INTERACTIONS)).toEqual({});
});
