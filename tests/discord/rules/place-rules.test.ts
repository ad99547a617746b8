import { expect, test } from 'vitest';
import { servicesHere } from '../../../src/discord/rules/limited-model.js';
import { createPlaceRules } from '../../../src/discord/rules/place-rules.js';
import type { LanguageModel } from '../../../src/domain/language-model.js';
import type { Services } from '../../../src/services.js';
import type { Settings } from '../../../src/storage/contract.js';
import { openStorage } from '../../../src/storage/open-storage.js';

const PLACE = { id: 'school' };

/** Where it is not about how long is waited. */
const PATIENT = { maxWaitMs: 60_000 };

test('what is set holds at once, and for another process as soon as it looks again', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  let now = 0;
  const here = createPlaceRules(storage.settings, { ...PATIENT, now: () => now });
  const there = createPlaceRules(storage.settings, { ...PATIENT, now: () => now });
  expect((await here.of(PLACE)).replies).toBe('public');
  expect((await there.of(PLACE)).replies).toBe('public');
  await here.settings.set(PLACE.id, 'replies', 'private');
  expect((await here.of(PLACE)).replies).toBe('private');
  now += 300;
  expect((await there.of(PLACE)).replies).toBe('private');
  await storage.close();
});

test('what another process sets is known as soon as it is told', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  const { settings, events } = storage;
  const [here, there] = [0, 1].map(() => createPlaceRules(settings, { ...PATIENT, now: () => 0, events }));
  for (const theme of ['light', 'dark', 'light'] as const) {
    await here?.settings.set(PLACE.id, 'theme', theme);
    await expect.poll(async () => (await there?.of(PLACE))?.theme).toBe(theme);
  }
  expect((await there?.of({ id: 'elsewhere' }))?.theme).toBe('dark');
  await storage.close();
});

test('what was read while another process set something is not taken for what holds', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  const { settings, events } = storage;
  const none = (): void => {};
  let goOn = none;
  const held: Settings = {
    ...settings,
    async of(id) {
      const before = await settings.of(id);
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      return before;
    },
  };
  const there = createPlaceRules(held, { ...PATIENT, now: () => 0, events });
  const early = there.of(PLACE);
  await expect.poll(() => goOn !== none).toBe(true);
  const slowly = goOn;
  await settings.set(PLACE.id, 'theme', 'light');
  events.tell('settings', PLACE.id);
  await new Promise((resolve) => setImmediate(resolve));
  slowly();
  // It is read once more, also for who came before the change.
  await expect.poll(() => goOn === slowly).toBe(false);
  goOn();
  expect((await early).theme).toBe('light');
  expect((await there.of(PLACE)).theme).toBe('light');
  await storage.close();
});

test('who comes while the storage is silent already does not wait for it', async () => {
  let now = 0;
  const settings: Settings = { of: () => new Promise(() => {}), set: async () => {} };
  const rules = createPlaceRules(settings, { now: () => now, maxWaitMs: 50 });
  await rules.of(PLACE);
  now += 60;
  let isTold = false;
  void rules.of(PLACE).then(() => {
    isTold = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isTold).toBe(true);
});

test('what is set here holds at once, also where the storage is silent from then on', async () => {
  let answer = async (): Promise<Record<string, unknown>> => ({ theme: 'light', replies: 'public' });
  const settings: Settings = { of: () => answer(), set: async () => {} };
  const rules = createPlaceRules(settings, { now: () => 0, maxWaitMs: 5 });
  await rules.of(PLACE);
  answer = () => new Promise(() => {});
  await rules.settings.set(PLACE.id, 'replies', 'private');
  await rules.settings.set(PLACE.id, 'theme', undefined);
  expect(await rules.of(PLACE)).toMatchObject({ theme: 'dark', replies: 'private' });
});

test('many who ask at once read once, and what was known holds while the storage is silent or fails', async () => {
  let reads = 0;
  let answer: () => Promise<Record<string, unknown>> = async () => ({ highestTemperature: 1 });
  const settings: Settings = {
    of: () => {
      reads += 1;
      return answer();
    },
    set: async () => {},
  };
  let now = 0;
  const rules = createPlaceRules(settings, { now: () => now, maxWaitMs: 5 });
  const all = await Promise.all(Array.from({ length: 300 }, () => rules.of(PLACE)));
  expect([reads, all.every(({ highestTemperature }) => highestTemperature === 1)]).toEqual([1, true]);
  now += 1000;
  answer = () => new Promise(() => {});
  expect((await rules.of(PLACE)).highestTemperature).toBe(1);
  await rules.settings.set(PLACE.id, 'x', 1);
  answer = async () => {
    throw new Error('busy');
  };
  expect((await rules.of(PLACE)).highestTemperature).toBe(1);
  expect((await rules.of({ id: 'elsewhere' })).highestTemperature).toBeUndefined();
});

test('a model is asked for no more than is set, and for the one that is set where nobody names one', async () => {
  const asked: unknown[] = [];
  const note = async (request: unknown) => void asked.push(request);
  const model = { reply: note, nextToken: note, endpoint: { label: 'x', tiny: false } } as unknown as LanguageModel;
  const services = { model, embedded: async () => ({ model, inside: {} }) } as unknown as Services;
  expect(servicesHere(services, {})).toBe(services);
  const here = servicesHere(services, { model: 'small', highestTemperature: 1, longestReply: 100 });
  await here.model.reply({ question: 'q', temperature: 1 });
  await here.model.nextToken({ prompt: 'p', candidates: 1, model: 'named' });
  expect(asked).toEqual([
    { question: 'q', temperature: 1, model: 'small', maxTokens: 100 },
    { prompt: 'p', candidates: 1, model: 'named' },
  ]);
  expect(await here.model.defaultModel()).toBe('small');
  await expect(here.model.reply({ question: 'q', temperature: 1.1 })).rejects.toThrow(
    /highest temperature on this server is 1/,
  );
  const { model: embedded } = await here.embedded();
  await expect(embedded.reply({ question: 'q', temperature: 0, maxTokens: 101 })).rejects.toThrow(
    /longest reply on this server/,
  );
});
