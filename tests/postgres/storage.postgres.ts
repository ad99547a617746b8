import { afterAll, beforeAll } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.js';
import { PATIENCE_MS } from '../storage/at-once.js';
import { describeStorage } from '../storage/contract.js';
import { openPostgresServer, type PostgresServer } from './server.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await openPostgresServer();
});
afterAll(() => server.close());

describeStorage('PostgreSQL', {
  keeps: true,
  shares: true,
  async createPlace() {
    const url = await server.createDatabase();
    return { open: (options) => openStorage({ patienceMs: PATIENCE_MS, ...options, url }), remove: () => {} };
  },
});
