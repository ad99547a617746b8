import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // On two cores vitest would use one: much of a test's time is spent in threads of the bot and in waiting.
    maxWorkers: '100%',
  },
});
