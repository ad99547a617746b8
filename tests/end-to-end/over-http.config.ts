import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What is not about how interactions come, each with why. */
const NOT_OVER_HTTP = [
  // The first event of the gateway is what cannot be read there.
  'tests/end-to-end/unreadable-start.test.ts',
];

/** The tests of the whole once more, with interactions that come over HTTP: `npm run test:http`, apart from `npm test`. */
export default defineConfig({
  test: {
    env: { TOKENSCOPE_TEST_TRANSPORT: 'http' },
    include: ['tests/end-to-end/*.test.ts'],
    exclude: NOT_OVER_HTTP,
    setupFiles: ['tests/setup/seeded.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    onUnhandledError: ({ message, stack }) =>
      !(message.startsWith('WebSocket is not open') && stack?.includes('@discordjs/ws')),
    maxWorkers: availableParallelism() + 1,
    isolate: false,
  },
});
