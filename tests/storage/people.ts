import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunOrigin } from '../../src/domain/run-origin.js';
import type { Storage } from '../../src/storage/contract.js';
import { PATIENCE_MS } from './at-once.js';
import type { Place } from './place.js';

const START = Date.UTC(2026, 0, 1);
const NOBODY = { runs: [], asked: 0, withTheirWords: 0, takenPartIn: 0 };

/** What a run is in these tests: what each person said. */
type Said = Record<string, string>;

const by = (personId: string, from?: string, placeId = 'school'): RunOrigin => ({ personId, placeId, from });
const without =
  (personId: string) =>
  ({ payload }: { readonly payload: unknown }): unknown => {
    const { [personId]: _, ...others } = payload as Said;
    return others;
  };
const never = (): never => {
  throw new Error('nobody took part in anything');
};

/** Describes what `People` promises, for a driver to pass. */
export function describePeople(createPlace: () => Place | Promise<Place>, keeps: boolean): void {
  describe('a person', () => {
    let place: Place;
    let now: number;
    let storage: Storage;
    beforeEach(async () => {
      now = START;
      place = await createPlace();
      storage = await open();
    });
    afterEach(async () => {
      await storage.close();
      await place.remove();
    });
    const open = () => place.open({ now: () => now, patienceMs: PATIENCE_MS });
    const create = (said: Said, origin?: RunOrigin) => storage.runs.create('ask', said, origin);
    const find = async (id: string) => (await storage.runs.find(id, 'ask'))?.payload;
    const countsOf = async (personId: string) => {
      const { asked, withTheirWords, takenPartIn } = await storage.people.keptOf(personId, 0);
      return [asked, withTheirWords, takenPartIn];
    };

    test('is told of what they asked for, the newest first, and of no more than they want', async () => {
      expect(await storage.people.keptOf('ada', 10)).toEqual(NOBODY);
      const first = await create({ ada: 'é' }, by('ada'));
      now += 5;
      const second = await storage.runs.create('dice', [1], by('ada', undefined, 'home'));
      await create({ ben: 'x' }, by('ben'));
      await create({ nobody: 'x' });
      now += 5;
      expect(await storage.runs.save(first, 'ask', { ada: 'ü!' }, 1, 'ada')).toBe(2);
      expect(await storage.people.keptOf('ada', 10)).toEqual({
        runs: [
          { id: second, command: 'dice', placeId: 'home', askedAt: START + 5, changedAt: START + 5, bytes: 3 },
          { id: first, command: 'ask', placeId: 'school', askedAt: START, changedAt: START + 10, bytes: 13 },
        ],
        asked: 2,
        withTheirWords: 0,
        takenPartIn: 0,
      });
      expect((await storage.people.keptOf('ada', 1)).runs.map(({ id }) => id)).toEqual([second]);
      expect(await storage.people.keptOf('ada', 0)).toMatchObject({ runs: [], asked: 2 });
      for (const odd of ['', 'ADA', 'ada ', '%', "' OR 1=1 --"]) {
        expect(await storage.people.keptOf(odd, 10)).toEqual(NOBODY);
      }
    });

    test('has words in whatever goes on from their runs, however far and by whom', async () => {
      const first = await create({ ada: 'x' }, by('ada'));
      const second = await create({ ada: 'x', ben: 'y' }, by('ben', first));
      const third = await create({ ada: 'x', ben: 'y', cyd: 'z' }, by('cyd', second));
      const again = await create({ ada: 'x' }, by('ada', first));
      await create({ cyd: 'other' }, by('cyd'));
      expect(await countsOf('ada')).toEqual([2, 2, 0]);
      expect(await countsOf('ben')).toEqual([1, 1, 0]);
      expect(await countsOf('cyd')).toEqual([2, 0, 0]);
      expect(await storage.people.forget('ben', never)).toEqual({ deleted: 2, changed: 0 });
      expect([await find(first), await find(second), await find(third)]).toEqual([{ ada: 'x' }, undefined, undefined]);
      expect(await countsOf('ada')).toEqual([2, 0, 0]);
      expect(await storage.people.forget('ada', never)).toEqual({ deleted: 2, changed: 0 });
      expect([await find(first), await find(again)]).toEqual([undefined, undefined]);
      expect(await countsOf('cyd')).toEqual([1, 0, 0]);
      expect(await storage.people.forget('ada', never)).toEqual({ deleted: 0, changed: 0 });
    });

    test('a run that goes on from one that never was is kept, and is its asker’s alone', async () => {
      const id = await create({ ada: 'x' }, by('ada', 'never was'));
      expect(await find(id)).toEqual({ ada: 'x' });
      expect(await countsOf('ada')).toEqual([1, 0, 0]);
    });

    test('takes part in what they change and somebody else asked for', async () => {
      const id = await create({ ada: 'x' }, by('ada'));
      const nobodys = await create({});
      expect(await storage.runs.save(id, 'ask', { ada: 'y' }, 1, 'ada')).toBe(2);
      expect(await storage.runs.save(id, 'ask', { ada: 'y', ben: 'vote' }, 2, 'ben')).toBe(3);
      expect(await storage.runs.save(id, 'ask', { ada: 'y', ben: 'again' }, 3, 'ben')).toBe(4);
      expect(await storage.runs.save(nobodys, 'ask', { ben: 'vote' }, 1, 'ben')).toBe(2);
      // Those that are refused are no part.
      expect(await storage.runs.save(id, 'ask', { cyd: 'late' }, 3, 'cyd')).toBeUndefined();
      expect(await storage.runs.save(id, 'dice', { cyd: 'other' }, 4, 'cyd')).toBeUndefined();
      expect(await storage.runs.save('never was', 'ask', {}, 1, 'cyd')).toBeUndefined();
      expect(await countsOf('ada')).toEqual([1, 0, 0]);
      expect(await countsOf('ben')).toEqual([0, 0, 2]);
      expect(await countsOf('cyd')).toEqual([0, 0, 0]);
      const asked: unknown[] = [];
      const taking = (run: { command: string; payload: unknown }) => {
        asked.push(run);
        return without('ben')(run);
      };
      expect(await storage.people.forget('ben', taking)).toEqual({ deleted: 0, changed: 2 });
      expect(asked).toContainEqual({ command: 'ask', payload: { ada: 'y', ben: 'again' } });
      expect(await storage.runs.find(id, 'ask')).toMatchObject({ payload: { ada: 'y' }, revision: 5 });
      expect(await storage.runs.find(nobodys, 'ask')).toEqual({ payload: {}, revision: 3 });
      expect(await countsOf('ben')).toEqual([0, 0, 0]);
      expect(await storage.people.forget('ben', never)).toEqual({ deleted: 0, changed: 0 });
    });

    test('is taken out of what goes on from a run that they took part in', async () => {
      const id = await create({ ada: 'x' }, by('ada'));
      await storage.runs.save(id, 'ask', { ada: 'x', ben: 'vote' }, 1, 'ben');
      const on = await create({ ada: 'x', ben: 'vote', cyd: 'y' }, by('cyd', id));
      expect(await countsOf('ben')).toEqual([0, 0, 1]);
      await storage.runs.save(on, 'ask', { ada: 'x', ben: 'more', cyd: 'y' }, 1, 'ben');
      expect(await countsOf('ben')).toEqual([0, 0, 2]);
      const last = await create({ ada: 'x', ben: 'more', cyd: 'y' }, by('dan', on));
      expect(await storage.people.forget('ben', without('ben'))).toEqual({ deleted: 0, changed: 3 });
      expect([await find(id), await find(on), await find(last)]).toEqual([
        { ada: 'x' },
        { ada: 'x', cyd: 'y' },
        { ada: 'x', cyd: 'y' },
      ]);
    });

    test('who has no part left in a run, or cannot be taken out of it, takes the run along', async () => {
      const ids = [await create({}, by('ada')), await create({}, by('ada')), await create({}, by('ada'))];
      for (const [index, id] of ids.entries()) await storage.runs.save(id, 'ask', { index }, 1, 'ben');
      const odd = ({ payload }: { payload: unknown }) => {
        const { index } = payload as { index: number };
        if (index === 0) throw new TypeError('of another version');
        return index === 1 ? undefined : payload;
      };
      expect(await storage.people.forget('ben', odd)).toEqual({ deleted: 2, changed: 0 });
      expect(await Promise.all(ids.map(find))).toEqual([undefined, undefined, { index: 2 }]);
      expect(await countsOf('ada')).toEqual([1, 0, 0]);
      expect(await countsOf('ben')).toEqual([0, 0, 0]);
    });

    test('is forgotten with hundreds of runs, and nobody else with them', async () => {
      const each = Array.from({ length: 350 }, (_, index) => index);
      const ids = await Promise.all(each.map((index) => create({}, by(index % 7 === 0 ? 'ben' : 'ada'))));
      const votes = await Promise.all(each.map(() => create({}, by('cyd'))));
      await Promise.all(votes.map((id) => storage.runs.save(id, 'ask', { ada: 'vote', cyd: 'x' }, 1, 'ada')));
      expect(await countsOf('ada')).toEqual([300, 0, 350]);
      expect(await storage.people.forget('ada', without('ada'))).toEqual({ deleted: 300, changed: 350 });
      expect(await countsOf('ben')).toEqual([50, 0, 0]);
      expect(await find(ids[0] ?? '')).toEqual({});
      expect(await Promise.all(votes.map(find))).toEqual(each.map(() => ({ cyd: 'x' })));
    });

    test('is forgotten with what is being kept at that moment, and by two who ask for it at once', async () => {
      const first = await create({ ada: 'x' }, by('ada'));
      const poll = await create({ ben: 'poll' }, by('ben'));
      const underWay = [
        ...Array.from({ length: 20 }, (_, index) => create({ ada: `x${index}` }, by('ada'))),
        ...Array.from({ length: 20 }, () => create({ ada: 'x', cyd: 'y' }, by('cyd', first))),
      ];
      const voting = storage.runs.save(poll, 'ask', { ben: 'poll', ada: 'vote' }, 1, 'ada');
      const forgotten = await Promise.all([
        storage.people.forget('ada', without('ada')),
        storage.people.forget('ada', without('ada')),
      ]);
      expect(await voting).toBe(2);
      expect(await Promise.all((await Promise.all(underWay)).map(find))).toEqual(underWay.map(() => undefined));
      expect(await find(poll)).toEqual({ ben: 'poll' });
      expect(Math.max(...forgotten.map(({ deleted }) => deleted))).toBeGreaterThan(0);
      expect(await storage.people.keptOf('ada', 10)).toEqual(NOBODY);
      expect(await countsOf('cyd')).toEqual([0, 0, 0]);
    });

    test('does not come back in what was begun on their run before they were forgotten, and is kept only then', async () => {
      const first = await create({ ada: 'x' }, by('ada'));
      await storage.people.forget('ada', never);
      const late = await create({ ada: 'x', ben: 'y' }, by('ben', first));
      const latest = await create({ ada: 'x', ben: 'y' }, by('ben', late));
      expect(late).toMatch(/^[\w-]{16}$/);
      expect(await find(late)).toBeUndefined();
      expect(await storage.runs.save(late, 'ask', { ada: 'x' }, 1, 'ben')).toBeUndefined();
      expect(await find(latest)).toBeUndefined();
      expect(await countsOf('ben')).toEqual([0, 0, 0]);
    });

    test('a change that was begun before somebody was taken out is refused, and made on what is left', async () => {
      const poll = await create({ ben: 'poll' }, by('ben'));
      await storage.runs.save(poll, 'ask', { ben: 'poll', ada: 'vote' }, 1, 'ada');
      await storage.people.forget('ada', without('ada'));
      expect(await storage.runs.save(poll, 'ask', { ben: 'poll', ada: 'vote', cyd: 'vote' }, 2, 'cyd')).toBeUndefined();
      expect(await find(poll)).toEqual({ ben: 'poll' });
    });

    test('being forgotten does not make a run last longer', async () => {
      const poll = await create({ ben: 'poll' }, by('ben'));
      await storage.runs.save(poll, 'ask', { ada: 'vote' }, 1, 'ada');
      now += 29 * 86_400_000;
      await storage.people.forget('ada', without('ada'));
      now += 86_400_000;
      expect(await find(poll)).toEqual({});
      now += 1;
      expect(await find(poll)).toBeUndefined();
    });

    test('what is deleted because of its age is no longer kept of anybody', async () => {
      const first = await create({ ada: 'x' }, by('ada'));
      await create({ ada: 'x' }, by('ben', first));
      await storage.runs.save(first, 'ask', {}, 1, 'cyd');
      now += 31 * 86_400_000;
      expect(await storage.purge()).toBe(2);
      for (const person of ['ada', 'ben', 'cyd']) expect(await storage.people.keptOf(person, 9)).toEqual(NOBODY);
    });

    test.skipIf(!keeps)('is known to others who have the place open, and after closing', async () => {
      const other = await open();
      const first = await create({ ada: 'x' }, by('ada'));
      const second = await other.runs.create('ask', { ada: 'x', ben: 'y' }, by('ben', first));
      await other.runs.save(second, 'ask', {}, 1, 'cyd');
      expect(await countsOf('ada')).toEqual([1, 1, 0]);
      await storage.close();
      storage = await open();
      expect(await countsOf('cyd')).toEqual([0, 0, 1]);
      expect(await storage.people.forget('ada', never)).toEqual({ deleted: 2, changed: 0 });
      expect(await other.people.keptOf('ben', 10)).toEqual(NOBODY);
      // The other one had it in its hands before.
      const late = await other.runs.create('ask', { ada: 'x' }, by('dan', second));
      expect(await find(late)).toBeUndefined();
      await other.close();
    });

    test('ends in an error where the storage is closed', async () => {
      await storage.close();
      await expect(storage.people.keptOf('ada', 1)).rejects.toThrow(Error);
      await expect(storage.people.forget('ada', never)).rejects.toThrow(Error);
    });
  });
}
