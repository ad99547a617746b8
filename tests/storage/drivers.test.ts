import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage, StorageOptions } from '../../src/storage/contract.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { describeStorage } from './contract.js';
import type { Place } from './place.js';
import { openInThread } from './sql/in-thread.js';

function createFolder(open: (folder: string, options: StorageOptions) => Promise<Storage>): Place {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-contract-'));
  return {
    open: (options = {}) => open(folder, options),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

describeStorage('SQLite in a file', {
  keeps: true,
  createPlace: () =>
    createFolder((folder, options) => openStorage({ ...options, url: `file:${join(folder, 'data', 'runs.db')}` })),
});

describeStorage('SQLite in memory', {
  keeps: false,
  createPlace: () => ({
    open: (options) => openStorage({ ...options, url: 'file::memory:' }),
    remove: () => {},
  }),
});

describeStorage('the queries over Kysely’s own driver', {
  keeps: true,
  createPlace: () => createFolder((folder, options) => openInThread(join(folder, 'runs.db'), options)),
});
