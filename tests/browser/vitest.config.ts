import { defineConfig } from 'vitest/config';

/** The tests that drive Chromium: `npm run test:browser`, apart from `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.browser.ts'],
    testTimeout: 90_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
    expect: { poll: { timeout: 30_000 } },
  },
});
