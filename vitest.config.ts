import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup/seeded.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes late where both cores are busy; a second would be luck.
    expect: { poll: { timeout: 60_000 } },
    // On two cores vitest would use one, though much of a test's time is spent in waiting.
    maxWorkers: availableParallelism(),
  },
});
