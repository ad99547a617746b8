import { expect } from 'vitest';
import type { Storage } from '../../src/storage/contract.js';
import { StorageError } from '../../src/storage/storage-error.js';

/** What somebody who pressed was told last: a run and its revision. */
export interface Press {
  readonly id: string;
  readonly revision: number;
}

/**
 * Begins presses, one after another: each makes a run and changes it four times.
 *
 * @returns what people were told, which grows; and what waits for all presses, of which each was told or ended in
 * a sentence, and until the database has them
 */
export function beginPresses(
  storage: Storage,
  count: number,
): { readonly pressed: readonly Press[]; end(): Promise<void> } {
  const pressed: Press[] = [];
  const troubles: unknown[] = [];
  const presses = Array.from({ length: count }, (_, at) =>
    new Promise((done) => setTimeout(done, at * 4)).then(() => press(storage, at, pressed, troubles)),
  );
  return {
    pressed,
    async end() {
      await Promise.all(presses);
      for (const trouble of troubles) expect(trouble).toBeInstanceOf(StorageError);
      expect(pressed).toHaveLength(count);
      // A close tries once, and not for long, to write what is held.
      await expect.poll(() => storage.heldRuns()).toBe(0);
    },
  };
}

/** The presses that a database does not have as people were told. */
export async function lostOf(storage: Storage, pressed: readonly Press[]): Promise<readonly unknown[]> {
  const lost: unknown[] = [];
  for (const { id, revision } of pressed) {
    const row = await storage.runs.find(id, 'ask');
    if (row === undefined || row.revision < revision) lost.push({ id, revision, found: row?.revision });
  }
  return lost;
}

async function press({ runs }: Storage, at: number, pressed: Press[], troubles: unknown[]): Promise<void> {
  const id = await runs.create('ask', { at }, { personId: `p${at % 50}`, placeId: 'school' });
  let revision = 1;
  const own = pressed.length;
  pressed.push({ id, revision });
  for (let turn = 0; turn < 4; turn += 1) {
    try {
      const saved = await runs.save(id, 'ask', { at, turn }, revision, `p${turn}`);
      // What was not known to be done had been done.
      revision = saved ?? (await runs.find(id, 'ask'))?.revision ?? revision;
      pressed[own] = { id, revision };
    } catch (error) {
      troubles.push(error);
    }
  }
}
