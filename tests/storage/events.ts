import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../src/storage/contract.js';
import { PATIENCE_MS } from './at-once.js';
import { PAYLOADS } from './awkward-values.js';
import type { Place } from './place.js';

/** Describes what `Events` promises, for a driver to pass. @param shares whether others who have the place open hear it, too */
export function describeEvents(createPlace: () => Place | Promise<Place>, shares: boolean): void {
  describe('what is told', () => {
    let place: Place;
    let errors: string[];
    let opened: Storage[];
    const open = async (): Promise<Storage> => {
      const log = { warn: () => {}, error: (_: object, message: string) => void errors.push(message) };
      const storage = await place.open({ log, patienceMs: PATIENCE_MS });
      opened.push(storage);
      return storage;
    };
    beforeEach(async () => {
      errors = [];
      opened = [];
      place = await createPlace();
    });
    afterEach(async () => {
      await Promise.all(opened.map((storage) => storage.close()));
      await place.remove();
    });

    /** Tells until it is heard: whoever has just opened may not listen yet. */
    const untilHeard = async (from: Storage, to: Storage): Promise<void> => {
      let isHeard = false;
      const end = to.events.listen('ready', () => {
        isHeard = true;
      });
      await expect
        .poll(() => {
          from.events.tell('ready', 1);
          return isHeard;
        })
        .toBe(true);
      end();
    };
    const pairs = async (): Promise<readonly (readonly [Storage, Storage])[]> => {
      const [one, other] = [await open(), await open()];
      return shares
        ? [
            [one, one],
            [one, other],
            [other, one],
          ]
        : [[one, one]];
    };

    test('is heard through JSON, as it was and in its order, whatever it is', async () => {
      for (const [from, to] of await pairs()) {
        await untilHeard(from, to);
        const heard: unknown[] = [];
        const end = to.events.listen('awkward', (message) => void heard.push(message));
        const told = [
          ...Object.entries(PAYLOADS).filter(([kind]) => kind !== 'megabytes'),
          'a\'b"c\\d $1 \u2028\u2029\r\n\t',
          'x'.repeat(6_998),
          { left: undefined, kept: [undefined] },
          'twice',
          'twice',
        ];
        for (const message of told) from.events.tell('awkward', message);
        await expect.poll(() => heard).toEqual(JSON.parse(JSON.stringify(told)));
        end();
      }
      expect(errors).toEqual([]);
    });

    test('is heard by those who listen to its topic, and not at the moment of telling', async () => {
      const { events } = await open();
      const heard: string[] = [];
      const hear = (name: string) => (message: unknown) => void heard.push(`${name} ${String(message)}`);
      const ends = [events.listen('a', hear('one')), events.listen('a', hear('two')), events.listen('b', hear('b'))];
      events.tell('a', 1);
      expect(heard).toEqual([]);
      await expect.poll(() => heard).toEqual(['one 1', 'two 1']);
      ends[0]?.();
      ends[0]?.();
      events.tell('a', 2);
      events.tell('b', 3);
      events.tell('nobody', 4);
      await expect.poll(() => heard).toEqual(['one 1', 'two 1', 'two 2', 'b 3']);
      for (const end of ends) end();
      events.tell('a', 5);
      await new Promise((done) => setImmediate(done));
      expect(heard).toHaveLength(4);
    });

    test('harms nobody where a listener throws, ends another one or tells something itself', async () => {
      for (const [from, to] of await pairs()) {
        await untilHeard(from, to);
        const heard: unknown[] = [];
        const ends = [
          to.events.listen('a', () => {
            throw new Error('not worked on');
          }),
          to.events.listen('a', (message) => {
            ends.at(-1)?.();
            if (message === 1) to.events.tell('a', 2);
          }),
          to.events.listen('a', (message) => void heard.push(message)),
          to.events.listen('a', () => {}),
        ];
        from.events.tell('a', 1);
        await expect.poll(() => heard).toEqual([1, 2]);
        for (const end of ends) end();
      }
      expect(errors[0]).toBe('what another process told could not be worked on');
    });

    test('is not told where it is too long or nothing that JSON can say, and what comes after it is', async () => {
      for (const [from, to] of await pairs()) {
        await untilHeard(from, to);
        errors = [];
        const heard: unknown[] = [];
        const end = to.events.listen('a', (message) => void heard.push(message));
        const cycle: unknown[] = [];
        cycle.push(cycle);
        for (const message of ['é'.repeat(3_500), undefined, 1n, cycle]) from.events.tell('a', message);
        from.events.tell('a', 'after');
        await expect.poll(() => heard).toEqual(['after']);
        expect(errors).toHaveLength(4);
        end();
      }
    });

    test('may come in thousands, and nobody waits for it', async () => {
      let topics = 0;
      for (const [from, to] of await pairs()) {
        await untilHeard(from, to);
        const heard: unknown[] = [];
        // The others hear what this one tells itself a little later.
        const topic = `a-${topics++}`;
        const end = to.events.listen(topic, (message) => void heard.push(message));
        const each = Array.from({ length: 900 }, (_, index) => index);
        for (const count of each) from.events.tell(topic, count);
        await expect.poll(() => heard).toEqual(each);
        end();
      }
    });

    test('after closing is told to nobody, and is no error', async () => {
      const storage = await open();
      await storage.close();
      expect(() => storage.events.tell('a', 1)).not.toThrow();
    });
  });
}
