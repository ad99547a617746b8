import { defineConfig } from 'vitest/config';

const DAY_MS = 24 * 60 * 60_000;

/** What `npm run fuzz` runs, apart from `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/fuzz/**/*.fuzz.ts'],
    setupFiles: ['tests/setup/seeded.ts'],
    testTimeout: DAY_MS,
    hookTimeout: 120_000,
    disableConsoleIntercept: true,
    onUnhandledError: () => false,
  },
});
