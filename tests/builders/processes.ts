import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Events, Storage } from '../../src/storage/contract.js';
import { createLocalEvents } from '../../src/storage/local-events.js';
import { openStorage } from '../../src/storage/open-storage.js';

/** What a test can do to what processes tell one another. */
export interface Wire {
  readonly events: Events;
  /** What is told arrives nowhere, as of a process that cannot be reached. */
  cut(): void;
  mend(): void;
}

/**
 * Opens the storages of several processes over one database, each as one that others use as well. They are closed at the end
 * of the test.
 */
export async function openProcesses(count: number): Promise<readonly (Storage & { readonly wire: Wire })[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-processes-'));
  const all = createLocalEvents(undefined);
  const opened: Storage[] = [];
  onTestFinished(async () => {
    await Promise.all(opened.map((storage) => storage.close()));
    rmSync(folder, { recursive: true, force: true });
  });
  for (let at = 0; at < count; at += 1) opened.push(await openStorage({ url: `file:${join(folder, 'runs.db')}` }));
  return opened.map((storage) => {
    const wire = createWire(all);
    return { ...storage, events: wire.events, isShared: true, wire };
  });
}

function createWire(all: Events): Wire {
  let isCut = false;
  return {
    events: {
      tell: (topic, message) => void (isCut || all.tell(topic, message)),
      listen: (topic, listener) => all.listen(topic, (message) => void (isCut || listener(message))),
    },
    cut() {
      isCut = true;
    },
    mend() {
      isCut = false;
    },
  };
}
