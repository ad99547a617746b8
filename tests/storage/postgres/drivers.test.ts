import { afterAll, beforeAll } from 'vitest';
import { openStorage } from '../../../src/storage/open-storage.js';
import { describeStorage } from '../contract.js';
import { openPgliteServer, type PgliteServer } from './pglite.js';

let server: PgliteServer;
beforeAll(async () => {
  server = await openPgliteServer();
});
afterAll(() => server.close());

describeStorage('PostgreSQL in this process', {
  keeps: true,
  shares: true,
  async createPlace() {
    await server.empty();
    return { open: (options) => openStorage({ ...options, url: server.url }), remove: () => {} };
  },
});
