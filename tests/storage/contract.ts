import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage, StorageOptions } from '../../src/storage/contract.js';
import { StorageError } from '../../src/storage/storage-error.js';
import { describeAtOnce, PATIENCE_MS } from './at-once.js';
import { PAYLOADS, plainText } from './awkward-values.js';
import { describeEvents } from './events.js';
import { describePeople } from './people.js';
import type { Place } from './place.js';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/** A driver, and how a test gets a place from it. */
export interface DriverUnderTest {
  createPlace(): Place | Promise<Place>;
  /** What is stored is found again by whoever opens the place beside another or after it. */
  readonly keeps: boolean;
  /** Whoever has the place open hears what others tell. */
  readonly shares?: boolean;
}

/** Describes what `src/storage/contract.ts` promises, for a driver to pass. */
export function describeStorage(name: string, { createPlace, keeps, shares = false }: DriverUnderTest): void {
  describe(name, () => {
    let place: Place;
    let now: number;
    let opened: Storage[];
    const open = async (options: StorageOptions = {}): Promise<Storage> => {
      const storage = await place.open({ now: () => now, patienceMs: PATIENCE_MS, ...options });
      opened.push(storage);
      return storage;
    };
    beforeEach(async () => {
      now = START;
      opened = [];
      place = await createPlace();
    });
    afterEach(async () => {
      await Promise.all(opened.map((storage) => storage.close()));
      await place.remove();
    });

    describe('a run', () => {
      test('is found by its id and its command alone', async () => {
        const { runs } = await open();
        const id = await runs.create('ask', { text: 'x' });
        await runs.create('ask', { text: 'y' });
        expect(await runs.find(id, 'ask')).toEqual({ payload: { text: 'x' }, revision: 1 });
        for (const command of ['nextword', '', 'ASK', 'ask ', '%']) {
          expect(await runs.find(id, command)).toBeUndefined();
        }
        // An id may have capitals alone.
        const otherCase = id.replace(/[a-z]/gi, (letter) =>
          letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
        );
        for (const other of ['', "' OR 1=1 --", id.slice(1), otherCase, `${id}\0`, '😀']) {
          expect(await runs.find(other, 'ask')).toBeUndefined();
        }
        expect(runs.whyHeld(id)).toBeUndefined();
        expect(runs.whyHeld('never was')).toBeUndefined();
      });

      test('has an id of its own that is URL-safe and leaves room in a custom id', async () => {
        const { runs } = await open();
        const ids = await Promise.all(Array.from({ length: 500 }, () => runs.create('ask', {})));
        expect(new Set(ids).size).toBe(500);
        for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/);
      });

      test('is given back as it was', async () => {
        const { runs } = await open();
        for (const [kind, payload] of Object.entries(PAYLOADS)) {
          const id = await runs.create('ask', payload);
          expect(await runs.find(id, 'ask'), kind).toEqual({ payload, revision: 1 });
          expect(await runs.save(id, 'ask', { again: payload }, 1), kind).toBe(2);
          expect(await runs.revisionOf(id, 'ask'), kind).toBe(2);
          expect(await runs.revisionOf(id, 'other'), kind).toBeUndefined();
          expect(await runs.find(id, 'ask'), kind).toEqual({ payload: { again: payload }, revision: 2 });
        }
      });

      test('is given back as it was, whatever the command and the payload', async () => {
        const { runs } = await open();
        await fc.assert(
          fc.asyncProperty(plainText, fc.jsonValue(), async (command, payload) => {
            const id = await runs.create(command, payload);
            expect((await runs.find(id, command))?.payload).toEqual(JSON.parse(JSON.stringify(payload)));
          }),
        );
      });

      test('that JSON cannot say is refused, for good and alone', async () => {
        const { runs } = await open();
        const cycle: unknown[] = [];
        cycle.push(cycle);
        const id = await runs.create('ask', 'kept');
        for (const payload of [undefined, 1n, cycle]) {
          const refusals = [runs.create('ask', payload), runs.save(id, 'ask', payload, 1)];
          for (const refusal of await Promise.allSettled(refusals)) {
            expect(refusal).toMatchObject({ status: 'rejected', reason: expect.any(Error) });
            expect(refusal).not.toMatchObject({ reason: expect.any(StorageError) });
          }
        }
        expect(await runs.find(id, 'ask')).toEqual({ payload: 'kept', revision: 1 });
      });

      test('shares nothing with what it was made of', async () => {
        const { runs } = await open();
        const payload = { list: [1] };
        const creating = runs.create('ask', payload);
        payload.list.push(2);
        const id = await creating;
        const found = (await runs.find(id, 'ask'))?.payload as typeof payload;
        expect(found).toEqual({ list: [1] });
        found.list.push(3);
        expect((await runs.find(id, 'ask'))?.payload).toEqual({ list: [1] });
      });
    });

    describe('a change', () => {
      test('counts the revision, and is refused where the run is not at it, is another command’s or never was', async () => {
        const { runs } = await open();
        const id = await runs.create('nextword', []);
        expect(await runs.save(id, 'nextword', ['a'], 1)).toBe(2);
        expect(await runs.save(id, 'nextword', ['b'], 1)).toBeUndefined();
        expect(await runs.save(id, 'nextword', ['b'], 3)).toBeUndefined();
        expect(await runs.save(id, 'ask', ['b'], 2)).toBeUndefined();
        expect(await runs.save('never was', 'nextword', ['b'], 1)).toBeUndefined();
        expect(await runs.find('never was', 'nextword')).toBeUndefined();
        expect(await runs.find(id, 'nextword')).toEqual({ payload: ['a'], revision: 2 });
        expect(await runs.save(id, 'nextword', ['a', 'c'], 2)).toBe(3);
      });

      test('is made by one of many who come at once to the same revision', async () => {
        const { runs } = await open();
        const id = await runs.create('nextword', 'nobody');
        for (let revision = 1; revision <= 10; revision++) {
          const saved = await Promise.all(
            Array.from({ length: 10 }, (_, who) => runs.save(id, 'nextword', { who, revision }, revision)),
          );
          expect(saved.filter((one) => one !== undefined)).toEqual([revision + 1]);
          const who = saved.findIndex((one) => one !== undefined);
          expect(await runs.find(id, 'nextword')).toEqual({ payload: { who, revision }, revision: revision + 1 });
        }
      });

      test.skipIf(!keeps)('is made by one of two who have the same place open', async () => {
        const [one, other] = [await open(), await open()];
        const id = await one.runs.create('nextword', 0);
        for (let revision = 1; revision <= 10; revision++) {
          const saved = await Promise.all(
            [one, other].map(({ runs }) => runs.save(id, 'nextword', revision, revision)),
          );
          expect(saved.filter((made) => made !== undefined)).toEqual([revision + 1]);
        }
        expect(await other.runs.find(id, 'nextword')).toEqual({ payload: 10, revision: 11 });
      });

      test('of two hundred at once is made in its turn', async () => {
        const { runs, channels } = await open();
        const each = Array.from({ length: 200 }, (_, index) => index + 1);
        const ids = await Promise.all(each.map((index) => runs.create('ask', { index })));
        expect(await Promise.all(ids.map((id) => runs.find(id, 'ask')))).toEqual(
          each.map((index) => ({ payload: { index }, revision: 1 })),
        );
        const [id = ''] = ids;
        const saves = each.map((revision) => runs.save(id, 'ask', `after ${revision}`, revision));
        const settings = each.map((index) => channels.setModel('1', index % 3 === 0 ? undefined : `model ${index}`));
        expect(await Promise.all(saves)).toEqual(each.map((revision) => revision + 1));
        await Promise.all(settings);
        expect(await runs.find(id, 'ask')).toEqual({ payload: 'after 200', revision: 201 });
        expect(await channels.modelOf('1')).toBe('model 200');
      });
    });

    describe('by the clock', () => {
      test('a run is kept for the retention after its last change, to the millisecond', async () => {
        const storage = await open({ retentionDays: 2 });
        const { runs } = storage;
        expect(runs.retentionDays).toBe(2);
        const old = await runs.create('ask', 'old');
        const used = await runs.create('ask', 'used');
        now += 1.5 * DAY_MS;
        expect(await runs.save(used, 'ask', 'used again', 1)).toBe(2);
        now = START + 2 * DAY_MS;
        expect((await runs.find(old, 'ask'))?.payload).toBe('old');
        expect(await storage.purge()).toBe(0);
        now += 1;
        expect(await runs.find(old, 'ask')).toBeUndefined();
        expect((await runs.find(used, 'ask'))?.payload).toBe('used again');
        expect(await storage.purge()).toBe(1);
        expect(await storage.purge()).toBe(0);
        expect((await runs.find(used, 'ask'))?.payload).toBe('used again');
        now = START;
        expect(await runs.find(old, 'ask')).toBeUndefined();
      });

      test('runs are kept for 30 days where nothing else is said', async () => {
        const { runs } = await open();
        expect(runs.retentionDays).toBe(30);
        const id = await runs.create('ask', 'x');
        now += 30 * DAY_MS;
        expect(await runs.find(id, 'ask')).toBeDefined();
        now += 1;
        expect(await runs.find(id, 'ask')).toBeUndefined();
      });

      test('many old runs are deleted, and no younger one and no setting', async () => {
        const storage = await open({ retentionDays: 1 });
        for (let batch = 0; batch < 5; batch++) {
          await Promise.all(Array.from({ length: 50 }, (_, index) => storage.runs.create('ask', { index, batch })));
        }
        await storage.channels.setModel('1', 'alpha');
        now += 400 * DAY_MS;
        const young = await storage.runs.create('ask', 'young');
        expect(await storage.purge()).toBe(250);
        expect((await storage.runs.find(young, 'ask'))?.payload).toBe('young');
        expect(await storage.channels.modelOf('1')).toBe('alpha');
      });
    });

    describe('a channel', () => {
      test('has the model that was set for it last, until it goes back to the default', async () => {
        const { channels } = await open();
        expect(await channels.modelOf('1')).toBeUndefined();
        await channels.setModel('1', 'alpha');
        await channels.setModel('2', 'x"; DROP TABLE channels; --');
        expect(await channels.modelOf('1')).toBe('alpha');
        await channels.setModel('1', 'beta/v2:latest');
        expect(await channels.modelOf('1')).toBe('beta/v2:latest');
        await channels.setModel('1', undefined);
        await channels.setModel('never set', undefined);
        expect(await channels.modelOf('1')).toBeUndefined();
        expect(await channels.modelOf('never set')).toBeUndefined();
        expect(await channels.modelOf('2')).toBe('x"; DROP TABLE channels; --');
      });

      test('takes whatever a model is called', async () => {
        const { channels } = await open();
        await fc.assert(
          fc.asyncProperty(plainText, async (model) => {
            await channels.setModel('1', model);
            expect(await channels.modelOf('1')).toBe(model);
          }),
        );
      });
    });

    describe('a count', () => {
      const counted = (key: string, value: number, endsAt = now + 1000) => ({ key, value, endsAt });

      test('grows until it ends, and then begins anew', async () => {
        const { counters } = await open();
        expect(await counters.all()).toEqual([]);
        expect(await counters.add([])).toEqual([]);
        const endsAt = now + 1000;
        expect(await counters.add([{ key: 'x', by: 2, endsAt }])).toEqual([counted('x', 2, endsAt)]);
        const both = await counters.add([
          { key: 'x', by: 3, endsAt: endsAt + 500 },
          { key: "y' OR 1=1 --", by: 1, endsAt: endsAt + 500 },
        ]);
        expect(both).toEqual([counted('x', 5, endsAt), counted("y' OR 1=1 --", 1, endsAt + 500)]);
        now += 1000;
        expect(await counters.all()).toEqual([counted("y' OR 1=1 --", 1, endsAt + 500)]);
        expect(await counters.of(['x', "y' OR 1=1 --", 'z'])).toEqual([counted("y' OR 1=1 --", 1, endsAt + 500)]);
        expect(await counters.of([])).toEqual([]);
        expect(await counters.add([{ key: 'x', by: 1, endsAt: now + 7 }])).toEqual([counted('x', 1, now + 7)]);
      });

      test('ends after a day, also where it was begun while the clock was wrong', async () => {
        const { counters } = await open();
        now += 40 * DAY_MS;
        await counters.add([{ key: 'x', by: 9, endsAt: now + DAY_MS }]);
        await counters.add([{ key: 'y', by: 9, endsAt: now + 99 * DAY_MS }]);
        expect(await counters.all()).toEqual([counted('x', 9, now + DAY_MS), counted('y', 9, now + DAY_MS)]);
        now -= 40 * DAY_MS;
        expect(await counters.all()).toEqual([]);
        expect(await counters.add([{ key: 'x', by: 1, endsAt: now + 5 }])).toEqual([counted('x', 1, now + 5)]);
      });

      test('takes many at once, of several who count, and nothing is lost', async () => {
        const [one, other] = keeps ? [await open(), await open()] : [await open(), undefined];
        const changes = Array.from({ length: 1000 }, (_, at) => ({ key: `k${at}`, by: 1, endsAt: now + 1000 }));
        const adding = [one, other ?? one, one].map((storage) => storage.counters.add(changes));
        for (const after of await Promise.all(adding)) expect(after).toHaveLength(1000);
        const all = await (other ?? one).counters.all();
        expect(all).toHaveLength(1000);
        expect(new Set(all.map(({ value }) => value))).toEqual(new Set([3]));
      });
    });

    describe('a place', () => {
      test('has what was set for it last, by name, until that is set back', async () => {
        const { settings } = await open();
        expect(await settings.of('1')).toEqual({});
        await settings.set('1', 'theme', 'light');
        await settings.set('1', 'limits', { atOnce: 3, list: ['a', null] });
        await settings.set('2', 'theme', 'x"; DROP TABLE settings; --');
        expect(await settings.of('1')).toEqual({ theme: 'light', limits: { atOnce: 3, list: ['a', null] } });
        await settings.set('1', 'theme', 'dark');
        await settings.set('1', 'limits', undefined);
        await settings.set('1', 'never set', undefined);
        expect(await settings.of('1')).toEqual({ theme: 'dark' });
        expect(await settings.of('2')).toEqual({ theme: 'x"; DROP TABLE settings; --' });
        expect(await settings.of('never set')).toEqual({});
      });

      test('takes whatever JSON can say, by whatever name, and refuses what it cannot', async () => {
        const { settings } = await open();
        await fc.assert(
          fc.asyncProperty(plainText, fc.jsonValue(), async (name, value) => {
            await settings.set('1', name, value);
            expect(Object.getOwnPropertyDescriptor(await settings.of('1'), name)?.value).toEqual(
              JSON.parse(JSON.stringify(value)),
            );
          }),
        );
        const before = await settings.of('2');
        for (const value of [1n, () => {}]) await expect(settings.set('2', 'theme', value)).rejects.toThrow(TypeError);
        expect(await settings.of('2')).toEqual(before);
      });

      test.skipIf(!keeps)('is the same for two who have it open, and after closing', async () => {
        const [one, other] = [await open(), await open()];
        await one.settings.set('1', 'theme', 'light');
        expect(await other.settings.of('1')).toEqual({ theme: 'light' });
        await Promise.all([one.close(), other.close()]);
        now += 400 * DAY_MS;
        const later = await open();
        await later.purge();
        expect(await later.settings.of('1')).toEqual({ theme: 'light' });
      });
    });

    describePeople(createPlace, keeps);
    describeAtOnce(createPlace, keeps);
    describeEvents(createPlace, shares);

    describe('closing', () => {
      test.skipIf(!keeps)('makes what is under way, and all is there when it is opened again', async () => {
        const fresh = await open();
        const creating = fresh.runs.create('ask', 'first');
        await fresh.close();
        const id = await creating;
        const first = await open();
        const underWay = Promise.all([
          first.runs.save(id, 'ask', 'second', 1),
          first.runs.create('ask', 'new'),
          first.channels.setModel('1', 'alpha'),
          first.channels.setModel('2', 'beta'),
        ]);
        await first.close();
        const [revision, created] = await underWay;
        expect(revision).toBe(2);
        for (let again = 0; again < 3; again++) {
          const storage = await open();
          expect(await storage.runs.find(id, 'ask')).toEqual({ payload: 'second', revision: 2 });
          expect(await storage.runs.find(created, 'ask')).toEqual({ payload: 'new', revision: 1 });
          expect(await storage.channels.modelOf('1')).toBe('alpha');
          expect(await storage.channels.modelOf('2')).toBe('beta');
          await storage.close();
        }
      });

      test('once is enough, and whatever is asked from then on ends in an error', async () => {
        const storage = await open();
        const id = await storage.runs.create('ask', 'x');
        await Promise.all([storage.close(), storage.close()]);
        await storage.close();
        const calls = [
          storage.runs.find(id, 'ask'),
          storage.runs.save(id, 'ask', 'y', 1),
          storage.runs.create('ask', 'z'),
          storage.channels.modelOf('1'),
          storage.channels.setModel('1', 'alpha'),
          storage.channels.setModel('1', undefined),
          storage.settings.of('1'),
          storage.settings.set('1', 'theme', 'light'),
          storage.purge(),
        ];
        for (const call of await Promise.allSettled(calls)) {
          expect(call).toMatchObject({ status: 'rejected', reason: expect.any(Error) });
        }
      });
    });
  });
}
