import { defineConfig } from 'vitest/config';

/** The tests that ask llama.cpp itself: `npm run test:llama-cpp`, apart from `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/llama-cpp/**/*.llama.ts'],
    setupFiles: ['tests/setup/seeded.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    expect: { poll: { timeout: 60_000 } },
  },
});
