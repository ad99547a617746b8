import { defineConfig } from 'vitest/config';

/** The whole drill of several bots: `npm run many`. A small one belongs to `npm run test:postgres`. */
export default defineConfig({
  test: { include: ['tests/many-processes/*.many.ts'], setupFiles: ['tests/setup/seeded.ts'], hookTimeout: 60_000 },
});
