import { defineConfig } from 'vitest/config';

/** The tests that drive Chromium: `npm run test:browser`, apart from `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.browser.ts'],
    testTimeout: 240_000,
    // Seventy replies are made in one of them.
    hookTimeout: 480_000,
    maxWorkers: 2,
    // What is waited for comes late where both cores are busy.
    expect: { poll: { timeout: 60_000 } },
  },
});
