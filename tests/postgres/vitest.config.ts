import { defineConfig } from 'vitest/config';

/** The tests that need a real PostgreSQL from Debian's packages: `npm run test:postgres`, apart from `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/{postgres,many-processes}/**/*.postgres.ts'],
    setupFiles: ['tests/setup/seeded.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    expect: { poll: { timeout: 60_000 } },
  },
});
