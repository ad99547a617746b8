import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage, UnderWayRun } from '../../src/storage/contract.js';
import type { Place } from './place.js';

/** A test that is not about how long is waited must not meet it on a busy machine. */
export const PATIENCE_MS = 600_000;

const PROCESSES = 3;

/** Describes what `UnderWay.begin` promises of how many one person has, for a driver to pass. @param keeps as the suite has it */
export function describeAtOnce(createPlace: () => Place | Promise<Place>, keeps: boolean): void {
  describe('how many one person has under way', () => {
    let place: Place;
    let opened: Storage[];
    /** The processes, or the one that there can be. */
    let processes: readonly Storage[];
    beforeEach(async () => {
      place = await createPlace();
      opened = [];
      for (let at = 0; at < (keeps ? PROCESSES : 1); at += 1) {
        opened.push(await place.open({ patienceMs: PATIENCE_MS }));
      }
      processes = opened;
    });
    afterEach(async () => {
      await Promise.all(opened.map((storage) => storage.close()));
      await place.remove();
    });

    const run = (id: string, personId: string): UnderWayRun => ({
      id,
      botId: '1',
      origin: { personId, placeId: 'school' },
      begunAt: Date.now(),
      key: 'sealed',
      payload: { words: `words of ${id}` },
    });
    const at = (turn: number): Storage['underWay'] => (processes[turn % processes.length] as Storage).underWay;

    /** Begins many at once, at all processes in turn. @returns what came of each */
    const beginMany = async (ids: readonly string[], most: number, personOf: (turn: number) => string) =>
      Promise.all(
        ids.map(async (id, turn) => ({ id, turn, many: await at(turn).begin(run(id, personOf(turn)), most) })),
      );
    const idsOf = (name: string, count: number) => Array.from({ length: count }, (_, turn) => `${name} ${turn}`);

    test('is as many as may be, to one, where all come at once', async () => {
      for (const most of [1, 4, 7]) {
        const ann = `ann ${most}`;
        const all = await beginMany(idsOf(ann, 30), most, () => ann);
        const begun = all.filter(({ many }) => many === undefined);
        expect(begun).toHaveLength(most);
        expect(new Set(all.flatMap(({ many }) => many ?? []))).toEqual(new Set([most]));
        // Who has ended one begins another at once, in the same process.
        for (const { id, turn } of begun) {
          at(turn).end(id);
          expect(await at(turn).begin(run(`${id} again`, ann), most)).toBeUndefined();
          expect(await at(turn + 1).begin(run(`${id} once more`, ann), most)).toBe(most);
        }
      }
    });

    test.skipIf(!keeps)('leaves nothing of what was refused, and room elsewhere for what has ended', async () => {
      const all = await beginMany(idsOf('run', 12), 2, () => 'ann');
      const begun = all.filter(({ many }) => many === undefined);
      const other = await place.open();
      opened.push(other);
      const ids = async () => (await other.underWay.allElsewhere('school')).map(({ id }) => id).sort();
      expect(await ids()).toEqual(begun.map(({ id }) => id).sort());
      for (const { id, turn } of begun) at(turn).end(id);
      await expect.poll(ids).toEqual([]);
      expect(await other.underWay.begin(run('another', 'ann'), 1)).toBeUndefined();
    });

    test('is counted for each alone, where many people come in any order', async () => {
      const people = 20;
      const begun = new Map<string, number>();
      // Each process has another order.
      const personOf = (turn: number) => {
        const person = Math.floor(turn / PROCESSES) % people;
        return `person ${turn % 2 === 0 ? person : people - 1 - person}`;
      };
      for (const { turn, many } of await beginMany(idsOf('run', people * 9), 2, personOf)) {
        if (many === undefined) begun.set(personOf(turn), (begun.get(personOf(turn)) ?? 0) + 1);
      }
      expect([...begun.values()]).toEqual(Array.from({ length: people }, () => 2));
    });

    test('does not bound what is begun without asking, but that counts', async () => {
      const ids = idsOf('run', 5);
      await Promise.all(ids.map((id) => at(0).begin(run(id, 'ann'))));
      expect(await at(1).begin(run('one more', 'ann'), 5)).toBe(5);
      expect(await at(1).begin(run('one more', 'ann'), 6)).toBeUndefined();
    });
  });
}
